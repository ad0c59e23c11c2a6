"""The time zones people choose from, grouped by continent."""

from collections import defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global
from babel.dates import get_timezone_location
from flask_babel import get_locale
from flask_babel import gettext as _

from collab.core.clock import now


def _continents() -> dict[str, str]:
    """The first parts of IANA names in the reader's language, in the order they are offered."""
    return {
        "Europe": _("Europe"),
        "Africa": _("Africa"),
        "America": _("America"),
        "Asia": _("Asia"),
        "Atlantic": _("Atlantic"),
        "Australia": _("Australia"),
        "Indian": _("Indian Ocean"),
        "Pacific": _("Pacific"),
        "Antarctica": _("Antarctica"),
        "Arctic": _("Arctic"),
    }


def _offset(zone: str, at: datetime) -> str:
    text = at.astimezone(ZoneInfo(zone)).strftime("%z")
    return f"UTC{text[:3]}:{text[3:5]}"


def timezone_choices(chosen: str | None = None) -> dict[str, list[tuple[str, str]]]:
    """Choices for a select field: continent → (IANA name, "City (UTC+01:00)"), by city.

    The chosen zone is among them also when it is an older name of another one.
    """
    locale, at = str(get_locale() or "en"), now()
    known = available_timezones()
    names = (set(get_global("zone_territories")) | {chosen or "UTC"}) & known
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in names:
        continent = name.split("/")[0]
        city = str(get_timezone_location(name, locale=locale, return_city=True))
        groups[continent].append((name, f"{city} ({_offset(name, at)})"))
    labels = _continents()
    found = {
        label: sorted(groups[continent], key=lambda choice: choice[1].casefold())
        for continent, label in labels.items()
    }
    found["UTC"] = [("UTC", "UTC")]
    return found
