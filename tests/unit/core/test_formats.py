from datetime import UTC, date, datetime, timedelta

import pytest

from collab.core import formats

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
END = START + timedelta(hours=2)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Tuesday, 24 November 2026, 10:00–12:00"),
        ("de", "Dienstag, 24. November 2026, 10:00–12:00 Uhr"),
        ("fr", "mardi 24 novembre 2026, 10:00 – 12:00"),
        ("it", "martedì 24 novembre 2026, 10:00–12:00"),
        ("es", "martes, 24 de noviembre de 2026, 10:00–12:00"),
        ("ca", "dimarts, 24 de novembre del 2026, 10:00–12:00"),
    ],
)
def test_a_period_is_written_the_readers_way(reading, language: str, text: str) -> None:
    with reading(browser=language, timezone="Europe/Rome"):
        shown = formats.period(START, END, "Europe/Berlin")
    assert " ".join(shown.split()) == text


def test_a_day_without_its_weekday(reading) -> None:
    with reading(browser="en", timezone="Europe/Lisbon"):
        assert formats.plain_day(START) == "24 Nov 2026"
        assert formats.plain_day(date(2026, 1, 2)) == "2 Jan 2026"


def test_times_are_in_the_readers_zone_and_name_it_when_clocks_differ(reading) -> None:
    with reading(browser="en", timezone="Europe/Lisbon"):
        assert formats.moment(START) == "Tue, 24 Nov 2026, 09:00"
        assert formats.moment(START, "Europe/Lisbon") == "Tue, 24 Nov 2026, 09:00"
        assert formats.moment(START, "Europe/Rome") == "Tue, 24 Nov 2026, 09:00 (Lisbon time)"
        assert formats.period(START, END, "Europe/Rome").endswith("09:00–11:00 (Lisbon time)")


def test_the_place_of_a_meeting_has_its_own_clock(reading) -> None:
    with reading(browser="de", timezone="Europe/Lisbon"):
        there = formats.period_there(START, END, "Europe/Rome")
    assert there is not None
    assert "10:00–12:00" in there
    assert "Rom" in there


def test_zones_with_the_same_clock_are_not_named(reading) -> None:
    with reading(timezone="Europe/Berlin"):
        assert formats.period_there(START, END, "Europe/Madrid") is None


def test_a_period_over_midnight_names_both_days(reading) -> None:
    with reading(browser="en", timezone="Europe/Rome"):
        shown = formats.period(START, START + timedelta(hours=20))
    assert "24 Nov" in shown
    assert "25 Nov" in shown


def test_the_day_is_the_one_on_the_readers_calendar(reading) -> None:
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    with reading(browser="en", timezone="Europe/Rome"):
        assert formats.day(late) == "Wednesday, 25 November 2026"
        assert formats.day_number(late) == "25"
        assert formats.weekday_short(late) == "Wed"
        assert formats.month_short(late) == "Nov"
    with reading(browser="en", timezone="Europe/Lisbon"):
        assert formats.day(late) == "Tuesday, 24 November 2026"


def test_a_date_without_time_stays_that_date(reading) -> None:
    with reading(browser="en", timezone="Pacific/Auckland"):
        assert formats.day(date(2026, 11, 24)) == "Tuesday, 24 November 2026"
        assert formats.short_day(date(2026, 11, 24)) == "Tue, 24 Nov 2026"


@pytest.mark.parametrize(
    ("days", "text"),
    [(0, "Today"), (1, "Tomorrow"), (-1, "Yesterday"), (3, "in 3 days"), (-14, "2 weeks ago")],
)
def test_days_are_told_from_today(reading, monkeypatch, days: int, text: str) -> None:
    monkeypatch.setattr(formats, "now", lambda: START)
    with reading(browser="en"):
        assert formats.relative_day(START + timedelta(days=days)) == text


def test_tomorrow_begins_at_the_readers_midnight(reading, monkeypatch) -> None:
    monkeypatch.setattr(formats, "now", lambda: datetime(2026, 11, 24, 22, 30, tzinfo=UTC))
    soon = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    with reading(browser="en", timezone="Europe/Rome"):
        assert formats.relative_day(soon) == "Tomorrow"
    with reading(browser="en", timezone="Europe/Lisbon"):
        assert formats.relative_day(soon) == "Today"


def test_what_has_just_happened_is_never_in_the_future(reading, monkeypatch) -> None:
    monkeypatch.setattr(formats, "now", lambda: START)
    with reading(browser="en"):
        assert formats.ago(START - timedelta(minutes=5)) == "5 minutes ago"
        assert formats.ago(START + timedelta(seconds=3)) == "1 second ago"


@pytest.mark.parametrize(
    ("language", "count", "text"),
    [
        ("en", 1, "1 byte"),
        ("en", 999, "999 byte"),
        ("en", 1500, "1.5 kB"),
        ("en", 340_400, "340 kB"),
        ("de", 2_560_000, "2,6 MB"),
        ("fr", 25_000_000, "25 Mo"),
    ],
)
def test_sizes_are_told_roughly(reading, language: str, count: int, text: str) -> None:
    with reading(browser=language):
        assert " ".join(formats.file_size(count).split()) == text
