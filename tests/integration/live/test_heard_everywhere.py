"""Two processes on one database: what is done in one is heard in the other, with Redis or not."""

import json
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from collab.accounts.models import Person
from collab.core.actor import Role
from collab.core.bus import Bus
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from tests.boards import make_board, make_task
from tests.documents import make_library, make_page
from tests.halls import open_hall
from tests.integration.boards.conftest import Hall
from tests.integration.boards.peers import Page
from tests.integration.live.conftest import EngineServer, Sea
from tests.integration.live.peers import until
from tests.integration.notifications.test_ringing import Listener, Street
from tests.integration.pages.test_sockets import Reader, Room
from tests.redis import RedisServer


class Straits(Sea):
    """The same world behind two servers; peers are connected to the second."""

    redis: RedisServer

    def __init__(self, near: EngineServer, far: EngineServer, *rest: Any) -> None:
        super().__init__(far, *rest)
        self.near, self.far = near, far
        self.hall = Hall(near, *rest)
        self.others: list[Any] = []

    def tell(self, path: str, name: str = "member", *more: str) -> None:
        """Do something to a membership inside the first server, as its pages do."""
        person = self.world.person(name)
        words = [self.near.url, "test", path, str(self.world.here.id), str(person.id), *more]
        assert urllib.request.urlopen("/".join(words)).read() == b"ok"

    def ready(self) -> list[str]:
        """What both servers say of themselves."""
        asked = (urllib.request.urlopen(f"{each.url}/readyz") for each in (self.near, self.far))
        return [answer.read().decode().strip() for answer in asked]

    def page(self, board: Any, name: str = "member") -> Page:
        """Somebody who looks at a board, through the second server."""
        self.others.append(
            Page(self.far.url, self.cookie(self.world.person(name)), str(board)).connect()
        )
        return self.others[-1]

    def listen(self, kind: type[Listener], person: Person) -> Any:
        """A page of somebody that listens to the second server."""
        made = kind(self.far.url, self.cookie(person))
        self.others.append(made)
        return made.connect()

    def say(self, channel: str, event: object) -> None:
        """Tell both servers something, as a third process."""
        third = Bus()
        third.connect(self.redis.url, str(self.app.secret_key))
        third.start()
        third.publish(channel, json.dumps(event).encode())
        third.stop()

    def end_quietly(self) -> None:
        """End a membership as nobody is told of it: not even the process that does it."""
        with unit_of_work(self.world.here.scope):
            session().merge(self.world.membership("member")).ended_at = now()

    def close(self) -> None:
        super().close()
        while self.others:
            self.others.pop().close()
        with unit_of_work(self.world.here.scope):
            membership = session().merge(self.world.membership("member"))
            membership.role, membership.ended_at = Role.MEMBER, None


@pytest.fixture(scope="module", params=["postgresql"])
def straits(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Straits]:
    folder = tmp_path_factory.mktemp("straits")
    redis = RedisServer()
    redis.start()
    shared = {"COLLAB_REDIS_URL": redis.url}

    def make(address: Any, place: Any, _environment: dict[str, str]) -> EngineServer:
        return EngineServer(address, place, {**shared, "COLLAB_PROCESS": "1"})

    with ExitStack() as stack:
        stack.callback(redis.stop)
        near, app, world = stack.enter_context(open_hall(request, folder, make))
        second = {**shared, "COLLAB_PROCESS": "2", "COLLAB_WORKER": "external"}
        far = stack.enter_context(EngineServer(near.address, folder, second))
        made = Straits(near, far, app, world)
        made.redis = redis
        until(lambda: made.ready() == ["ok", "ok"])
        yield made


@pytest.fixture
def sea(straits: Straits) -> Iterator[Straits]:
    straits.document = straits.add_document()
    yield straits
    straits.close()


def test_sockets_are_named_after_their_process(sea: Straits) -> None:
    peer = sea.peer()
    assert peer.socket.eio.sid.startswith("2-")


def test_access_that_ends_in_one_process_ends_in_the_other_at_once(sea: Straits) -> None:
    ana, ben = sea.joined("member"), sea.joined("secretary")
    with unit_of_work(sea.world.here.scope):
        board = make_board(sea.world.group)
    page = sea.page(board.id).join()
    sea.tell("end")
    until(lambda: ana.resyncs and page.resyncs)
    ben.type("not for Ana")
    ben.wait_for_receipt()
    assert ana.ask()["ok"] is False
    assert page.ask()["ok"] is False
    ana.read()
    assert str(ana.text) == ""


def test_who_signs_out_in_one_process_is_let_go_by_the_other(sea: Straits) -> None:
    ana = sea.joined("member")
    url = f"{sea.near.url}/test/sign-out/{sea.world.person('member').id}/{ana.signed_in.id}"
    assert urllib.request.urlopen(url).read() == b"ok"
    until(lambda: not ana.socket.connected)


