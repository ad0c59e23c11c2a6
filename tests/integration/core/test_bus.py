"""Processes tell each other things through a real Redis, and get over its failures."""

import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import uuid4

import click
import pytest
import redis
from click.testing import CliRunner

from collab.cli import main
from collab.core import redis_line, revocation
from collab.core.bus import Bus, bus
from tests.redis import RedisServer

SECRET = "known to the tests"


def until(check: Callable[[], Any], seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "still waiting"
        time.sleep(0.005)


class Ear:
    """A bus of its own, and what it was told."""

    def __init__(self, url: str, secret: str = SECRET) -> None:
        self.bus = Bus()
        self.bus.connect(url, secret)
        self.heard: list[tuple[bytes, bytes]] = []
        self.gone: list[bytes] = []
        self.recoveries = 0
        self.is_ready = False
        self.bus.on_process_gone(self.gone.append)
        self.bus.on_recovered(self._recover)
        self.bus.subscribe("news", self._hear, self._note_ready)

    def _hear(self, process: bytes, message: bytes) -> None:
        self.heard.append((process, message))

    def _recover(self) -> None:
        self.recoveries += 1

    def _note_ready(self) -> None:
        self.is_ready = True

    def start(self) -> "Ear":
        self.bus.start()
        until(lambda: self.bus.is_healthy and self.is_ready)
        return self

    @property
    def words(self) -> list[bytes]:
        return [message for _process, message in self.heard]


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    made = RedisServer()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def ears(server: RedisServer) -> Iterator[tuple[Ear, Ear]]:
    pair = Ear(server.url), Ear(server.url)
    yield pair[0].start(), pair[1].start()
    for ear in pair:
        ear.bus.stop()


def test_the_others_hear_everything_in_order_and_who_says_it_does_not(
    ears: tuple[Ear, Ear],
) -> None:
    here, there = ears
    said = [b"%d" % number for number in range(1000)]
    for message in said:
        here.bus.publish("news", message)
    until(lambda: len(there.heard) == len(said))
    assert there.heard == [(here.bus.process, message) for message in said]
    there.bus.publish("news", b"answer")
    until(lambda: here.heard)
    assert here.words == [b"answer"]


def test_channels_are_followed_and_left_one_by_one(ears: tuple[Ear, Ear]) -> None:
    here, there = ears
    more: list[bytes] = []
    ready: list[bool] = []
    there.bus.subscribe(
        "more", lambda _process, said: more.append(said), lambda: ready.append(True)
    )
    until(lambda: ready)
    there.bus.unsubscribe("news")
    here.bus.publish("news", b"unheard")
    here.bus.publish("more", b"heard")
    until(lambda: more)
    assert (more, there.heard) == ([b"heard"], [])


def test_a_listener_that_fails_keeps_nobody_else_from_hearing(ears: tuple[Ear, Ear]) -> None:
    here, there = ears

    def fail(_process: bytes, _message: bytes) -> None:
        raise RuntimeError("not my day")

    there.bus.subscribe("trouble", fail)
    here.bus.publish("trouble", b"x")
    here.bus.publish("news", b"still there")
    until(lambda: there.words == [b"still there"])


def test_what_somebody_else_writes_into_redis_is_dropped(
    ears: tuple[Ear, Ear], server: RedisServer
) -> None:
    here, there = ears
    with redis.Redis.from_url(server.url) as client, client.pubsub() as spy:
        spy.psubscribe("*")
        here.bus.publish("news", b"first")
        until(lambda: there.words)
        caught = None
        while caught is None or not caught["channel"].endswith(b":news"):
            caught = spy.get_message(ignore_subscribe_messages=True, timeout=5)
        assert caught is not None
        name, sealed = caught["channel"], caught["data"]
        assert b"first" in sealed
        client.publish(name, b"")
        client.publish(name, b"noise" * 20)
        client.publish(name, sealed.replace(b"first", b"worse"))
        client.publish(name, sealed)  # a second time
        client.publish(name.replace(b":news", b":alive"), sealed)
    stranger = Ear(server.url, "another secret").start()
    stranger.bus.publish("news", b"not for you")
    stranger.bus.stop()
    here.bus.publish("news", b"last")
    until(lambda: b"last" in there.words)
    assert there.words == [b"first", b"last"]
    assert here.bus.process not in there.gone


def test_who_says_goodbye_is_gone_at_once_and_what_they_said_last_is_heard(
    ears: tuple[Ear, Ear],
) -> None:
    here, there = ears
    gone = here.bus.process
    here.bus.publish("news", b"the end")
    here.bus.stop()
    until(lambda: there.gone == [gone])
    assert there.words == [b"the end"]


def test_a_command_says_what_it_has_to_say_and_ends(
    ears: tuple[Ear, Ear], server: RedisServer
) -> None:
    _here, there = ears
    command = Bus()
    command.connect(server.url, SECRET)
    command.start()
    command.publish("news", b"from a command")
    command.stop()
    until(lambda: there.words == [b"from a command"])


def test_a_restarted_redis_is_found_again_and_everybody_is_told_to_look(
    server: RedisServer, ears: tuple[Ear, Ear]
) -> None:
    here, there = ears
    before = there.recoveries
    server.kill()
    until(lambda: not here.bus.is_healthy and not there.bus.is_healthy)
    here.bus.publish("news", b"lost")
    server.start()
    until(lambda: here.bus.is_healthy and there.bus.is_healthy)
    until(lambda: there.recoveries > before and here.recoveries > before)
    here.bus.publish("news", b"heard again")
    until(lambda: b"heard again" in there.words)
    assert there.gone == []


def test_a_stalled_redis_keeps_nobody_waiting(server: RedisServer, ears: tuple[Ear, Ear]) -> None:
    here, there = ears
    longest = 0.0
    server.stall()
    try:
        end = time.monotonic() + 10
        while here.bus.is_healthy or there.bus.is_healthy:
            began = time.perf_counter()
            here.bus.publish("news", b"into the void")
            longest = max(longest, time.perf_counter() - began)
            assert time.monotonic() < end, "nobody notices"
            time.sleep(0.01)
    finally:
        server.go_on()
    assert longest < 0.5
    until(lambda: here.bus.is_healthy and there.bus.is_healthy)
    here.bus.publish("news", b"heard again")
    until(lambda: b"heard again" in there.words)


def test_what_does_not_fit_is_lost_and_the_others_are_told_to_look(
    ears: tuple[Ear, Ear], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = ears
    until(lambda: there.recoveries)
    before = there.recoveries
    monkeypatch.setattr(redis_line, "MOST_BYTES", 1000)
    here.bus.publish("news", bytes(2000))
    assert not here.bus.is_healthy
    until(lambda: there.recoveries > before)
    until(lambda: here.bus.is_healthy)
    assert there.heard == []


def test_without_a_redis_nothing_is_sent_and_nobody_waits() -> None:
    alone = Ear("")
    alone.bus.start()
    alone.bus.publish("news", b"to nobody")
    assert not alone.bus.is_configured
    assert not alone.bus.is_healthy
    alone.bus.stop()
    assert alone.heard == []


def test_a_redis_that_was_never_there_is_waited_for(server: RedisServer) -> None:
    late = RedisServer()
    ear = Ear(late.url)
    ear.bus.start()
    ear.bus.publish("news", b"to nobody yet")
    assert ear.bus.is_configured
    assert not ear.bus.is_healthy
    late.start()
    until(lambda: ear.bus.is_healthy and ear.recoveries == 1)
    ear.bus.stop()
    late.stop()


def test_what_a_command_announces_is_heard_before_it_has_ended(
    ears: tuple[Ear, Ear], server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[bytes] = []
    ready: list[bool] = []
    hear = lambda _process, message: told.append(message)  # noqa: E731 as short as it is
    ears[0].bus.subscribe("access", hear, lambda: ready.append(True))
    until(lambda: ready)
    person_id = uuid4()
    revoke = click.Command("revoke", callback=partial(revocation.announce, person_id=person_id))
    monkeypatch.setitem(main.commands, "revoke", revoke)
    environment = {"COLLAB_REDIS_URL": server.url, "COLLAB_SECRET_KEY": SECRET}
    try:
        done = CliRunner().invoke(main, ["revoke"], env=environment)
        assert done.exit_code == 0, done.output
        assert bus.is_configured
    finally:
        bus.connect("", "")
    until(lambda: told)
    assert json.loads(told[0]) == {"person_id": str(person_id)}


def test_a_command_says_what_is_wrong_with_the_address_of_redis() -> None:
    wrong = {"COLLAB_REDIS_URL": "redis://:secret@nowhere/x"}
    done = CliRunner().invoke(main, ["audit", "verify"], env=wrong)
    assert done.exit_code == 1
    assert "COLLAB_REDIS_URL must be like" in done.output
    assert "secret" not in done.output
