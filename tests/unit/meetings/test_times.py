from datetime import UTC, datetime

import pytest

from collab.meetings import times

BERLIN = "Europe/Berlin"


def test_local_times_become_moments_and_come_back() -> None:
    local = datetime.fromisoformat("2026-07-01T10:00")
    moment = times.to_moment(local, BERLIN)
    assert moment == datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
    assert times.to_local(moment, BERLIN) == local


def test_a_time_that_clocks_skip_does_not_exist() -> None:
    skipped = datetime.fromisoformat("2026-03-29T02:30")
    assert not times.exists(skipped, BERLIN)
    assert times.exists(skipped, "Europe/London")
    with pytest.raises(times.NoSuchTime):
        times.to_moments(skipped, BERLIN)


def test_a_time_that_clocks_show_twice_is_two_moments() -> None:
    twice = datetime.fromisoformat("2026-10-25T02:30")
    first, second = times.to_moments(twice, BERLIN)
    assert (second - first).total_seconds() == 3600
    assert times.to_moment(twice, BERLIN) == first


def test_the_end_of_a_night_shift_is_the_moment_after_its_start() -> None:
    start = times.to_moments(datetime.fromisoformat("2026-10-25T02:45"), BERLIN)[0]
    end = times.to_moment(datetime.fromisoformat("2026-10-25T02:15"), BERLIN, after=start)
    assert end > start


def test_times_at_the_edge_of_the_calendar_do_not_exist() -> None:
    assert not times.exists(datetime.fromisoformat("0001-01-01T00:00"), "Asia/Tokyo")


@pytest.mark.parametrize(
    ("name", "known"), [(BERLIN, True), ("UTC", True), ("Mars/Olympus", False), ("", False)]
)
def test_zones_are_those_of_the_iana_list(name: str, known: bool) -> None:
    assert times.is_zone(name) is known


def test_length_is_counted_in_hours_not_in_dates() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    assert not times.is_longer_than(start, datetime(2026, 1, 15, tzinfo=UTC), 14)
    assert times.is_longer_than(start, datetime(2026, 1, 15, 0, 1, tzinfo=UTC), 14)
