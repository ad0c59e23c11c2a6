"""The history of a task: lines of the log as sentences in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel.lists import format_list
from flask_babel import get_locale
from markupsafe import Markup

from collab.accounts.names import shown_name
from collab.activity.log import Entry
from collab.activity.wording import Word, Words, put_words, who_did
from collab.boards.service.mirrored import MINUTES
from collab.boards.tales import FIELDS, find_sentence
from collab.core.actor import Actor
from collab.core.formats import short_day
from collab.core.i18n import language_name

_DAYS = frozenset({"starts_on", "due_on"})


@dataclass(frozen=True, slots=True)
class Difference:
    """What a field said before, and what it says since; empty: nothing."""

    label: Any
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the history."""

    at: datetime
    color: int
    name: str
    words: Markup
    differences: list[Difference]
    #: whether the task only followed the minutes
    is_from_minutes: bool


def tell(actor: Actor, entry: Entry) -> Told:
    """The line in the actor's language."""
    told = entry.details
    words = Words({key: Word(_shown(value)) for key, value in told.items()})
    words["who"] = who_did(entry)
    return Told(
        at=entry.at,
        color=entry.color,
        name=str(words["who"]),
        words=put_words(find_sentence(entry.verb, told), words),
        differences=list(_differences(told.get("fields"))),
        is_from_minutes=told.get("origin") == MINUTES,
    )


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return format_list([shown_name(str(one)) for one in value], locale=get_locale())
    return str(value)


def _differences(fields: Any) -> Iterator[Difference]:
    if not isinstance(fields, dict):
        return
    for name, pair in fields.items():
        if name in FIELDS and isinstance(pair, list) and len(pair) == 2:
            yield Difference(FIELDS[name], _value(name, pair[0]), _value(name, pair[1]))


def _value(name: str, value: Any) -> str:
    if not value:
        return ""
    if name in _DAYS:
        return short_day(date.fromisoformat(value))
    return language_name(value) if name == "language" else str(value)
