"""The time zones people choose from, grouped by continent."""

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global
from babel.dates import get_timezone_location
from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import SelectChoice  # type: ignore[attr-defined]

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


def timezone_choices(chosen: str | None = None) -> list[SelectChoice]:
    """Choices for a select field: "City (UTC+01:00)" for each IANA name, grouped by continent.

    The chosen zone is among them also when it is an older name of another one.
    """
    locale, at = str(get_locale() or "en"), now()
    known = available_timezones()
    names = (set(get_global("zone_territories")) | {chosen or "UTC"}) & known
    found = []
    for continent, label in _continents().items():
        cities = [
            (str(get_timezone_location(name, locale=locale, return_city=True)), name)
            for name in names
            if name.startswith(f"{continent}/")
        ]
        found += [
            SelectChoice(value=name, label=f"{city} ({_offset(name, at)})", optgroup=label)
            for city, name in sorted(cities, key=lambda pair: (pair[0].casefold(), pair[1]))
        ]
    return [*found, SelectChoice(value="UTC", label="UTC", optgroup="UTC")]
