"""Writes down what happened, and tells those who listen."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.activity import chain
from collab.activity.models import Activity
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import after_commit, before_commit, new_id, session


@dataclass(frozen=True, slots=True)
class News:
    """What happened, for a listener."""

    actor: Actor
    verb: str
    subject_id: UUID
    details: dict[str, Any]

    @property
    def cooperation_id(self) -> UUID:
        """Where it happened."""
        return self.actor.cooperation_id


Listener = Callable[[News], None]
_after: defaultdict[str, list[Listener]] = defaultdict(list)
_along: defaultdict[str, list[Listener]] = defaultdict(list)


def on(verb: str) -> Callable[[Listener], Listener]:
    """Register a listener that is told after the commit."""

    def register(listener: Listener) -> Listener:
        _after[verb].append(listener)
        return listener

    return register


def along(verb: str) -> Callable[[Listener], Listener]:
    """Register a listener that runs in the same unit of work: it happens together or not at all."""

    def register(listener: Listener) -> Listener:
        _along[verb].append(listener)
        return listener

    return register


def record(actor: Actor, verb: str, subject_id: UUID, **details: Any) -> None:
    """Write down what happened, in the same transaction; tell listeners.

    The row is added to the chain at the end of the unit of work. Details may name people, as they
    can be erased; secrets and addresses do not belong there.
    """
    _keep(
        Activity(
            id=new_id(),
            cooperation_id=actor.cooperation_id,
            person_id=actor.person_id,
            role=actor.role,
            delegation_id=actor.delegation_id,
            verb=verb,
            subject_id=subject_id,
            details=details,
            at=now(),
        )
    )
    news = News(actor, verb, subject_id, details)
    for listener in _along[verb]:
        listener(news)
    for listener in _after[verb]:
        after_commit(partial(listener, news))


def record_for(
    cooperation_id: UUID,
    verb: str,
    subject_id: UUID,
    *,
    person_id: UUID | None = None,
    role: str = "",
    **details: Any,
) -> None:
    """Write down what the installation, an operator or a person on their way in or out did."""
    _keep(
        Activity(
            id=new_id(),
            cooperation_id=cooperation_id,
            person_id=person_id,
            role=role,
            verb=verb,
            subject_id=subject_id,
            details=details,
            at=now(),
        )
    )


def _keep(row: Activity) -> None:
    kept: list[Activity] = session().info.setdefault("activity", [])
    if not kept:
        before_commit(partial(_append, row.cooperation_id, kept))
    kept.append(row)


def _append(cooperation_id: UUID, rows: list[Activity]) -> None:
    chain.append(cooperation_id, rows)
    rows.clear()


def list_activity(actor: Actor, verb: str, subject_id: UUID) -> Sequence[Activity]:
    """What was done to that thing by this verb, the latest first."""
    return (
        session()
        .scalars(
            select(Activity)
            .where(Activity.subject_id == subject_id, Activity.verb == verb)
            .order_by(Activity.number.desc())
        )
        .all()
    )


def name_people(rows: Iterable[Activity]) -> dict[UUID, str]:
    """The names of the people who did that, also of those who left; by person id."""
    ids = {row.person_id for row in rows if row.person_id}
    found = session().execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {person_id: shown_name(name) for person_id, name in found}
