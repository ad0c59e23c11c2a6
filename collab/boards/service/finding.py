"""Tasks that fit a filter, as conditions of a query and in the order that was asked for."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from collab.accounts.models import Person
from collab.boards.listing import Due, Grouping, Order, State, TaskFilter, Who
from collab.boards.models import Board, BoardColumn, Task, TaskLabel, TaskOwner
from collab.boards.owners import DELEGATION, OwnerKey
from collab.boards.service.lookups import sees_board
from collab.cooperations.models import Delegation, Membership
from collab.core.actor import Actor
from collab.core.clock import now

#: of the first owner, for headings
FirstOwner = aliased(TaskOwner)
OwnerMembership = aliased(Membership)
OwnerPerson = aliased(Person)
OwnerDelegation = aliased(Delegation)
#: the delegation that owes a task first: the one named, or that of the person named
OWING_DELEGATION = func.coalesce(FirstOwner.delegation_id, OwnerMembership.delegation_id)


def today_of(actor: Actor) -> date:
    """The day it is where the actor is."""
    return now().astimezone(ZoneInfo(actor.timezone)).date()


def tasks_of(actor: Actor, wanted: TaskFilter, *columns: Any) -> Select[Any]:
    """A query for these columns over the tasks of the filter that the actor may see, unordered.

    Board, column and first owner are joined.
    """
    return (
        select(*columns)
        .select_from(Task)
        .join(Board, Board.id == Task.board_id)
        .join(BoardColumn, BoardColumn.id == Task.column_id)
        .outerjoin(FirstOwner, and_(FirstOwner.task_id == Task.id, FirstOwner.position == 0))
        .outerjoin(OwnerMembership, OwnerMembership.id == FirstOwner.membership_id)
        .outerjoin(OwnerPerson, OwnerPerson.id == OwnerMembership.person_id)
        .outerjoin(OwnerDelegation, OwnerDelegation.id == OWING_DELEGATION)
        .where(*conditions(actor, wanted))
    )


def conditions(actor: Actor, wanted: TaskFilter) -> list[ColumnElement[bool]]:
    """What a `Task` and its `Board` in a query must fulfil; tasks on archived boards never do."""
    found = [sees_board(actor), Board.archived_at.is_(None), *_by_state(wanted.state)]
    if wanted.text:
        found.append(_says(wanted.text))
    if wanted.owner is not None:
        found.append(_owed_by(actor, wanted.owner))
    if wanted.due is not None:
        found.append(_by_due(wanted.due, today_of(actor)))
    found += _by_time(wanted)
    if wanted.label_id is not None:
        on = TaskLabel.label_id == wanted.label_id
        found.append(select(TaskLabel.id).where(TaskLabel.task_id == Task.id, on).exists())
    if wanted.board_id is not None:
        found.append(Task.board_id == wanted.board_id)
    if wanted.group_id is not None:
        found.append(Board.group_id == wanted.group_id)
    return found


def _by_state(state: State) -> list[ColumnElement[bool]]:
    if state is State.ARCHIVED:
        return [Task.archived_at.is_not(None)]
    here = Task.archived_at.is_(None)
    if state is State.OPEN:
        return [here, Task.closed_at.is_(None)]
    if state is State.CLOSED:
        return [here, Task.closed_at.is_not(None)]
    return [here]


def _says(text: str) -> ColumnElement[bool]:
    """Every word somewhere in title or description; `#12` and `12` are the number too."""
    words = [_says_word(word) for word in text.split()[:8]]
    bare = text.strip().removeprefix("#")
    if bare.isascii() and bare.isdigit() and len(bare) < 10:
        return or_(Task.number == int(bare), and_(*words))
    return and_(*words)


def _says_word(word: str) -> ColumnElement[bool]:
    return or_(
        Task.title.icontains(word, autoescape=True),
        Task.description_text.icontains(word, autoescape=True),
    )


def _owed_by(actor: Actor, owner: OwnerKey | Who) -> ColumnElement[bool]:
    owners = select(TaskOwner.id).where(TaskOwner.task_id == Task.id)
    if isinstance(owner, OwnerKey):
        is_whole = owner.kind == DELEGATION
        return owners.where(
            _is_of(owner.id) if is_whole else TaskOwner.membership_id == owner.id
        ).exists()
    if owner is Who.NOBODY:
        return ~owners.exists()
    if owner is Who.ME:
        return owners.where(TaskOwner.membership_id == actor.membership_id).exists()
    return owners.where(_is_of(actor.delegation_id)).exists()


def _is_of(delegation_id: UUID) -> ColumnElement[bool]:
    """Owed by the delegation, or by somebody of it."""
    members = select(Membership.id).where(Membership.delegation_id == delegation_id)
    return or_(TaskOwner.delegation_id == delegation_id, TaskOwner.membership_id.in_(members))


def _by_due(due: Due, today: date) -> ColumnElement[bool]:
    if due is Due.NONE:
        return Task.due_on.is_(None)
    if due is Due.OVERDUE:
        return and_(Task.due_on < today, Task.closed_at.is_(None))
    days = {Due.TODAY: 0, Due.WEEK: 6, Due.MONTH: 29}[due]
    return Task.due_on.between(today, today + timedelta(days=days))


def _by_time(wanted: TaskFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.due_within is not None:
        found.append(Task.due_on.between(*wanted.due_within))
    if wanted.runs_within is not None:
        first, last = wanted.runs_within
        found.append(func.coalesce(Task.starts_on, Task.due_on) <= last)
        found.append(func.coalesce(Task.due_on, Task.starts_on) >= first)
    return found


def ordered(query: Select[Any], actor: Actor, wanted: TaskFilter) -> Select[Any]:
    """The query in order: headings first, then what was asked for, then the number."""
    by = _by_order(wanted.order, is_descending=wanted.is_descending)
    return query.order_by(*_by_heading(wanted.grouping, today_of(actor)), *by, Task.number)


def _by_order(order: Order, *, is_descending: bool) -> list[Any]:
    """Without a day comes last, whichever way round."""
    column: Any = {
        Order.DUE: Task.due_on,
        Order.NUMBER: Task.number,
        Order.TITLE: func.lower(Task.title),
        Order.CREATED: Task.created_at,
        Order.CLOSED: Task.closed_at,
        Order.START: func.coalesce(Task.starts_on, Task.due_on),
    }[order]
    turned = column.desc() if is_descending else column.asc()
    return [column.is_(None), turned] if order in (Order.DUE, Order.CLOSED) else [turned]


def due_bucket(today: date) -> Any:
    """0 overdue, 1 today, 2 within a week, 3 later, 4 without a day."""
    return case(
        (Task.due_on.is_(None), 4),
        (Task.due_on < today, 0),
        (Task.due_on == today, 1),
        (Task.due_on <= today + timedelta(days=6), 2),
        else_=3,
    )


def _by_heading(grouping: Grouping, today: date) -> list[Any]:
    position: Any = OwnerDelegation.position
    name: Any = OwnerPerson.name_key
    owner: Any = FirstOwner.membership_id
    by: dict[Grouping, list[Any]] = {
        Grouping.NOTHING: [],
        Grouping.BOARD: [Board.position, Board.name, Board.id],
        Grouping.COLUMN: [Board.position, Board.id, BoardColumn.rank, BoardColumn.id],
        Grouping.PERSON: [owner.is_(None), name, owner],
        Grouping.DELEGATION: [position.is_(None), position, OWING_DELEGATION],
        Grouping.DUE: [due_bucket(today)],
    }
    return by[grouping]
