"""Months, weeks and time lines: the days of a calendar, and where on a line a day lies."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Self

#: a calendar shows nothing before and after
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100
#: of a time line
WEEKS: Final = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """A month or a week as a calendar shows it: whole weeks from Monday to Sunday."""

    first: date
    last: date
    #: the month; None: it is a week
    month: date | None

    @classmethod
    def of_month(cls, day: date) -> Self:
        """The weeks that have a day of that day's month."""
        month = day.replace(day=1)
        end = _next_month(month) - timedelta(days=1)
        return cls(_monday(month), _monday(end) + timedelta(days=6), month)

    @classmethod
    def of_week(cls, day: date) -> Self:
        """The week of that day."""
        return cls(_monday(day), _monday(day) + timedelta(days=6), None)

    @classmethod
    def read(cls, month: str, week: str, today: date) -> Self:
        """What an address names, as 2026-11 or 2026-W48; nonsense is the month of today."""
        if day := read_day(week, "W"):
            return cls.of_week(day)
        return cls.of_month(read_day(month, "M") or today)

    @property
    def weeks(self) -> list[list[date]]:
        """Its days, week by week."""
        count = (self.last - self.first).days + 1
        days = [self.first + timedelta(days=number) for number in range(count)]
        return [days[number : number + 7] for number in range(0, count, 7)]

    @property
    def before(self) -> date:
        """A day of the month or week before."""
        return (self.month or self.first) - timedelta(days=1)

    @property
    def after(self) -> date:
        """The first day of the month or week after."""
        return _next_month(self.month) if self.month else self.last + timedelta(days=1)


def name_month(day: date) -> str:
    """The day's month as it stands in an address: 2026-11."""
    return f"{day.year}-{day.month:02}"


def name_week(day: date) -> str:
    """The day's week as it stands in an address: 2026-W48."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def read_day(text: str, kind: str) -> date | None:
    """The first day of what the text names: a month (M), a week (W) or a day (D)."""
    written = {"M": f"{text}-01", "W": f"{text}-1" if "W" in text else "", "D": text}[kind]
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year < LAST_YEAR else None


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _next_month(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


@dataclass(frozen=True, slots=True)
class Line:
    """A time line of WEEKS weeks from a Monday on."""

    first: date

    @classmethod
    def read(cls, text: str, today: date) -> Self:
        """From the week of the day in an address; nonsense begins the week before today."""
        return cls(_monday(read_day(text, "D") or today - timedelta(days=7)))

    @property
    def last(self) -> date:
        """Its last day."""
        return self.first + timedelta(days=WEEKS * 7 - 1)

    @property
    def weeks(self) -> list[date]:
        """The Mondays."""
        return [self.first + timedelta(weeks=number) for number in range(WEEKS)]

    @property
    def before(self) -> date:
        """Where the line before begins; the two overlap."""
        return self.first - timedelta(weeks=WEEKS - 2)

    @property
    def after(self) -> date:
        """Where the line after begins; the two overlap."""
        return self.first + timedelta(weeks=WEEKS - 2)

    def at(self, day: date) -> float:
        """Where the day begins, in per cent of the line; outside of it less than 0 or above 100."""
        return round(100 * (day - self.first).days / (WEEKS * 7), 2)

    def bar(self, starts_on: date | None, due_on: date | None) -> tuple[float, float]:
        """Begin and width of a task on the line in per cent, cut where the line ends."""
        first, last = starts_on or due_on or self.first, due_on or starts_on or self.first
        first, last = max(min(first, last), self.first), min(max(first, last), self.last)
        begin = self.at(first)
        return begin, round(self.at(last + timedelta(days=1)) - begin, 2)