def test_a_new_epoch_is_heard_by_who_has_the_document_open_elsewhere(sea: Straits) -> None:
    ana = sea.joined("member")
    url = f"{sea.near.url}/test/epoch/{sea.world.here.id}/{sea.document}"
    before = ana.epoch
    assert urllib.request.urlopen(url).read() == b"ok"
    until(lambda: ana.resyncs)
    assert ana.rejoin()["epoch"] != before


def test_a_change_of_a_board_is_told_elsewhere_with_who_did_what(sea: Straits) -> None:
    with unit_of_work(sea.world.here.scope):
        made, other = make_board(sea.world.group), make_board(sea.world.group)
        task = make_task(made, version=1)
    ana, ben = sea.page(made.id).join(), sea.page(other.id, "chair").join()
    for column in (made.doing, made.todo, made.doing):
        move = {"task": task.id, "column": column.id}
        ana.wait_for(sea.hall.post(f"/boards/{made.id}/moves", **move)["version"])
        told = ana.told[-1]
        if told["by"]:
            break  # else the database, which is looked at every few seconds, was quicker by chance
    assert told["by"]["name"] == sea.world.person("member").name
    assert told["words"].startswith(told["by"]["name"])
    assert ben.told == []


def test_bells_ring_elsewhere_and_only_for_whom_something_is_new(sea: Straits) -> None:
    world = sea.world
    member = sea.listen(Listener, world.person("member"))
    others = [
        sea.listen(Listener, person)
        for person in (world.person("secretary"), world.elsewhere.people["member"].person)
    ]
    Street(sea.hall).assign("member")
    until(lambda: member.rung)
    assert (member.rung, [other.rung for other in others]) == ([("rung",)], [[], []])


def test_margins_change_elsewhere_and_only_for_who_has_the_page_open(sea: Straits) -> None:
    room = Room(sea.hall)
    with unit_of_work(sea.world.here.scope):
        another = make_page(make_library(sea.world.group))
    reader, bystander = (
        sea.listen(Reader, sea.world.person(name)) for name in ("member", "secretary")
    )
    assert reader.join(room.page) == bystander.join(another) == {"ok": True}
    room.comment()
    until(lambda: reader.heard)
    assert (reader.heard, bystander.heard) == (["changed"], [])


def test_what_is_said_of_one_cooperation_concerns_no_socket_of_another(sea: Straits) -> None:
    places = (sea.world.here, sea.world.elsewhere)
    pages, margins = [], []
    for place in places:
        with unit_of_work(place.scope):
            group = next(iter(place.groups.values()))
            board, page = make_board(group), make_page(make_library(group))
        person = place.people["coordinator"].person
        pages.append(Page(sea.far.url, sea.cookie(person), str(board.id), place.slug).connect())
        margins.append(sea.listen(Reader, person))
        sea.others.append(pages[-1].join())
        assert margins[-1].join(page, place.slug)["ok"]
    sea.say("access", {"cooperation_id": str(sea.world.here.id)})
    until(lambda: pages[0].resyncs and margins[0].heard)
    time.sleep(0.2)
    assert [page.resyncs for page in pages] == [1, 0]
    assert [reader.heard for reader in margins] == [["resync"], []]


def test_without_redis_access_ends_by_the_age_of_the_answer(sea: Straits) -> None:
    ana, ben = sea.joined("member"), sea.joined("secretary")
    room = Room(Hall(sea.far, sea.app, sea.world))
    reader = sea.listen(Reader, sea.world.person("secretary"))
    assert reader.join(room.page)["ok"]
    sea.redis.kill()
    try:
        until(lambda: sea.ready() == ["ok, without Redis"] * 2)
        sea.tell("end")
        until(lambda: ana.resyncs)
        assert ana.ask()["ok"] is False
        ben.type("goes on")
        ben.wait_for_receipt()
        room.comment()
        until(lambda: reader.heard == ["resync"])
    finally:
        sea.redis.start()
    until(lambda: sea.ready() == ["ok", "ok"])
    ana.read()
    assert str(ana.text) == ""


def test_what_was_missed_is_looked_up_when_redis_is_back(sea: Straits) -> None:
    ana = sea.joined("member")
    with unit_of_work(sea.world.here.scope):
        board = make_board(sea.world.group)
    page = sea.page(board.id).join()
    bell = sea.listen(Listener, sea.world.person("secretary"))
    sea.end_quietly()
    sea.redis.kill()
    sea.redis.start()
    until(lambda: ana.resyncs and page.resyncs and bell.rung)
    assert (ana.ask()["ok"], page.ask()["ok"]) == (False, False)
    until(lambda: sea.ready() == ["ok", "ok"])
