"""An event goes to the listeners of its own process, and to those of all others."""

import json
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from collab.boards.service import changes
from collab.boards.service.changes import Author, BoardChange, Told
from collab.core import duties, relays, revocation
from collab.core.bus import Bus
from collab.core.relays import Relay
from collab.core.revocation import AccessChange
from collab.live import calling

OTHER = b"another1"


class FakeBus(Bus):
    """Keeps what is published; `bring` is what others would have said."""

    def __init__(self) -> None:
        super().__init__()
        self.published: list[tuple[str, bytes]] = []
        self.channels: dict[str, Any] = {}

    @property
    def is_configured(self) -> bool:
        return True

    def publish(self, channel: str, message: bytes) -> None:
        self.published.append((channel, message))

    def subscribe(self, channel: str, listener: Any, on_ready: Any = None) -> None:
        self.channels[channel] = listener

    def bring(self, channel: str, message: bytes) -> None:
        """Hear it, and wait until the listeners have done what they do."""
        self.channels[channel](OTHER, message)
        for thread in threading.enumerate():
            if thread.name.endswith("(_call)"):
                thread.join(5)


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> FakeBus:
    made = FakeBus()
    monkeypatch.setattr(relays, "bus", made)
    relays.attach(made)
    return made


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    told: list[Any] = []
    monkeypatch.setattr(revocation, "_listeners", [told.append])
    monkeypatch.setattr(changes, "_listeners", [told.append])
    return told


def test_what_is_announced_here_is_published_and_understood_elsewhere(
    bus: FakeBus, heard: list[Any]
) -> None:
    change = AccessChange(person_id=uuid4(), cooperation_id=uuid4())
    revocation.announce(person_id=change.person_id, cooperation_id=change.cooperation_id)
    assert heard == [change]
    ((channel, message),) = bus.published
    bus.bring(channel, message)
    assert heard == [change, change]
    assert bus.published == [(channel, message)], "what is heard is not told again"


def test_a_changed_board_is_told_with_who_did_what(bus: FakeBus, heard: list[Any]) -> None:
    author = Author(uuid4(), "Ana Río", 3)
    told = Told("task.moved", uuid4(), {"number": 7, "name": "Ünïcode", "column": "Done"})
    change = BoardChange(uuid4(), uuid4(), 12, author, [told])
    changes._announce(change)
    bus.bring(*bus.published[0])
    assert heard == [change, change]
    anonymous = BoardChange(uuid4(), uuid4(), 1)
    changes._announce(anonymous)
    bus.bring(*bus.published[1])
    assert heard[-1] == anonymous


@pytest.mark.parametrize(
    "message", [b"", b"\xff", b"7", b"[]", b'{"person_id": "x"}', b'{"planet_id": null}', b"null"]
)
@pytest.mark.parametrize("channel", ["access", "boards", "bells", "margins", "live.reopen",
                                     "live.wake"])  # fmt: skip
def test_what_another_version_says_is_passed_over(
    bus: FakeBus, heard: list[Any], channel: str, message: bytes
) -> None:
    bus.bring(channel, message)
    assert [each for each in heard if each != AccessChange()] == []


def test_without_a_bus_only_this_process_hears(heard: list[Any]) -> None:
    revocation.announce(session_id=uuid4())
    assert len(heard) == 1


def test_a_listener_that_fails_keeps_no_other_from_hearing(bus: FakeBus) -> None:
    told: list[str] = []

    def fail(_event: str) -> None:
        raise RuntimeError("not my day")

    listeners: list[Callable[[str], object]] = [fail, told.append]
    relay = Relay("tests", lambda: listeners, str, str)
    try:
        relay.attach(bus)
        bus.bring("tests", json.dumps("hello").encode())
        assert told == ["hello"]
    finally:
        relays._relays.remove(relay)


def test_a_duty_is_woken_where_somebody_sees_to_it(bus: FakeBus) -> None:
    duties.wake("mail.deliver")
    ((channel, message),) = bus.published
    alarm = duties.find_duty("mail.deliver").alarm
    assert alarm.is_set()
    alarm.clear()
    bus.bring(channel, message)
    assert alarm.is_set()
    alarm.clear()


def test_a_process_that_sees_to_a_duty_itself_troubles_no_other(bus: FakeBus) -> None:
    duties.attend("mail.deliver")
    try:
        duties.wake("mail.deliver")
        assert bus.published == []
    finally:
        duties.leave("mail.deliver")
        duties.find_duty("mail.deliver").alarm.clear()


def test_an_engine_is_told_what_it_owes_by_whoever_has_none(
    bus: FakeBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    owed: list[Any] = []
    upkeep = SimpleNamespace(wake=lambda *ids: owed.append(ids))
    engine = SimpleNamespace(upkeep=upkeep, reopen=owed.append)
    document, cooperation = uuid4(), uuid4()
    calling.wake(document, cooperation)
    calling.reopen(document)
    assert owed == []
    monkeypatch.setattr(calling, "running", lambda: engine)
    for said in bus.published:
        bus.bring(*said)
    assert owed == [(document, cooperation), document]
    calling.wake(document, cooperation)
    assert len(owed) == 3
    assert len(bus.published) == 2, "the engine is in this very process"
