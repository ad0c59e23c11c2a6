"""Who owes how much: by delegation, and what the reader owes."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, distinct, func, select

from collab.boards.listing import Due, TaskFilter, Who
from collab.boards.models import Board, Task, TaskOwner
from collab.boards.service.finding import today_of
from collab.boards.service.lists import Listed, count_tasks, list_first
from collab.boards.service.lookups import sees_board
from collab.cooperations.models import Delegation, Membership
from collab.core.actor import Actor
from collab.core.db import session


@dataclass(frozen=True, slots=True)
class OwedCount:
    """How much a delegation and its people owe; `open` includes what is overdue.

    A task owed by two delegations counts for both. Delegation None: nobody's.
    """

    delegation_id: UUID | None
    open: int
    overdue: int
    done: int


@dataclass(frozen=True, slots=True)
class MyTasks:
    """Some of what the actor owes, due first at the top, and how much there is in all."""

    tasks: list[Listed]
    total: int
    overdue: int


def list_my_tasks(actor: Actor, most: int) -> MyTasks:
    """What the actor owes by name and is not done, on boards they may see."""
    wanted = TaskFilter(owner=Who.ME)
    tasks = list_first(actor, wanted, most)
    if len(tasks) < most:  # all of them: no need to count
        return MyTasks(tasks, len(tasks), sum(task.is_overdue for task in tasks))
    return MyTasks(tasks, *count_tasks(actor, wanted))


def count_open(actor: Actor) -> int:
    """How many tasks on boards that the actor may see are not done."""
    return count_tasks(actor, TaskFilter())[0]


def count_overdue(actor: Actor) -> int:
    """How many tasks that the actor's delegation or its people owe are overdue."""
    return count_tasks(actor, TaskFilter(owner=Who.MY_DELEGATION, due=Due.OVERDUE))[0]


def _times(condition: ColumnElement[bool]) -> Any:
    return func.count(distinct(case((condition, Task.id))))


def count_owed(actor: Actor) -> list[OwedCount]:
    """What each delegation owes, in their order; last what is nobody's, if there is any."""
    of = func.coalesce(TaskOwner.delegation_id, Membership.delegation_id)
    is_open = Task.closed_at.is_(None)
    counted = (
        select(
            of.label("delegation_id"),
            _times(is_open).label("open"),
            _times(and_(is_open, Task.due_on < today_of(actor))).label("overdue"),
            _times(Task.closed_at.is_not(None)).label("done"),
        )
        .select_from(Task)
        .join(Board, Board.id == Task.board_id)
        .outerjoin(TaskOwner, TaskOwner.task_id == Task.id)
        .outerjoin(Membership, Membership.id == TaskOwner.membership_id)
        .where(sees_board(actor), Board.archived_at.is_(None), Task.archived_at.is_(None))
        .group_by(of)
    )
    found = {row.delegation_id: row for row in session().execute(counted)}
    order: list[UUID | None] = [
        *session().scalars(select(Delegation.id).order_by(Delegation.position))
    ]
    if None in found:
        order.append(None)
    return [_owed(each, found.get(each)) for each in order]


def _owed(delegation_id: UUID | None, row: Any) -> OwedCount:
    counts = (row.open, row.overdue, row.done) if row else (0, 0, 0)
    return OwedCount(delegation_id, *counts)
