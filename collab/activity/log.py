"""The activity log as its readers ask for it: filtered, searched and paged in the database."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, String, and_, cast, false, or_, select

from collab.accounts.models import Person
from collab.activity import policy
from collab.activity.models import Activity, ActivityChain
from collab.core.actor import Actor
from collab.core.db import session
from collab.core.errors import require
from collab.core.names import fold

PAGE = 50
#: about people who do not belong to it (yet): who they are is for those who invited them
ASKED = frozenset(f"invitation.{what}" for what in ("sent", "resent", "withdrawn", "declined"))


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which part of the log; what is left out does not matter."""

    #: in the names of people, or in the details
    text: str = ""
    #: verbs whose sentence has the text in the reader's language
    said: frozenset[str] = frozenset()
    person_id: UUID | None = None
    subject_id: UUID | None = None
    delegation_id: UUID | None = None
    #: nouns before the dot of a verb
    nouns: frozenset[str] | None = None
    verbs: frozenset[str] | None = None
    since: datetime | None = None
    #: not included
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log; a `person_name` of None: the installation itself did it."""

    number: int
    at: datetime
    person_id: UUID | None
    person_name: str | None
    color: int
    role: str
    delegation_id: UUID | None
    verb: str
    subject_id: UUID
    details: dict[str, Any]

    @property
    def noun(self) -> str:
        """The kind of thing it was done to."""
        return self.verb.partition(".")[0]


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of the log, the latest first, and from which number the next and the last one go."""

    entries: list[Entry]
    older: int | None
    newer: int | None


def _in_details(text: str) -> ColumnElement[bool]:
    """In what is kept as JSON; é and É are tried both, as databases fold ASCII letters only."""
    words = cast(Activity.details, String)
    spellings = {text, text.lower(), text.upper(), text.capitalize(), text.title()}
    return or_(*(words.icontains(json.dumps(each)[1:-1], autoescape=True) for each in spellings))


def _is_readable(actor: Actor) -> ColumnElement[bool]:
    """Whether the actor may read all details; those who asked and those who were asked may."""
    own = actor.delegation_id
    return or_(Activity.verb.not_in(ASKED), Activity.delegation_id == own, _in_details(str(own)))


def _has_text(actor: Actor, wanted: LogFilter) -> ColumnElement[bool]:
    key = fold(wanted.text)
    named = Person.name_key.contains(key, autoescape=True) if key else false()
    told = and_(_is_readable(actor), _in_details(wanted.text))
    return or_(named, Activity.verb.in_(wanted.said), told)


def _is_of(nouns: frozenset[str]) -> ColumnElement[bool]:
    return or_(*(Activity.verb.startswith(f"{noun}.", autoescape=True) for noun in sorted(nouns)))


def _conditions(actor: Actor, wanted: LogFilter) -> Iterator[ColumnElement[bool]]:
    same = {
        Activity.person_id: wanted.person_id,
        Activity.subject_id: wanted.subject_id,
        Activity.delegation_id: wanted.delegation_id,
    }
    yield from (column == value for column, value in same.items() if value is not None)
    if wanted.nouns is not None:
        yield _is_of(wanted.nouns)
    if wanted.verbs is not None:
        yield Activity.verb.in_(wanted.verbs)
    if wanted.since is not None:
        yield Activity.at >= wanted.since
    if wanted.until is not None:
        yield Activity.at < wanted.until
    if wanted.text:
        yield _has_text(actor, wanted)


def _lines(actor: Actor, wanted: LogFilter) -> Select[Activity, str, int]:
    return (
        select(Activity, Person.name, Person.color)
        .outerjoin(Person, Person.id == Activity.person_id)
        .where(*_conditions(actor, wanted))
    )


def _details(actor: Actor, line: Activity) -> dict[str, Any]:
    own = (line.delegation_id, line.details.get("delegation_id"))
    if line.verb not in ASKED or str(actor.delegation_id) in map(str, own):
        return line.details
    return {key: value for key, value in line.details.items() if key != "name"}


def _entry(actor: Actor, row: Row[Activity, str, int]) -> Entry:
    line, name, color = row
    return Entry(
        line.number,
        line.at,
        line.person_id,
        name,
        color or 0,
        line.role,
        line.delegation_id,
        line.verb,
        line.subject_id,
        _details(actor, line),
    )


def read_log(
    actor: Actor, wanted: LogFilter, *, before: int | None = None, limit: int = PAGE
) -> list[Entry]:
    """At most `limit` lines below number `before`, the latest first."""
    require(policy.can_read_log(actor))
    lines = _lines(actor, wanted).order_by(Activity.number.desc()).limit(limit)
    if before is not None:
        lines = lines.where(Activity.number < before)
    return [_entry(actor, row) for row in session().execute(lines)]


def read_about(subject_id: UUID, actor: Actor, limit: int) -> list[Entry]:
    """What was done to one thing, the latest first; whoever asks knows that the actor sees it."""
    lines = _lines(actor, LogFilter(subject_id=subject_id))
    rows = session().execute(lines.order_by(Activity.number.desc()).limit(limit))
    return [_entry(actor, row) for row in rows]


def _read_after(actor: Actor, wanted: LogFilter, after: int) -> list[Entry]:
    lines = (
        _lines(actor, wanted)
        .where(Activity.number > after)
        .order_by(Activity.number)
        .limit(PAGE + 1)
    )
    return [_entry(actor, row) for row in session().execute(lines)]


def list_log(
    actor: Actor, wanted: LogFilter, *, before: int | None = None, after: int | None = None
) -> LogPage:
    """The lines just below number `before`, or just above `after`; without either the latest."""
    require(policy.can_read_log(actor))
    later = _read_after(actor, wanted, after) if after is not None else []
    if later:
        entries = later[:PAGE][::-1]
        newer = entries[0].number if len(later) > PAGE else None
        return LogPage(entries, entries[-1].number, newer)
    found = read_log(actor, wanted, before=before, limit=PAGE + 1)
    entries = found[:PAGE]
    older = entries[-1].number if len(found) > PAGE else None
    return LogPage(entries, older, entries[0].number if before is not None and entries else None)


def count_entries(actor: Actor) -> int:
    """How many lines the log of the actor's cooperation has."""
    require(policy.can_read_log(actor))
    return session().scalar(select(ActivityChain.number)) or 0


def list_active_people(actor: Actor, since: datetime) -> set[UUID]:
    """Who did something that the log knows since then, by person id."""
    require(policy.can_read_log(actor))
    rows = session().scalars(
        select(Activity.person_id)
        .where(Activity.at >= since, Activity.person_id.is_not(None))
        .group_by(Activity.person_id)
    )
    return {each for each in rows if each}
