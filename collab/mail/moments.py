"""Dates and times in mails: in the recipient's language, and always with the zone's city."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import dates


@dataclass(frozen=True, slots=True)
class Moments:
    """Filters like those of pages (collab.core.formats), for one language and IANA time zone."""

    language: str
    timezone: str

    @property
    def _locale(self) -> str:
        return "en_GB" if self.language == "en" else self.language

    def _local(self, value: datetime | date) -> datetime | date:
        return value.astimezone(ZoneInfo(self.timezone)) if isinstance(value, datetime) else value

    def day(self, value: datetime | date) -> str:
        """“Tuesday, 24 November 2026”."""
        local = self._local(value)
        shown = local.date() if isinstance(local, datetime) else local
        return dates.format_date(shown, "full", locale=self._locale)

    def short_day(self, value: datetime | date) -> str:
        """“Tue, 24 Nov 2026”."""
        return dates.format_skeleton("yMMMEd", self._local(value), locale=self._locale)

    def clock(self, value: datetime) -> str:
        """“10:00”."""
        return dates.format_skeleton("Hm", self._local(value), locale=self._locale)

    def moment(self, value: datetime) -> str:
        """“Tue, 24 Nov 2026, 10:00 (Brussels)”."""
        city = dates.get_timezone_location(self.timezone, locale=self._locale, return_city=True)
        return f"{self.short_day(value)}, {self.clock(value)} ({city})"

    def filters(self) -> dict[str, Callable[..., str]]:
        """By the names that templates use."""
        return {each.__name__: each for each in (self.day, self.short_day, self.clock, self.moment)}
