"""Two people saved the same form of a task: what the other one changed, beside what is typed."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask_babel import gettext as _
from wtforms import Field, SelectMultipleField

from collab.boards.task_forms import TaskForm
from collab.core.formats import short_day
from collab.core.i18n import language_name
from collab.texts.fields import RichTextField
from collab.texts.nodes import Node
from collab.texts.plain import without_ids, write_plain

_LONGEST: Final = 4000


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that the other person changed: its label, their value and the typed one, in words."""

    name: str
    label: str
    theirs: str
    mine: str
    #: both changed it, to different values
    is_contested: bool
    #: whether the words are in the language of the task
    is_text: bool


def fingerprint(values: Mapping[str, Any]) -> str:
    """What a form shows at first, in few letters, to know later which fields were changed."""
    return json.dumps({name: _digest(value) for name, value in values.items()})


def _digest(value: Any) -> str:
    if isinstance(value, list):
        value = sorted(value)
    elif isinstance(value, dict):
        value = without_ids(value)  # an editor may give them anew
    told = json.dumps(value, sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _read_seen(form: TaskForm) -> dict[str, Any]:
    try:
        seen = json.loads(form.seen.data or "{}")
    except (ValueError, RecursionError):
        return {}
    return seen if isinstance(seen, dict) else {}


def compare(
    form: TaskForm, present: Mapping[str, Any], owner_names: Mapping[str, str]
) -> list[Difference]:
    """What the others changed since the form was opened; untouched fields take their value.

    `present` is what the form would show now; `owner_names` by key.
    """
    seen, differences = _read_seen(form), []
    for name, theirs in present.items():
        field = form[name]
        before, mine = seen.get(name), field.data
        if _digest(theirs) == before or _digest(theirs) == _digest(mine):
            continue
        is_touched = _digest(mine) != before
        say = _speaker(field, owner_names)
        differences.append(
            Difference(
                name=name,
                label=str(field.label.text),
                theirs=say(theirs),
                mine=say(mine) if is_touched else _("not changed by you"),
                is_contested=is_touched,
                is_text=name in ("title", "description"),
            )
        )
        if not is_touched:
            _take(field, theirs)
    return differences


def _speaker(field: Field, owner_names: Mapping[str, str]) -> Callable[[Any], str]:
    """How values of that field are told to people."""
    names = dict(owner_names)
    if isinstance(field, SelectMultipleField) and field.name == "labels":
        names = {choice[0]: choice[1] for choice in field.choices or []}

    def say(value: Any) -> str:
        if isinstance(value, list):
            return ", ".join(sorted(names[each] for each in value if each in names)) or "–"
        if isinstance(value, date):
            return short_day(value)
        if field.name == "description":
            return _shorten(value)
        if field.name == "language":
            return language_name(value)
        return str(value or "–")

    return say


def _shorten(text: Node | None) -> str:
    words = write_plain(text)
    return (words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…") or "–"


def _take(field: Field, value: Any) -> None:
    if isinstance(field, RichTextField):
        field.take(value)
        return
    field.data, field.raw_data = value, None
