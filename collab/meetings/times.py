"""Local clock times of a place, and the moments they are."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones


class NoSuchTime(ValueError):
    """Clocks there skip this time, because they are put forward."""


def is_zone(name: str) -> bool:
    """Whether this is an IANA time zone."""
    return name in available_timezones()


def to_local(moment: datetime, zone: str) -> datetime:
    """What clocks in `zone` show at that moment, without a zone."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def to_moments(local: datetime, zone: str) -> list[datetime]:
    """The moments (UTC) at which clocks in `zone` show `local`, earliest first.

    Two when clocks are put back over it; NoSuchTime when they are put forward over it.
    """
    place = ZoneInfo(zone)
    tries = (local.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1))
    found = sorted({moment for moment in tries if to_local(moment, zone) == local})
    if not found:
        raise NoSuchTime(f"{local.isoformat()} does not exist in {zone}")
    return found


def exists(local: datetime, zone: str) -> bool:
    """Whether clocks in `zone` ever show `local`."""
    try:
        return bool(to_moments(local, zone))
    except (NoSuchTime, OverflowError):
        return False


def to_moment(local: datetime, zone: str, *, after: datetime | None = None) -> datetime:
    """The moment (UTC) that `local` means in `zone`: the first one later than `after`, if any."""
    found = to_moments(local, zone)
    return next((moment for moment in found if after is None or moment > after), found[-1])


def is_longer_than(starts_at: datetime, ends_at: datetime, days: int) -> bool:
    """Whether more than that many times 24 hours lie between."""
    return ends_at - starts_at > timedelta(days=days)
