"""Whether messages get through is known from heartbeats alone."""

import pytest

from collab.core.pulse import GONE_SECONDS, HEALTHY_SECONDS, Pulse

OTHER = b"another1"


@pytest.fixture
def pulse() -> Pulse:
    """One whose first heartbeat has come back, at the second 100."""
    made = Pulse()
    assert made.hear_own(made.beat(), 100.0)
    return made


def test_nobody_is_healthy_before_the_first_heartbeat_has_come_back() -> None:
    pulse = Pulse()
    beat = pulse.beat()
    assert not pulse.is_healthy(0.0)
    assert pulse.hear_own(beat, 0.0)
    assert pulse.is_healthy(0.0)


def test_health_lasts_as_long_as_heartbeats_come_back(pulse: Pulse) -> None:
    assert not pulse.hear_own(pulse.beat(), 101.0), "nothing has got better"
    assert pulse.is_healthy(101.0 + HEALTHY_SECONDS)
    assert not pulse.is_healthy(101.1 + HEALTHY_SECONDS)
    assert pulse.hear_own(pulse.beat(), 110.0), "there may be something to catch up with"


def test_that_health_has_ended_is_said_once(pulse: Pulse) -> None:
    assert not pulse.has_ceased(100.5)
    assert [pulse.has_ceased(110.0), pulse.has_ceased(111.0)] == [True, False]


def test_after_a_loss_an_older_heartbeat_proves_nothing(pulse: Pulse) -> None:
    under_way = pulse.beat()
    pulse.note_loss()
    assert not pulse.is_healthy(100.0)
    assert not pulse.hear_own(under_way, 100.1)
    assert not pulse.is_healthy(100.1)
    assert pulse.hear_own(pulse.beat(), 100.2)


def test_who_has_lost_something_tells_the_others_once(pulse: Pulse) -> None:
    other = Pulse()
    assert not pulse.hear_other(OTHER, other.beat(), 100.0)
    other.note_loss()
    assert pulse.hear_other(OTHER, other.beat(), 101.0)
    assert not pulse.hear_other(OTHER, other.beat(), 102.0)
    other.note_break()
    assert not pulse.hear_other(OTHER, other.beat(), 103.0), "what it missed is its own affair"


def test_a_process_that_lost_something_before_it_was_first_heard_is_looked_after(
    pulse: Pulse,
) -> None:
    other = Pulse()
    other.note_loss()
    assert pulse.hear_other(OTHER, other.beat(), 100.0)


def test_a_message_that_comes_again_is_not_heard_twice(pulse: Pulse) -> None:
    heard = [pulse.is_new(OTHER, number, 100.0) for number in (1, 2, 2, 1, 5, 4)]
    assert heard == [True, True, False, False, True, False]
    assert pulse.is_new(b"another2", 1, 100.0)


def test_what_somebody_said_who_is_gone_is_not_heard_again(pulse: Pulse) -> None:
    assert pulse.is_new(OTHER, 3, 100.0)
    pulse.forget(OTHER)
    assert not pulse.is_new(OTHER, 3, 101.0)
    assert pulse.is_new(OTHER, 4, 101.0), "it was only slow"


def test_who_is_not_heard_for_long_is_gone(pulse: Pulse) -> None:
    pulse.hear_other(OTHER, Pulse().beat(), 100.0)
    later = 100.5 + GONE_SECONDS
    for second in range(101, 101 + int(GONE_SECONDS)):
        pulse.hear_own(pulse.beat(), float(second))
        assert pulse.take_gone(100.0 + GONE_SECONDS) == []
    assert [pulse.take_gone(later), pulse.take_gone(later)] == [[OTHER], []]


def test_nobody_is_taken_for_gone_while_nobody_can_be_heard(pulse: Pulse) -> None:
    pulse.hear_other(OTHER, Pulse().beat(), 100.0)
    assert pulse.take_gone(200.0) == []
    pulse.hear_own(pulse.beat(), 201.0)
    assert pulse.take_gone(201.5) == [], "it gets the time to be heard again"
