from uuid import uuid4

import pytest

from collab.config.allowances import Allowances
from collab.live.guard import read_update
from collab.live.journal import Row
from collab.live.limits import LONGEST_WAIT, Limits
from collab.live.recent import Recent
from tests.unit.live.updates import deleting, typed

ANA, BEN, HERE, THERE, DOCUMENT = (uuid4() for _each in range(5))


@pytest.fixture
def limits():
    made = Limits()
    made.use(Allowances(document_mb=1, person_rate=10, cooperation_rate=20, person_pages=3))
    return made


def flood(limits, person, cooperation=HERE):
    """As much as is taken; returns the wait that came last."""
    last = 0.0
    while (wait := limits.take_change(person, cooperation, 100)) is not None:
        last = wait
    return last


def test_a_minutes_worth_comes_at_once(limits):
    assert [limits.take_change(ANA, HERE, 0) for _each in range(600)] == [0] * 600


def test_whoever_sends_more_waits_and_then_is_let_go(limits):
    assert LONGEST_WAIT - 1 < flood(limits, ANA) <= LONGEST_WAIT
    assert limits.is_in_debt(ANA)
    assert not limits.is_in_debt(BEN)
    assert limits.take_change(BEN, HERE, 0) == 0


def test_large_changes_count_more(limits):
    assert limits.take_change(ANA, HERE, 300 * 512) == 0
    assert limits.take_change(ANA, HERE, 320 * 512) > 0


def test_a_cooperation_that_sends_too_much_waits_and_the_others_do_not(limits):
    for person in (uuid4() for _each in range(5)):
        flood(limits, person)
    assert limits.is_busy(HERE)
    assert limits.take_change(BEN, HERE, 512) != 0
    assert not limits.is_busy(THERE)
    assert limits.take_change(BEN, THERE, 0) == 0


def test_who_is_refused_again_and_again_waits(limits):
    waits = [limits.take_refusal(ANA, 100) for _each in range(300)]
    assert waits[0] == 0
    assert waits[-1] == LONGEST_WAIT
    assert limits.take_refusal(BEN, 100) == 0


def excess(limits, blob, size, known=(), person=ANA):
    return limits.find_excess(person, DOCUMENT, read_update(blob), known, size)


def test_a_document_that_is_full_takes_deletions_for_a_little_while(limits):
    assert excess(limits, typed(1, 0, "a"), 1_000_000) is None
    assert excess(limits, typed(1, 0, "a"), 1_000_001) == "full"
    assert excess(limits, deleting(1, 0, 1), 1_000_001) is None
    assert excess(limits, deleting(1, 0, 1), 1_100_001) == "full"


def test_nobody_begins_to_write_again_and_again(limits):
    assert [excess(limits, typed(client, 0, "a"), 100) for client in range(1, 5)] == [
        None,
        None,
        None,
        "too_much",
    ]
    assert excess(limits, typed(9, 4, "a"), 100, known={9}) is None
    assert excess(limits, typed(9, 0, "a"), 100, person=BEN) is None


def test_memory_keeps_so_many_entries_and_so_many_bytes():
    recent = Recent()
    for seq in range(1, 1001):
        recent.append(Row(seq, b"x"))
    assert recent.list_after(900) == [b"x"] * 100
    assert recent.list_after(100) is None
    for seq in range(1001, 1011):
        recent.append(Row(seq, bytes(750_000)))
    assert recent.list_after(1008) == [bytes(750_000)] * 2
    assert recent.list_after(1007) is None
