"""When it is seven, and what a date says, by clocks that differ and change."""

from datetime import UTC, date, datetime

import pytest

from collab.notifications.models import Kind
from collab.notifications.service import kind_at, last_digest


@pytest.mark.parametrize(
    ("timezone", "at", "expected"),
    [
        ("Europe/Berlin", (2026, 11, 26, 6, 0), (2026, 11, 26, 6, 0)),
        ("Europe/Berlin", (2026, 11, 26, 5, 59), (2026, 11, 25, 6, 0)),
        ("Asia/Kolkata", (2026, 11, 26, 1, 30), (2026, 11, 26, 1, 30)),
        ("America/Los_Angeles", (2026, 11, 26, 14, 59), (2026, 11, 25, 15, 0)),
        # the nights in which clocks change in Europe
        ("Europe/Berlin", (2026, 3, 29, 5, 0), (2026, 3, 29, 5, 0)),
        ("Europe/Berlin", (2026, 3, 29, 4, 59), (2026, 3, 28, 6, 0)),
        ("Europe/Berlin", (2026, 10, 25, 5, 59), (2026, 10, 24, 5, 0)),
        ("Europe/Berlin", (2026, 10, 25, 6, 0), (2026, 10, 25, 6, 0)),
    ],
)
def test_the_digest_is_due_since_seven_by_the_readers_clocks(
    timezone: str, at: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    moment, since = (datetime(*each, tzinfo=UTC) for each in (at, expected))  # type: ignore[misc]
    assert last_digest(timezone, moment) == since


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (None, None),
        (date(2026, 11, 28), None),
        (date(2026, 11, 27), Kind.DUE_TOMORROW),
        (date(2026, 11, 26), None),
        (date(2026, 11, 25), Kind.OVERDUE),
        (date(2026, 11, 12), Kind.OVERDUE),
        (date(2026, 11, 11), None),
    ],
)
def test_a_date_says_something_the_day_before_and_when_it_is_over(
    due_on: date | None, expected: Kind | None
) -> None:
    morning = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    assert kind_at(due_on, "Europe/Berlin", morning) is expected


def test_nothing_is_told_at_night() -> None:
    for hour in (23, 0, 3, 4):  # in Berlin 0, 1, 4, 5 o'clock
        at = datetime(2026, 11, 25 if hour == 23 else 26, hour, 59, tzinfo=UTC)
        assert kind_at(date(2026, 11, 27), "Europe/Berlin", at) is None
