"""What lines of the activity log are about, as far as it still exists."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from collab.accounts.models import Person
from collab.activity.log import Entry
from collab.boards.models import Board, Task
from collab.cooperations import service as cooperations
from collab.cooperations.models import Delegation, Membership
from collab.core.actor import Actor
from collab.core.db import session
from collab.core.ids import parse_id
from collab.documents.models import Document
from collab.groups.models import WorkingGroup
from collab.meetings.models import Meeting

Row = TypeVar("Row", Board, Document, Meeting, Task, WorkingGroup)
OF_PEOPLE = frozenset({"membership", "deputy"})
OF_BOARDS = frozenset({"board", "task"})
OF_DOCUMENTS = frozenset({"folder", "page", "file", "link"})
OF_MEETINGS = frozenset({"meeting", "agenda_item", "attendance", "minutes"})


@dataclass(frozen=True, slots=True)
class Things:
    """What there is to the ids of some lines; who or what is gone is missing."""

    #: names by membership id, also of former members
    people: dict[UUID, str]
    meetings: dict[UUID, Meeting]
    groups: dict[UUID, WorkingGroup]
    delegations: dict[UUID, Delegation]
    boards: dict[UUID, Board]
    tasks: dict[UUID, Task]
    documents: dict[UUID, Document]


def membership_of(entry: Entry) -> UUID | None:
    """The member that the line is about."""
    named = parse_id(entry.details.get("membership_id"))
    return named or (entry.subject_id if entry.noun in OF_PEOPLE else None)


def _name_members(ids: set[UUID]) -> dict[UUID, str]:
    if not ids:
        return {}
    rows = session().execute(
        select(Membership.id, Person.name)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.id.in_(ids))
    )
    return dict(rows.all())


def find_things(actor: Actor, entries: Iterable[Entry]) -> Things:
    """What these lines are about, in a few queries however many they are."""
    lines = list(entries)
    return Things(
        _name_members({found for each in lines if (found := membership_of(each))}),
        _find(Meeting, (each.subject_id for each in lines if each.noun in OF_MEETINGS)),
        _find(WorkingGroup, (each.subject_id for each in lines if each.noun == "group")),
        {each.id: each for each in cooperations.list_delegations(actor)},
        _find(Board, (each.subject_id for each in lines if each.noun == "board")),
        _find(Task, (each.subject_id for each in lines if each.noun == "task")),
        _find(Document, (each.subject_id for each in lines if each.noun in OF_DOCUMENTS)),
    )


def _find(kind: type[Row], subject_ids: Iterable[UUID]) -> dict[UUID, Row]:
    ids = set(subject_ids)
    if not ids:
        return {}
    return {row.id: row for row in session().scalars(select(kind).where(kind.id.in_(ids)))}
