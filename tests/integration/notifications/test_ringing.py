"""Open pages hear the bell: only of what is new for their own reader, and never what it is."""

import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import socketio
from sqlalchemy import delete
from websocket import WebSocketException

from collab.accounts.models import Person, SignedInSession
from collab.core.db import GLOBAL, session, unit_of_work
from tests.boards import MadeBoard, make_board, make_task
from tests.integration.boards.conftest import Hall, building, hall
from tests.integration.boards.peers import until

__all__ = ["building", "hall"]
NAMESPACE = "/bell"


class Listener:
    """An open page, as the bell knows it."""

    namespace = NAMESPACE

    def __init__(self, url: str, cookie: str) -> None:
        self.rung: list[Any] = []
        self.is_gone = False
        self.socket = socketio.Client(
            reconnection=False, websocket_extra_options={"suppress_origin": True}
        )
        self.socket.on("*", self._take, namespace=self.namespace)
        self.socket.on("disconnect", self._go, namespace=self.namespace)
        self.url, self.cookie = url, cookie

    def connect(self, origin: str | None = None) -> "Listener":
        self.socket.connect(
            self.url,
            headers={"Cookie": f"collab={self.cookie}", "Origin": origin or self.url},
            namespaces=[self.namespace],
            transports=["websocket"],
            wait_timeout=5,
        )
        return self

    def _take(self, event: str, *words: Any) -> None:
        self.rung.append((event, *words))

    def _go(self, *_reason: Any) -> None:
        self.is_gone = True

    def close(self) -> None:
        with suppress(socketio.exceptions.SocketIOError, WebSocketException, OSError):
            self.socket.disconnect()


class Street:
    """The running server, and the pages that listen to it."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.listeners: list[Listener] = []

    def listen(self, person: Person) -> Listener:
        self.listeners.append(Listener(self.hall.server.url, self.hall.cookie(person)).connect())
        return self.listeners[-1]

    def assign(self, name: str, by: str = "chair") -> None:
        """Somebody gives a task to that member."""
        made, task = self._make()
        owner = f"p:{self.hall.world.membership(name).id}"
        answer = self.hall.post(
            f"/boards/{made.id}/bulk", by, action="assign", task=task, owner=owner
        )
        assert answer["ok"], answer

    def _make(self) -> tuple[MadeBoard, str]:
        with unit_of_work(self.hall.world.here.scope):
            made = make_board(self.hall.world.group)
            return made, str(make_task(made).id)


@pytest.fixture
def street(hall: Hall) -> Iterator[Street]:
    """The server of this module."""
    made = Street(hall)
    yield made
    for listener in made.listeners:
        listener.close()


def test_a_bell_rings_only_for_whom_something_is_new(street: Street) -> None:
    world = street.hall.world
    member, again = street.listen(world.person("member")), street.listen(world.person("member"))
    others = [
        street.listen(person)
        for person in (
            world.person("secretary"),
            world.person("chair"),
            world.elsewhere.people["member"].person,
            world.stranger,
        )
    ]
    street.assign("member")
    until(lambda: member.rung and again.rung)
    # the event says that there is something, not what: the page asks with its own rights
    assert member.rung == again.rung == [("rung",)]
    time.sleep(0.2)
    assert [other.rung for other in others] == [[]] * 4


def test_a_page_whose_session_has_ended_hears_nothing_more(street: Street) -> None:
    world = street.hall.world
    ended = street.listen(world.person("member"))
    with unit_of_work(GLOBAL):
        is_them = SignedInSession.person_id == world.person("member").id
        session().execute(delete(SignedInSession).where(is_them))
    street.assign("member")
    until(lambda: ended.is_gone)
    assert ended.rung == []


def test_nobody_listens_without_signing_in_or_from_another_site(street: Street) -> None:
    url = street.hall.server.url
    cookie = street.hall.cookie(street.hall.world.person("member"))
    for listener, origin in (
        (Listener(url, "nonsense"), None),
        (Listener(url, cookie), "https://evil.example"),
    ):
        with pytest.raises(socketio.exceptions.ConnectionError):
            listener.connect(origin)


def test_a_client_can_say_nothing(street: Street) -> None:
    world = street.hall.world
    talker, member = street.listen(world.person("secretary")), street.listen(world.person("member"))
    for event in ("rung", "join", "connect", "enter_room"):
        talker.socket.emit(event, {"person": str(world.person("member").id)}, namespace=NAMESPACE)
    street.assign("member")
    until(lambda: member.rung)
    assert member.rung == [("rung",)]
    assert talker.rung == []
