"""Days told from the day the demonstration is loaded: `-2w Fri` is two weeks ago, the Friday."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY = re.compile(r"([+-]\d+)w (Mon|Tue|Wed|Thu|Fri|Sat|Sun)")
_YEAR = re.compile(r"year([+-]\d+)?")
#: a running meeting began that long ago, at a full five minutes
_RUNNING_SINCE = timedelta(minutes=30)

_WRITTEN = {
    "ca": "EEEE d MMMM",
    "de": "EEEE, 'den' d. MMMM",
    "en": "EEEE d MMMM",
    "es": "EEEE d 'de' MMMM",
    "fr": "EEEE d MMMM",
    "it": "EEEE d MMMM",
}
_FIRST = {"fr": ("1 ", "1er "), "it": ("1 ", "1º ")}


def morning(day: date) -> datetime:
    """When that day began for whoever works."""
    return datetime.combine(day, time(9), UTC)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Turns what the content says about time into days and moments."""

    #: the moment of loading, aware
    now: datetime

    def day(self, text: str) -> date:
        """The day `±Nw Weekday` in that many weeks; ValueError when it says something else."""
        found = _DAY.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is no day")
        monday = self.now.date() - timedelta(days=self.now.weekday())
        days = 7 * int(found[1]) + _WEEKDAYS.index(found[2])
        return monday + timedelta(days=days)

    def period(self, text: str, timezone: str) -> tuple[datetime, datetime]:
        """Start and end (UTC) of `±Nw Weekday HH:MM minutes` in that zone, or of `now minutes`."""
        *when, minutes = text.split()
        if when == ["now"]:
            start = self.now - _RUNNING_SINCE
            start = start.replace(minute=start.minute // 5 * 5, second=0, microsecond=0)
        else:
            day = self.day(" ".join(when[:-1]))
            clock = time.fromisoformat(when[-1])
            start = datetime.combine(day, clock, ZoneInfo(timezone))
        start = start.astimezone(UTC)
        return start, start + timedelta(minutes=int(minutes))

    def written(self, text: str, language: str) -> str:
        """`±Nw Weekday` as a date in the language's words, `year+1` as a year's number."""
        if year := _YEAR.fullmatch(text):
            return str(self.now.year + int(year[1] or 0))
        words = format_date(self.day(text), _WRITTEN[language], locale=language)
        plain, ordinal = _FIRST.get(language, ("", ""))
        return words.replace(f" {plain}", f" {ordinal}") if plain else words
