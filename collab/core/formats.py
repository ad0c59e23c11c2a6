"""Dates and times as the reader writes them, in the reader's time zone."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import dates
from babel.units import format_unit
from flask import Flask
from flask_babel import get_locale
from flask_babel import gettext as _

from collab.core.clock import now
from collab.core.i18n import reader_zone


def _locale() -> str:
    """The reader's language; English as it is written in Europe (24 November 2026, 10:00)."""
    name = str(get_locale() or "en")
    return "en_GB" if name == "en" else name


def _local(moment: datetime) -> datetime:
    return moment.astimezone(reader_zone())


def zone_name(zone: str) -> str:
    """The city that stands for an IANA time zone, in the reader's language."""
    return str(dates.get_timezone_location(zone, locale=_locale(), return_city=True))


def _in_zone(text: str, zone: str) -> str:
    shown: str = _("%(time)s (%(city)s time)", time=text, city=zone_name(zone))
    return shown


def _differs(moment: datetime, zone: str | None) -> bool:
    """Whether clocks of that zone show another time than the reader's."""
    if zone is None:
        return False
    return moment.astimezone(ZoneInfo(zone)).utcoffset() != _local(moment).utcoffset()


def day(moment: datetime | date) -> str:
    """“Tuesday, 24 November 2026”."""
    shown = _local(moment).date() if isinstance(moment, datetime) else moment
    return dates.format_date(shown, "full", locale=_locale())


def short_day(moment: datetime | date) -> str:
    """“Tue, 24 Nov 2026”."""
    shown = _local(moment) if isinstance(moment, datetime) else moment
    return dates.format_skeleton("yMMMEd", shown, locale=_locale())


def plain_day(moment: datetime | date) -> str:
    """“24 Nov 2026”."""
    shown = _local(moment) if isinstance(moment, datetime) else moment
    return dates.format_skeleton("yMMMd", shown, locale=_locale())


def near_day(value: date) -> str:
    """“Tue, 24 Nov”; with the year when it is not this one."""
    is_near = value.year == _local(now()).year
    return _written("MMMEd" if is_near else "yMMMd", value, _locale())


@lru_cache(maxsize=4096)
def _written(form: str, value: date, locale: str) -> str:
    return dates.format_skeleton(form, value, locale=locale)


def month_name(value: date) -> str:
    """“November 2026”, with a capital letter."""
    text = _written("yMMMM", value, _locale())
    return text[:1].upper() + text[1:]


def weekday_name(value: date) -> str:
    """“Tue”, the day of the week at the head of a calendar."""
    return dates.format_date(value, "ccc", locale=_locale())


def day_month(value: date) -> str:
    """“24 Nov”."""
    return _written("MMMd", value, _locale())


def clock(moment: datetime) -> str:
    """“10:00”."""
    return dates.format_skeleton("Hm", _local(moment), locale=_locale())


def _day_and_clock(shown: datetime) -> str:
    """As it is, in whatever zone it comes."""
    written = (dates.format_skeleton(form, shown, locale=_locale()) for form in ("yMMMEd", "Hm"))
    return ", ".join(written)


def moment(value: datetime, zone: str | None = None) -> str:
    """“Tue, 24 Nov 2026, 10:00”; says whose time it is when clocks in `zone` show another."""
    text = _day_and_clock(_local(value))
    return _in_zone(text, reader_zone().key) if _differs(value, zone) else text


def _interval(start: datetime, end: datetime) -> str:
    if start.date() == end.date():
        hours = dates.format_interval(start, end, "Hm", locale=_locale())
        return f"{dates.format_date(start.date(), 'full', locale=_locale())}, {hours}"
    return f"{_day_and_clock(start)} – {_day_and_clock(end)}"


def period(start: datetime, end: datetime, zone: str | None = None) -> str:
    """“Tuesday, 24 November 2026, 10:00–12:00” in the reader's zone, named when `zone` differs."""
    text = _interval(_local(start), _local(end))
    return _in_zone(text, reader_zone().key) if _differs(start, zone) else text


def period_there(start: datetime, end: datetime, zone: str) -> str | None:
    """The same period by the clocks of `zone`; None when they show the reader's time."""
    if not _differs(start, zone):
        return None
    there = ZoneInfo(zone)
    return _in_zone(_interval(start.astimezone(there), end.astimezone(there)), zone)


def relative_day(value: datetime | date) -> str:
    """“Today”, “Tomorrow”, “in 3 days”, “2 weeks ago”, by the reader's calendar."""
    shown = _local(value).date() if isinstance(value, datetime) else value
    days = (shown - _local(now()).date()).days
    named = {0: _("Today"), 1: _("Tomorrow"), -1: _("Yesterday")}
    return named.get(days) or dates.format_timedelta(
        timedelta(days=days), granularity="day", add_direction=True, locale=_locale()
    )


def ago(value: datetime) -> str:
    """“5 minutes ago”."""
    since = min(value - now(), timedelta(seconds=-1))
    return dates.format_timedelta(since, add_direction=True, locale=_locale())


def _part(pattern: str, value: datetime) -> str:
    return dates.format_datetime(_local(value), pattern, locale=_locale()).rstrip(".")


def month_short(value: datetime) -> str:
    """“Nov”."""
    return _part("LLL", value)


def weekday_short(value: datetime) -> str:
    """“Tue”."""
    return _part("ccc", value)


def day_number(value: datetime) -> str:
    """“24”."""
    return _part("d", value)


_SIZES = (("gigabyte", 1_000_000_000), ("megabyte", 1_000_000), ("kilobyte", 1000))


def file_size(count: int) -> str:
    """How much so many bytes are: "340 kB"."""
    for unit, size in _SIZES:
        if count >= size:
            shown = round(count / size, 1 if count < 10 * size else None)
            return format_unit(shown, f"digital-{unit}", length="short", locale=_locale())
    return format_unit(count, "digital-byte", length="short", locale=_locale())


def init_app(app: Flask) -> None:
    """Give templates these as filters."""
    filters = (
        day,
        short_day,
        plain_day,
        near_day,
        month_name,
        weekday_name,
        day_month,
        clock,
        moment,
        period,
        period_there,
        relative_day,
        ago,
        month_short,
        weekday_short,
        day_number,
        zone_name,
        file_size,
    )
    app.jinja_env.filters.update({each.__name__: each for each in filters})
