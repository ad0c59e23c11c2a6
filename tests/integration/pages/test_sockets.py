"""Open pages hear when something is said beside them; what it is, they ask for."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import delete

from collab.accounts.models import Person, SignedInSession
from collab.core.db import GLOBAL, session, unit_of_work
from collab.documents.models import Document
from tests.documents import make_library, make_page
from tests.integration.boards.conftest import Hall, building, hall
from tests.integration.boards.peers import until
from tests.integration.notifications.test_ringing import Listener

__all__ = ["building", "hall"]


class Reader(Listener):
    """An open page with its margin."""

    namespace = "/pages"

    def join(self, page: Document, slug: str = "here") -> Any:
        return self.say({"cooperation": slug, "page": str(page.id)})

    def say(self, message: object) -> Any:
        return self.socket.call("join", message, namespace=self.namespace, timeout=10)

    @property
    def heard(self) -> list[str]:
        return [event for event, *_rest in self.rung]


class Room:
    """The running server, a page of the research group in it, and who has it open."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.readers: list[Reader] = []
        with unit_of_work(hall.world.here.scope):
            self.page = make_page(make_library(hall.world.group))

    def connect(self, person: Person) -> Reader:
        made = Reader(self.hall.server.url, self.hall.cookie(person))
        self.readers.append(made)
        made.connect()
        return made

    def comment(self) -> None:
        fields = {"new-content": "Are we sure?", "new-language": "en"}
        answer = self.hall.post(f"/pages/{self.page.id}/threads", "chair", **fields)
        assert answer["ok"], answer


@pytest.fixture
def room(hall: Hall) -> Iterator[Room]:
    made = Room(hall)
    yield made
    for reader in made.readers:
        reader.close()


def test_nobody_hears_of_pages_that_they_do_not_see(room: Room) -> None:
    world = room.hall.world
    member, secretary = (room.connect(world.person(one)) for one in ("member", "secretary"))
    outsider, stranger = room.connect(world.person("outsider")), room.connect(world.stranger)
    idle = room.connect(world.person("chair"))
    assert member.join(room.page) == secretary.join(room.page) == {"ok": True}
    assert outsider.join(room.page) == {"ok": False, "code": "not_found"}
    assert stranger.join(room.page)["ok"] is False
    assert stranger.join(room.page, "elsewhere") == {"ok": False, "code": "not_found"}
    room.comment()
    until(lambda: member.heard and secretary.heard)
    time.sleep(0.2)
    assert member.rung == secretary.rung == [("changed",)]
    assert [one.heard for one in (outsider, stranger, idle)] == [[]] * 3


def test_who_is_signed_out_hears_nothing_more(room: Room) -> None:
    person = room.hall.world.person("member")
    reader = room.connect(person)
    reader.join(room.page)
    with unit_of_work(GLOBAL):
        session().execute(delete(SignedInSession).where(SignedInSession.person_id == person.id))
    room.comment()
    until(lambda: reader.is_gone)
    assert "changed" not in reader.heard


def test_what_no_page_of_ours_says_is_no_join(room: Room) -> None:
    reader = room.connect(room.hall.world.person("member"))
    for message in (None, 7, "x", {}, {"page": "x"}, {"page": "x", "cooperation": ["here"]}):
        assert reader.say(message) == {"ok": False, "code": "invalid"}, message
