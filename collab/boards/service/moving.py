"""Moving tasks: within a board, to another one, to where closed ones go, and back."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select

from collab.activity import service as activity
from collab.boards import policy
from collab.boards.models import Board, BoardColumn, Label, Task, TaskLabel
from collab.boards.service.changes import begin_change, begin_change_of, name_author, touch
from collab.boards.service.laning import enter_lane
from collab.boards.service.lookups import (
    FoundTask,
    find_task,
    find_task_by_id,
    lock_found,
    standing_to,
)
from collab.boards.service.marking import set_labels
from collab.boards.service.places import (
    check_room,
    done_column,
    find_column,
    first_column,
    place_last,
)
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import session
from collab.core.errors import Conflict, require
from collab.core.ranks import rank_between


class TaskArchived(Conflict):
    """The task is not on the board any more."""

    code = "task_archived"
    message = _l("This task is archived. Restore it first.")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a task goes; without neighbours, or when they are gone, to the end of the column."""

    column_id: UUID
    #: key of the lane; None: the one it is in
    lane: str | None = None
    #: the task right before it, and the one right after it
    after: UUID | None = None
    before: UUID | None = None
    #: to the top of the column, when no neighbours are named
    is_first: bool = False
    #: None: the board it is on
    board_id: UUID | None = None


def move_task(actor: Actor, task_id: UUID, place: Place) -> Task:
    """Bring the task there; it closes or reopens when the column says so.

    ColumnGone, LaneGone, LimitReached and TaskArchived say why it stays where it was. Whoever owes
    it may change its column, though not what the lanes stand for.
    """
    found = find_task_by_id(actor, task_id)
    task = found.task
    if place.board_id not in (None, task.board_id):
        return _move_away(actor, task, place)
    found = _find_finishable(actor, found)
    column = find_column(found.board, place.column_id)
    shift(actor, found.board, task, column, place)
    if place.lane:
        is_moved = enter_lane(actor, found.board, task, place.lane)
        require(not is_moved or policy.can_work(actor, found.standing))
    return task


def shift(
    actor: Actor, board: Board, task: Task, column: BoardColumn, place: Place | None = None
) -> None:
    """Put a task of a locked board into a column, closing or reopening it; LimitReached."""
    if task.archived_at is not None:
        raise TaskArchived
    before = session().get_one(BoardColumn, task.column_id)
    if column.id != before.id:
        check_room(column)
    task.rank = _rank(board, task, column, place)
    task.column_id = column.id
    touch(task)
    name_author(actor)
    session().flush()
    if column.id != before.id:
        record_move(actor, task, before, column)


def close_task(actor: Actor, number: int) -> Task:
    """Put the task among those that are done."""
    found = _find_finishable(actor, find_task(actor, number))
    if found.task.closed_at is None:
        shift(actor, found.board, found.task, done_column(found.board))
    return found.task


def reopen_task(actor: Actor, number: int) -> Task:
    """Bring a closed task back to the column where it was before, else to the first one."""
    found = _find_finishable(actor, find_task(actor, number))
    if found.task.closed_at is not None:
        shift(actor, found.board, found.task, column_before(actor, found.board, found.task))
    return found.task


def _find_finishable(actor: Actor, found: FoundTask) -> FoundTask:
    found = lock_found(actor, found)
    require(policy.can_finish(actor, found.standing, is_owner=found.is_owner))
    return found


def column_before(actor: Actor, board: Board, task: Task) -> BoardColumn:
    """Where a closed task was before, when that is a column of its board still; else the first."""
    for line in activity.list_activity(actor, "task.closed", task.id)[:1]:
        text = str(line.details.get("before_id", ""))
        column = session().get(BoardColumn, UUID(text)) if text else None
        if column is not None and column.board_id == board.id and not column.is_done:
            return column
    return first_column(board)


def _rank(board: Board, task: Task, column: BoardColumn, place: Place | None) -> str:
    """A rank between the neighbour that was named and its present neighbour on the other side.

    All lanes and archived tasks count, so that no rank is given twice.
    """
    others = select(Task.rank).where(Task.column_id == column.id, Task.id != task.id)
    for wanted, is_before in ((place and place.after, False), (place and place.before, True)):
        beside = wanted and session().scalar(
            others.where(Task.id == wanted, Task.archived_at.is_(None))
        )
        if beside:
            return _rank_beside(others, beside, is_before=is_before)
    if place is not None and place.is_first:
        first = session().scalar(others.with_only_columns(func.min(Task.rank)))
        return rank_between(None, first)
    return place_last(board, column.id)


def _rank_beside(others: Any, beside: str, *, is_before: bool) -> str:
    if is_before:
        low = session().scalar(
            others.where(Task.rank < beside).with_only_columns(func.max(Task.rank))
        )
        return rank_between(low, beside)
    high = session().scalar(others.where(Task.rank > beside).with_only_columns(func.min(Task.rank)))
    return rank_between(beside, high)


def _set_closed(task: Task, column: BoardColumn) -> str:
    """Let the task be closed where things are done, and only there; the verb for that."""
    if column.is_done and task.closed_at is None:
        task.closed_at = now()
        return "task.closed"
    if not column.is_done and task.closed_at is not None:
        task.closed_at = None
        return "task.reopened"
    return "task.moved"


def record_move(
    actor: Actor, task: Task, before: BoardColumn, column: BoardColumn, **more: str
) -> None:
    """Close or reopen a task as the column says that it was put into, and write that down."""
    verb = _set_closed(task, column)
    session().flush()
    activity.record(
        actor,
        verb,
        task.id,
        number=task.number,
        name=task.title,
        column=column.name,
        before=before.name,
        before_id=str(before.id),
        **more,
    )


def _move_away(actor: Actor, task: Task, place: Place) -> Task:
    """To another board, where it keeps its number, its owners, and labels of the same name."""
    assert place.board_id is not None
    for board_id in sorted((task.board_id, place.board_id)):  # the same order for everybody
        begin_change(board_id)
    source = begin_change_of(task)
    source = begin_change(source.id, reshape=True)
    target = begin_change(place.board_id)
    require(policy.can_work(actor, standing_to(actor, source)))
    require(policy.can_work(actor, standing_to(actor, target)))
    if task.archived_at is not None:
        raise TaskArchived
    column = find_column(target, place.column_id)
    check_room(column)
    before = session().get_one(BoardColumn, task.column_id)
    names = _take_labels(task)
    task.rank = _rank(target, task, column, place)
    task.board_id, task.column_id, task.lane_id = target.id, column.id, None
    touch(task)
    session().flush()
    _put_labels(task, names)
    record_move(actor, task, before, column, board=target.name, board_before=source.name)
    if place.lane:
        enter_lane(actor, target, task, place.lane)
    return task


def _take_labels(task: Task) -> list[str]:
    wanted = select(Label.name).join(TaskLabel, TaskLabel.label_id == Label.id)
    names = list(session().scalars(wanted.where(TaskLabel.task_id == task.id)))
    session().execute(delete(TaskLabel).where(TaskLabel.task_id == task.id))
    return names


def _put_labels(task: Task, names: list[str]) -> None:
    wanted = select(Label.id).where(Label.board_id == task.board_id, Label.name.in_(names))
    if names:
        set_labels(task, session().scalars(wanted))
