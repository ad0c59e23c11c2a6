"""Two people saved the same form of a meeting: what the other one changed, beside what is typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from wtforms import Field

from collab.core.formats import short_day, zone_name
from collab.core.i18n import language_name
from collab.meetings import times
from collab.meetings.forms import MeetingForm, form_values
from collab.meetings.service import Edit, FoundMeeting


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that the other person changed: its label, their value and the typed one, in words."""

    name: str
    label: str
    theirs: str
    mine: str
    #: both changed it, to different values
    is_contested: bool


@dataclass(frozen=True, slots=True)
class Rivalry:
    """Who was faster, and what they changed."""

    people: list[str]
    differences: list[Difference]


def _before(found: FoundMeeting, edits: Sequence[Edit]) -> dict[str, Any]:
    """The form's values as they were before those edits, the latest of which comes first."""
    told: dict[str, Any] = {}
    for edit in edits:
        told |= edit.before
    zone = str(told.get("timezone", found.meeting.timezone))
    values = form_values(found)
    moments = {"starts_at": found.meeting.starts_at, "ends_at": found.meeting.ends_at}
    for name, moment in moments.items():
        was = datetime.fromisoformat(told[name]) if name in told else moment
        told[name] = times.to_local(was, zone)
    return values | told


def _in_words(field: Field, value: Any) -> str:
    """A value of a field as people read it."""
    if field.name == "groups":
        names = dict(getattr(field, "choices", []))
        return ", ".join(sorted(names[each] for each in value or [] if each in names)) or "–"
    if field.name == "timezone":
        return zone_name(value)
    if field.name == "language":
        return language_name(value)
    if isinstance(value, datetime):
        return f"{short_day(value.date())}, {value:%H:%M}"
    return str(value) or "–"


def _same(name: str, one: Any, other: Any) -> bool:
    return bool(sorted(one or []) == sorted(other or []) if name == "groups" else one == other)


def compare(found: FoundMeeting, form: MeetingForm, edits: Sequence[Edit]) -> Rivalry:
    """What the others changed since the form was opened; untouched fields take their value."""
    before: Mapping[str, Any] = _before(found, edits)
    differences = []
    for name, theirs in form_values(found).items():
        field = form[name]
        if name == "version" or _same(name, theirs, before[name]):
            continue
        mine = field.data
        is_touched = not _same(name, mine, before[name])
        difference = Difference(
            name=name,
            label=str(field.label.text),
            theirs=_in_words(field, theirs),
            mine=_in_words(field, mine) if is_touched else _("not changed by you"),
            is_contested=is_touched and not _same(name, mine, theirs),
        )
        differences.append(difference)
        if not is_touched:
            _take(field, theirs)
    people = list(dict.fromkeys(edit.name for edit in edits))
    return Rivalry(people, differences)


def _take(field: Field, value: Any) -> None:
    field.data = value
    field.raw_data = None
