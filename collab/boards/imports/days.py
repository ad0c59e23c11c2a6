"""Days as people and programs write them."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

_ISO: Final = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$")
_YEAR_FIRST: Final = re.compile(r"^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?: .*)?$")
_DOTTED: Final = re.compile(r"^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})(?: .*)?$")
_SLASHED: Final = re.compile(r"^(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:,? .*)?$")
#: what programs write where there is no day
_NOTHING: Final = frozenset({"null", "none", "-", "–", "0"})
_YEARS: Final = range(1970, 2200)


def is_slashed(text: str) -> bool:
    """Whether it is a day such as 3/4/2026, of which nobody knows what comes first."""
    return _SLASHED.match(text.strip()) is not None


def is_month_first(texts: Iterable[str], *, usual: bool) -> bool:
    """Whether days with slashes begin with the month; the usual where none of them tells."""
    found = [match for text in texts if (match := _SLASHED.match(text.strip()))]
    if any(int(day[1]) > 12 for day in found):
        return False
    return usual or any(int(day[2]) > 12 for day in found)


def says_nothing(text: str) -> bool:
    """Whether there is no day in it at all."""
    return not text.strip() or text.strip().casefold() in _NOTHING


def read_day(text: str, zone: str, *, month_first: bool = False) -> date | None:
    """The day, of a moment the one in that time zone; None when it is none."""
    text = text.strip()
    if "T" in text or text.endswith("Z"):
        return _read_moment(text, zone)
    for pattern, order in (
        (_ISO, (1, 2, 3)),
        (_YEAR_FIRST, (1, 2, 3)),
        (_DOTTED, (3, 2, 1)),
        (_SLASHED, (3, 1, 2) if month_first else (3, 2, 1)),
    ):
        match = pattern.match(text)
        if match:
            return _make(*(int(match[place]) for place in order))
    return None


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def _read_moment(text: str, zone: str) -> date | None:
    try:
        moment = datetime.fromisoformat(text)
        day = moment.astimezone(ZoneInfo(zone)).date() if moment.tzinfo else moment.date()
    except (ValueError, OverflowError):
        return None
    return day if day.year in _YEARS else None
