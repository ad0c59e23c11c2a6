"""Who is where: one last word a browser, wherever it is connected."""

from types import SimpleNamespace
from uuid import uuid4

import pytest

from collab.live.awareness import Awareness
from collab.live.members import Member, Session
from collab.live.presence import Presence, Word

ANA, BEN = uuid4(), uuid4()
THERE, ELSEWHERE = b"there", b"elsewhere"


def word(client, clock=1, *, is_gone=False):
    return Awareness(client, clock, is_gone, f"{client} at {clock}".encode())


@pytest.fixture
def members():
    return {}


@pytest.fixture
def presence(members):
    return Presence(members, is_shared=True)


@pytest.fixture
def enter(members):
    def add(person_id=ANA):
        member = Member(
            str(uuid4()),
            None,
            SimpleNamespace(person_id=person_id),
            Session(person_id),
            is_writer=True,
            checked_at=0.0,
        )
        members[member.sid] = member
        return member

    return add


def test_what_somebody_says_is_told_once_here_and_once_elsewhere(presence, enter):
    presence.take(enter(), word(5))
    assert presence.drain() == [b"5 at 1"]
    assert presence.drain_said() == [Word(ANA, word(5))]
    assert (presence.drain(), presence.drain_said()) == ([], [])


def test_what_others_say_is_told_here_and_not_sent_back(presence):
    presence.hear(THERE, [Word(BEN, word(7))])
    assert presence.drain() == [b"7 at 1"]
    assert presence.drain_said() == []
    assert presence.list_all() == [b"7 at 1"]
    assert presence.list_here() == []


def test_nobody_speaks_with_the_id_of_somebody_in_another_process(presence, enter):
    presence.hear(THERE, [Word(BEN, word(7))])
    assert not presence.may_speak(enter(ANA), 7)
    assert presence.may_speak(enter(BEN), 7)


def test_a_page_that_comes_over_from_another_process_is_there_once(presence, enter):
    presence.hear(THERE, [Word(ANA, word(7))])
    presence.take(enter(ANA), word(7, 2))
    assert presence.list_all() == [b"7 at 2"]
    presence.drain()
    presence.hear(THERE, [Word(ANA, word(7, 1, is_gone=True))])
    presence.forget_process(THERE)
    assert presence.drain() == []
    assert presence.list_all() == [b"7 at 2"]


def test_a_page_that_goes_over_to_another_process_does_not_end_with_its_old_socket(
    presence, enter, members
):
    member = enter(ANA)
    presence.take(member, word(7))
    presence.hear(THERE, [Word(ANA, word(7, 2))])
    presence.drain()
    presence.drain_said()
    presence.end(members.pop(member.sid))
    assert (presence.drain(), presence.drain_said()) == ([], [])
    assert presence.list_all() == [b"7 at 2"]


def test_who_ends_is_ended_everywhere(presence, enter, members):
    member = enter(ANA)
    presence.take(member, word(5, 3))
    presence.drain()
    presence.drain_said()
    presence.end(members.pop(member.sid))
    assert presence.drain() == [b"\x01\x05\x03\x04null"]
    (said,) = presence.drain_said()
    assert said.awareness.is_gone


def test_with_a_process_go_those_who_were_connected_to_it(presence):
    presence.hear(THERE, [Word(ANA, word(5, 3))])
    presence.hear(ELSEWHERE, [Word(BEN, word(6))])
    presence.drain()
    presence.forget_process(THERE)
    assert presence.drain() == [b"\x01\x05\x03\x04null"]
    assert presence.list_all() == [b"6 at 1"]


def test_a_single_process_keeps_nothing_for_others(members, enter):
    alone = Presence(members, is_shared=False)
    alone.take(enter(), word(5))
    assert alone.drain_said() == []
