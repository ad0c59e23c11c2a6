"""Who is told when a part of a document cannot be read, and that everything else goes on."""

import pytest
from sqlalchemy import select

from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.live import service
from collab.live.journal import find_document
from collab.live.models import LiveQuarantine, LiveSnapshot, LiveUpdate
from collab.live.projection import project
from collab.live.supervisor import BrokenUpdateError, ReadingError
from collab.mail.models import Mail
from collab.minutes.service.documents import KIND
from tests.factories import (
    make_document,
    make_meeting,
    make_minutes,
    make_person,
)
from tests.unit.live.updates import Writer, typed

POISON = typed(66, 0, "poison")


class Fragile:
    """A reader whom some updates break."""

    def __init__(self, *killers: bytes) -> None:
        self.killers = killers

    def ask(self, _task, updates, **_head):
        for index, update in enumerate(updates):
            if update in self.killers:
                raise BrokenUpdateError(index, "kills the reader")
        return {"content": {"type": "doc", "content": []}, "text": str(len(updates))}, []


@pytest.fixture
def document(world):
    """Minutes with a bad entry between two good ones."""
    with unit_of_work(world.here.scope):
        make_person(is_operator=True, email="operator@here.example", language="en")
        row = make_document(kind=KIND)
        chair = world.here.people["chair"].membership
        make_minutes(make_meeting(chair, title="Secret budget"), row)
    ana = Writer(5)
    append(world, row.id, ana.write("one "), POISON, ana.write("two"))
    with unit_of_work(world.here.scope, writes=False):
        return find_document(row.id)


def append(world, document_id, *updates, start=0):
    with unit_of_work(world.here.scope):
        for seq, payload in enumerate(updates, start=start + 1):
            row = LiveUpdate(document_id=document_id, seq=seq, payload=payload, at=now())
            session().add(row)


def mails(world):
    with unit_of_work(world.here.scope, writes=False):
        return session().scalars(select(Mail).order_by(Mail.template, Mail.address)).all()


def quarantined(world):
    with unit_of_work(world.here.scope, writes=False):
        return session().scalars(select(LiveQuarantine.seq).order_by(LiveQuarantine.seq)).all()


def said_in(mail) -> str:
    return " ".join(part.get("text", "") for part in mail.parts)


def test_coordinators_and_operators_are_told_once_and_the_rest_is_read(world, document) -> None:
    project(document, Fragile(POISON))
    with unit_of_work(world.here.scope, writes=False):
        assert service.find_projection(document.id).text == "2"
    coordinators, *others, operator = mails(world)
    assert coordinators.template == "live/damaged"
    assert {each.template for each in others} <= {"live/damaged"}
    assert coordinators.address == "coordinator@here.example"
    assert operator.address == "operator@here.example"
    assert f"collab live rebuild {document.id} --without 2" in said_in(operator)
    count = len(mails(world))
    append(world, document.id, typed(67, 0, "more"), start=3)
    project(document, Fragile(POISON, typed(67, 0, "more")))
    assert quarantined(world) == [2, 4]
    assert len(mails(world)) == count


def test_mails_name_no_title_for_not_everybody_may_see_the_document(world, document) -> None:
    project(document, Fragile(POISON))
    for mail in mails(world):
        assert "Secret budget" not in mail.subject + said_in(mail)


def test_the_console_shows_which_document_it_is(world, document, sign_in) -> None:
    client = sign_in(world.person("coordinator"))
    assert "cannot be read" not in client.get(world.here.url("/console")).text
    project(document, Fragile(POISON))
    page = client.get(world.here.url("/console")).text
    assert "A part of “Secret budget” cannot be read" in page
    with unit_of_work(world.here.scope, writes=False):
        (broken,) = service.list_broken(world.actor("coordinator"))
    assert f'href="{world.here.url(broken.named.path)}"' in page
    assert client.get(world.here.url(broken.named.path)).status_code == 200


def test_nobody_elsewhere_hears_of_it(world, document) -> None:
    project(document, Fragile(POISON))
    stranger = world.elsewhere.people["coordinator"].actor
    with unit_of_work(world.elsewhere.scope, writes=False):
        assert service.list_broken(stranger) == []
    addresses = {mail.address for mail in mails(world)}
    assert not any("elsewhere" in address for address in addresses)


def test_who_may_not_see_a_document_learns_no_title(world, document, monkeypatch) -> None:
    project(document, Fragile(POISON))
    guest = world.actor("guest")
    with unit_of_work(world.here.scope, writes=False):
        (broken,) = service.list_broken(guest)
    assert broken.named is None


def test_a_snapshot_is_never_left_out_but_somebody_is_told(world, document) -> None:
    with unit_of_work(world.here.scope):
        held = {"payload": POISON, "ledger": {"clocks": {}, "depths": {}}}
        row = LiveSnapshot(document_id=document.id, upto_seq=2, at=now(), **held)
        session().add(row)
    with pytest.raises(ReadingError):
        project(document, Fragile(POISON))
    assert mails(world) == []  # the machine may have had no time
    for _turn in (1, 2):
        with pytest.raises(ReadingError):
            project(document, Fragile(POISON))
    assert quarantined(world) == [0]
    assert len(mails(world)) == len({mail.address for mail in mails(world)})
    operator = mails(world)[-1]
    assert "collab live show" in said_in(operator)
    assert "--without" not in said_in(operator)
    project(document, Fragile())  # it was the reader, after all
    assert quarantined(world) == []
