"""A session that is in use stays; one that nobody uses ends, and its row goes."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from collab import app as application
from collab.accounts.models import SignedInSession
from collab.core.clock import now
from collab.core.db import GLOBAL, session, unit_of_work
from tests.factories import PASSWORD
from tests.world import World


@pytest.fixture
def mine(sign_in, world: World):
    return sign_in(world.person("member"))


def last_used(days):
    with unit_of_work(GLOBAL):
        session().execute(update(SignedInSession).values(last_seen_at=now() - timedelta(days=days)))


def read_ages():
    with unit_of_work(GLOBAL, writes=False):
        found = session().scalars(select(SignedInSession.last_seen_at))
        return [now() - seen_at for seen_at in found]


def test_whoever_comes_back_within_two_weeks_stays_signed_in(mine) -> None:
    for _time in range(2):
        last_used(days=13)
        assert mine.get("/account/session").status_code == 204
        assert read_ages()[0] < timedelta(minutes=1)


def test_it_is_written_down_at_most_once_in_five_minutes(mine, count_queries) -> None:
    last_used(days=1)
    mine.get("/account/session")
    with count_queries() as queries:
        mine.get("/account/session")
    assert len(queries) <= 2  # PostgreSQL is told the scope first


def test_two_weeks_without_use_end_it(mine) -> None:
    last_used(days=15)
    assert mine.get("/account/session").status_code == 401


def test_what_cannot_be_written_down_closes_no_page(mine, monkeypatch) -> None:
    def fail(*_arguments):
        raise OperationalError("statement", {}, Exception("planted"))

    last_used(days=1)
    monkeypatch.setattr(application.accounts, "touch_session", fail)
    assert mine.get("/account/session").status_code == 204


def test_the_next_sign_in_forgets_sessions_that_ended_by_themselves(
    mine, client, world: World
) -> None:
    last_used(days=15)
    form = {"email": world.person("chair").email, "password": PASSWORD}
    assert client.post("/login", data=form).status_code == 302
    assert len(read_ages()) == 1
