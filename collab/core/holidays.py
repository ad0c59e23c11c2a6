"""Days on which nobody works somewhere: public holidays and weekends, by country and region."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

import holidays
from holidays import HolidayBase

from collab.core.names import fold

_ENGLISH: Final = "en_US"
#: what regions are called elsewhere, where the calendars know them only by their own names;
#: Italian calendars go by provinces: that of the region's capital
_NAMES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "DE": {
        "BW": ("baden wurttemberg", "bade wurtemberg", "baden wurtemberg"),
        "BY": ("bayern", "bavaria", "baviere", "baviera"),
        "SN": ("sachsen", "saxony", "saxe", "sassonia", "sajonia", "saxonia"),
    },
    "ES": {
        "AR": ("aragon", "aragonien", "aragona", "arago"),
        "CT": ("catalunya", "cataluna", "catalonia", "catalogne", "katalonien", "catalogna"),
    },
    "FR": {"6AE": ("alsace", "elsass", "alsazia", "alsacia")},
    "IT": {"MI": ("lombardia", "lombardei", "lombardy", "lombardie", "llombardia")},
}
_SHORTEST_ALIAS: Final = 4


@dataclass(frozen=True, slots=True)
class FreeDay:
    """A day on which nobody works: what is celebrated, in which language; "" is a weekend."""

    name: str = ""
    language: str = ""


def find_free_day(day: date, country: str, region: str, language: str) -> FreeDay | None:
    """Why nobody works in that region (by its name) on that day; None: they do.

    `country` is ISO 3166-1. Names come in `language` where the calendar has it, otherwise in
    English or in the country's own language.
    """
    calendar = _find_calendar(country, _find_region(country, region), day.year, language)
    if calendar is None:
        return FreeDay() if day.isoweekday() in (6, 7) else None
    if day in calendar:
        name = "; ".join(dict.fromkeys(calendar.get_list(day)))
        return FreeDay(name, (calendar.language or language).partition("_")[0])
    return FreeDay() if day.weekday() in calendar.weekend else None


@lru_cache(maxsize=256)
def _find_calendar(
    country: str, region: str | None, year: int, language: str
) -> HolidayBase | None:
    try:
        known = holidays.country_holidays(country).supported_languages
    except NotImplementedError:
        return None
    spoken = _choose_language(language, known)
    return holidays.country_holidays(country, subdiv=region, years=year, language=spoken)


def _choose_language(language: str, known: tuple[str, ...]) -> str | None:
    base = language.partition("_")[0]
    same = (one for one in known if one.partition("_")[0] == base)
    return next(same, _ENGLISH if _ENGLISH in known else None)


@lru_cache(maxsize=1024)
def _find_region(country: str, name: str) -> str | None:
    """What the calendars of the country call the region; None: they make no difference for it."""
    words = f" {_plain(name)} "
    for code, names in _list_regions(country).items():
        if any(f" {each} " in words for each in names):
            return code
    return None


@lru_cache(maxsize=32)
def _list_regions(country: str) -> dict[str, list[str]]:
    try:
        aliases = holidays.country_holidays(country).get_subdivision_aliases()
    except NotImplementedError:
        return {}
    ours = _NAMES.get(country, {})
    found = {code: [_plain(each) for each in names] for code, names in aliases.items()}
    kept = {
        code: [each for each in names if len(each) >= _SHORTEST_ALIAS]
        for code, names in found.items()
    }
    return {code: [*ours.get(code, ()), *names] for code, names in kept.items()}


def _plain(name: str) -> str:
    return fold(name).replace("-", " ")
