"""Lists of tasks over one board or all of a cooperation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.boards.listing import Grouping, TaskFilter
from collab.boards.models import Board, BoardColumn, Label, Task, TaskLabel, TaskOwner
from collab.boards.service.finding import (
    OWING_DELEGATION,
    FirstOwner,
    due_bucket,
    ordered,
    tasks_of,
    today_of,
)
from collab.cooperations.models import Delegation, Membership
from collab.core.actor import Actor
from collab.core.db import session
from collab.core.pages import initials

PAGE: Final = 50
#: so many rows of a download are read at once
PIECE: Final = 500


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who owes a listed task; kind `p` or `d`."""

    kind: str
    id: UUID
    name: str
    #: initials, or the delegation's letters
    short: str
    color: int
    #: letters of the delegation of a person
    delegation: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A task in a list."""

    id: UUID
    number: int
    title: str
    #: of the title
    language: str
    board_id: UUID
    board: str
    board_language: str
    column: str
    starts_on: date | None
    due_on: date | None
    is_overdue: bool
    created_at: datetime
    closed_at: datetime | None
    is_archived: bool
    description: str
    owners: tuple[Owner, ...]
    #: (name in the reader's language, its language, colour)
    labels: tuple[tuple[str, str, str], ...]
    #: what its heading goes by; of the kind that the filter's grouping says
    heading: Any


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A page of a list, and how many tasks there are in all."""

    tasks: list[Listed]
    total: int
    overdue: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // PAGE))


def list_tasks(actor: Actor, wanted: TaskFilter, *, page: int = 1) -> TaskPage:
    """A page of the tasks that fit, of boards that the actor may see."""
    total, late = count_tasks(actor, wanted)
    page = min(max(page, 1), max(1, -(-total // PAGE)))
    found = _read(actor, wanted, PAGE, (page - 1) * PAGE) if total else []
    return TaskPage(found, total, late, page)


def list_first(actor: Actor, wanted: TaskFilter, most: int) -> list[Listed]:
    """The first so many of them."""
    return _read(actor, wanted, most, 0)


def stream_tasks(actor: Actor, wanted: TaskFilter) -> Iterator[list[Listed]]:
    """All of them in pieces, for a download."""
    offset = 0
    while found := _read(actor, wanted, PIECE, offset):
        yield found
        if len(found) < PIECE:
            return
        offset += PIECE


def _read(actor: Actor, wanted: TaskFilter, limit: int, offset: int) -> list[Listed]:
    heading = _heading(wanted.grouping, today_of(actor)).label("heading")
    query = ordered(tasks_of(actor, wanted, Task, Board, BoardColumn, heading), actor, wanted)
    rows = session().execute(query.limit(limit).offset(offset)).all()
    ids = [row.Task.id for row in rows]
    owners, labels = _owners(ids), _labels(ids, actor.language)
    today = today_of(actor)
    return [_listed(row, owners, labels, today) for row in rows]


def _heading(grouping: Grouping, today: date) -> Any:
    of: dict[Grouping, Any] = {
        Grouping.NOTHING: func.coalesce(None, 0),
        Grouping.BOARD: Board.id,
        Grouping.COLUMN: BoardColumn.id,
        Grouping.PERSON: FirstOwner.membership_id,
        Grouping.DELEGATION: OWING_DELEGATION,
        Grouping.DUE: due_bucket(today),
    }
    return of[grouping]


def _listed(row: Any, owners: dict[UUID, Any], labels: dict[UUID, Any], today: date) -> Listed:
    task: Task = row.Task
    is_overdue = task.due_on is not None and task.due_on < today and task.closed_at is None
    return Listed(
        id=task.id,
        number=task.number,
        title=task.title,
        language=task.language,
        board_id=row.Board.id,
        board=row.Board.name,
        board_language=row.Board.language,
        column=row.BoardColumn.name,
        starts_on=task.starts_on,
        due_on=task.due_on,
        is_overdue=is_overdue,
        created_at=task.created_at,
        closed_at=task.closed_at,
        is_archived=task.archived_at is not None,
        description=task.description_text,
        owners=tuple(owners.get(task.id, ())),
        labels=tuple(labels.get(task.id, ())),
        heading=row.heading,
    )


def _owners(ids: Sequence[UUID]) -> dict[UUID, list[Owner]]:
    if not ids:
        return {}
    of = func.coalesce(TaskOwner.delegation_id, Membership.delegation_id)
    rows = session().execute(
        select(TaskOwner.task_id, TaskOwner.membership_id, Person.name, Person.color, Delegation)
        .outerjoin(Membership, Membership.id == TaskOwner.membership_id)
        .outerjoin(Person, Person.id == Membership.person_id)
        .join(Delegation, Delegation.id == of)
        .where(TaskOwner.task_id.in_(ids))
        .order_by(TaskOwner.task_id, TaskOwner.position)
    )
    found: dict[UUID, list[Owner]] = {}
    for task_id, member, name, color, delegation in rows:
        found.setdefault(task_id, []).append(_owner(member, name, color, delegation))
    return found


def _owner(member: UUID | None, name: str | None, color: int | None, of: Delegation) -> Owner:
    if member is None:
        return Owner("d", of.id, of.name, of.short, 0, of.short)
    shown = shown_name(name or "")
    return Owner("p", member, shown, initials(shown), color or 0, of.short)


def _labels(ids: Sequence[UUID], language: str) -> dict[UUID, list[tuple[str, str, str]]]:
    if not ids:
        return {}
    rows = session().execute(
        select(TaskLabel.task_id, Label)
        .join(Label, Label.id == TaskLabel.label_id)
        .where(TaskLabel.task_id.in_(ids))
        .order_by(Label.position, Label.name)
    )
    found: dict[UUID, list[tuple[str, str, str]]] = {}
    for task_id, label in rows:
        told = (label.name_in(language), label.language_in(language), label.color)
        found.setdefault(task_id, []).append(told)
    return found


def count_tasks(actor: Actor, wanted: TaskFilter) -> tuple[int, int]:
    """How many tasks fit, and how many of them are overdue."""
    overdue = (Task.due_on < today_of(actor)) & Task.closed_at.is_(None)
    counts = tasks_of(actor, wanted, func.count(Task.id), func.count().filter(overdue))
    total, late = session().execute(counts).one()
    return total, late
