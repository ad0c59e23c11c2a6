"""Doing the same to several tasks of a board: all of it, or nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from collab.boards import policy
from collab.boards.models import Board, Task, TaskLabel
from collab.boards.owners import OwnerKey
from collab.boards.service.changes import begin_change
from collab.boards.service.laning import enter_lane
from collab.boards.service.lookups import standing_to
from collab.boards.service.marking import assign, label
from collab.boards.service.moving import shift
from collab.boards.service.places import find_column
from collab.boards.service.tasks import put_away
from collab.core.actor import Actor
from collab.core.db import session
from collab.core.errors import Conflict, DomainError, require

MOST: Final = 200


class TaskLeft(Conflict):
    """One of the tasks is not on the board any more."""

    code = "task_left"
    message = _l("One of these tasks is not on this board any more. Nothing was changed.")


class TooManyTasks(DomainError):
    """More tasks than one step takes."""

    status = 422
    code = "too_many_tasks"
    message = _l("Please choose at most %(max)d tasks at once.", max=MOST)


@dataclass(frozen=True, slots=True)
class BulkMove:
    """To the end of a column, in the order they are in now."""

    column_id: UUID
    #: key of the lane; None: each stays in its own
    lane: str | None = None


@dataclass(frozen=True, slots=True)
class BulkAssign:
    """Owed by exactly these from now on; by nobody when there are none."""

    owners: tuple[OwnerKey, ...]


@dataclass(frozen=True, slots=True)
class BulkLabel:
    """Labels to put on and to take off; the others stay."""

    add: frozenset[UUID] = frozenset()
    remove: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class BulkArchive:
    """Off the board."""


What = BulkMove | BulkAssign | BulkLabel | BulkArchive


def change_tasks(actor: Actor, board_id: UUID, ids: Sequence[UUID], what: What) -> list[Task]:
    """Do that to all of the tasks; whatever refuses one of them refuses all.

    TaskLeft, TooManyTasks, ColumnGone, LaneGone, LimitReached and Invalid say why not.
    """
    if len(set(ids)) > MOST:
        raise TooManyTasks
    board = begin_change(board_id)
    require(policy.can_work(actor, standing_to(actor, board)))
    tasks = _lock(board, ids)
    act = _act(actor, board, what)
    for task in tasks:
        act(task)
    return tasks


def _lock(board: Board, ids: Sequence[UUID]) -> list[Task]:
    wanted = (
        select(Task)
        .where(Task.id.in_(list(ids)), Task.board_id == board.id, Task.archived_at.is_(None))
        .order_by(Task.rank, Task.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    tasks = list(session().scalars(wanted))
    if len(tasks) < len(set(ids)):
        raise TaskLeft
    return tasks


def _act(actor: Actor, board: Board, what: What) -> Callable[[Task], object]:
    if isinstance(what, BulkMove):
        return _mover(actor, board, what)
    if isinstance(what, BulkAssign):
        return lambda task: assign(actor, task, what.owners)
    if isinstance(what, BulkLabel):
        return lambda task: label(actor, task, (_labels_of(task) | what.add) - what.remove)
    return lambda task: put_away(actor, task)


def _mover(actor: Actor, board: Board, what: BulkMove) -> Callable[[Task], object]:
    column = find_column(board, what.column_id)

    def move(task: Task) -> None:
        shift(actor, board, task, column)
        if what.lane:
            enter_lane(actor, board, task, what.lane)

    return move


def _labels_of(task: Task) -> frozenset[UUID]:
    return frozenset(
        session().scalars(select(TaskLabel.label_id).where(TaskLabel.task_id == task.id))
    )
