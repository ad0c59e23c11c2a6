"""Days of the demonstration are told from the day it is loaded."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from collab.demo.calendar import Calendar

SUNDAY = Calendar(datetime(2026, 11, 22, 10, 17, 30, tzinfo=ZoneInfo("Europe/Berlin")))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("-1w Fri", date(2026, 11, 13)),
        ("+1w Mon", date(2026, 11, 23)),
        ("+0w Sun", date(2026, 11, 22)),
        ("-10w Wed", date(2026, 9, 9)),
    ],
)
def test_a_day_is_a_weekday_so_many_weeks_away(text, day):
    assert SUNDAY.day(text) == day


@pytest.mark.parametrize("text", ["", "Fri", "+1w", "+1w Friday", "tomorrow"])
def test_anything_else_is_no_day(text):
    with pytest.raises(ValueError, match="no day"):
        SUNDAY.day(text)


def test_a_meeting_keeps_its_clock_time_when_summer_time_ends():
    summer, __ = SUNDAY.period("-5w Tue 10:00 90", "Europe/Berlin")
    winter, end = SUNDAY.period("+1w Tue 10:00 90", "Europe/Berlin")
    assert summer == datetime(2026, 10, 13, 8, 0, tzinfo=UTC)
    assert winter == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    assert end == datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


def test_a_running_meeting_began_half_an_hour_ago_at_a_full_five_minutes():
    start, end = SUNDAY.period("now 120", "Europe/Rome")
    assert start == datetime(2026, 11, 22, 8, 45, tzinfo=UTC)
    assert end == datetime(2026, 11, 22, 10, 45, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ca", "divendres 4 de desembre"),
        ("de", "Freitag, den 4. Dezember"),
        ("en", "Friday 4 December"),
        ("es", "viernes 4 de diciembre"),
        ("fr", "vendredi 4 décembre"),
        ("it", "venerdì 4 dicembre"),
    ],
)
def test_a_date_is_written_in_the_language_of_the_minutes(language, words):
    assert SUNDAY.written("+2w Fri", language) == words


def test_the_first_of_a_month_is_an_ordinal_where_the_language_says_so():
    assert SUNDAY.written("+2w Tue", "fr") == "mardi 1er décembre"
    assert SUNDAY.written("+2w Tue", "it") == "martedì 1º dicembre"
    assert SUNDAY.written("-6w Sun", "fr") == "dimanche 11 octobre"


def test_years_count_from_the_year_of_loading():
    assert (SUNDAY.written("year", "en"), SUNDAY.written("year+1", "en")) == ("2026", "2027")
