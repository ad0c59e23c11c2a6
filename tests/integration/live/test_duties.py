"""What is owed to a document is noted once, and never forgotten, whoever else is at it."""

import threading
import time

import pytest
from sqlalchemy import func, select

from collab.core.db import GLOBAL, session, unit_of_work
from collab.live import projection, service
from collab.live.journal import find_document
from collab.live.models import LiveDuty
from collab.live.writing import note_duty
from tests.factories import make_document

WRITING = {"op": "write", "content": [{"type": "paragraph"}]}


@pytest.fixture
def document(world):
    with unit_of_work(world.here.scope):
        row = make_document(kind="scratch")
    with unit_of_work(world.here.scope, writes=False):
        return find_document(row.id)


@pytest.fixture
def meanwhile():
    """Do something in another thread, and let it run into what this one has begun."""
    threads, failures = [], []

    def begin(call):
        def run():
            try:
                call()
            except Exception as error:  # noqa: BLE001 told below
                failures.append(error)

        threads.append(threading.Thread(target=run))
        threads[-1].start()
        time.sleep(0.3)

    yield begin
    for thread in threads:
        thread.join(10)
    assert failures == []


@pytest.fixture
def request_edit(world, document):
    actor = world.actor("chair")

    def request():
        with unit_of_work(world.here.scope):
            service.request_edit(actor, document.id, WRITING)

    return request


def count_duties():
    with unit_of_work(GLOBAL, writes=False):
        return session().scalar(select(func.count(LiveDuty.id)))


def test_two_who_ask_for_an_edit_at_once_both_get_it(
    world, document, request_edit, meanwhile
) -> None:
    with unit_of_work(world.here.scope):
        service.request_edit(world.actor("secretary"), document.id, WRITING)
        meanwhile(request_edit)
    meanwhile(lambda: None)
    assert count_duties() == 1


def test_what_is_asked_for_while_a_duty_ends_is_still_owed(world, document, meanwhile) -> None:
    with unit_of_work(world.here.scope):
        note_duty(session(), document.cooperation_id, document.id)

    def end():
        with unit_of_work(world.here.scope):
            projection._end_duty(document, 0)

    with unit_of_work(world.here.scope):
        service.request_edit(world.actor("secretary"), document.id, WRITING)
        meanwhile(end)
    time.sleep(0.5)
    assert count_duties() == 1
