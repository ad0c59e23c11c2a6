"""The columns of a board: adding, changing, moving and deleting them."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _ln
from sqlalchemy import func, select

from collab.boards.models import Board, BoardColumn, Color, Task
from collab.boards.service.boards import begin_arranging, check_name, list_columns
from collab.boards.service.changes import touch
from collab.boards.service.moving import record_move
from collab.boards.service.places import check_room, place_last
from collab.boards.service.shape import (
    MAX_NAME,
    Deleted,
    check_color,
    check_number,
    find_deleted,
    find_part,
    free_rank,
    note,
    note_deleted,
    rank_at,
)
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import Conflict, Invalid
from collab.core.ranks import rank_between

MAX_COLUMNS = 30
MAX_LIMIT = 999


class ColumnsNeeded(Conflict):
    """New tasks need an open column, closed ones one for what is done."""

    code = "columns_needed"
    message = _l("A board needs at least one column for open tasks and one for what is done.")


class ColumnNotEmpty(Conflict):
    """The column can be deleted only when somebody says where its tasks go."""

    code = "column_not_empty"

    def __init__(self, inside: int) -> None:
        super().__init__()
        self.message: Any = _ln(
            "There is %(num)d task in this column. Please choose where it goes.",
            "There are %(num)d tasks in this column. Please choose where they go.",
            inside,
        )


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """What a column is called and what it means."""

    name: str
    color: str = Color.GREY
    #: None: any number
    wip_limit: int | None = None
    is_limit_hard: bool = False
    is_done: bool = False


def _checked(plan: ColumnPlan) -> dict[str, Any]:
    limit = plan.wip_limit
    if limit is not None and not 1 <= limit <= MAX_LIMIT:
        raise Invalid({"wip_limit": _l("Please enter a number from 1 to %(max)d.", max=MAX_LIMIT)})
    check_color(plan.color)
    return asdict(plan) | {"name": check_name(plan.name, MAX_NAME)}


def _check_kinds(are_done: Iterable[bool]) -> None:
    if set(are_done) != {False, True}:
        raise ColumnsNeeded


def count_inside(board_id: UUID) -> dict[UUID, int]:
    """How many tasks are in each column, without archived ones; empty columns are left out."""
    rows = session().execute(
        select(Task.column_id, func.count(Task.id))
        .where(Task.board_id == board_id, Task.archived_at.is_(None))
        .group_by(Task.column_id)
    )
    return dict(rows.all())


def add_column(actor: Actor, board_id: UUID, plan: ColumnPlan) -> BoardColumn:
    """Add a column: before the ones for what is done at the end, if it is not one of them."""
    values = _checked(plan)
    board = begin_arranging(actor, board_id)
    columns = list_columns(board.id)
    check_number(len(columns), MAX_COLUMNS)
    place = len(columns)
    while not plan.is_done and place and columns[place - 1].is_done:
        place -= 1
    column = BoardColumn(id=new_id(), board_id=board.id, **values)
    column.rank = rank_at(columns, column.id, place)
    session().add(column)
    note(actor, "board.column_added", board, column.name)
    return column


def edit_column(actor: Actor, board_id: UUID, column_id: UUID, plan: ColumnPlan) -> BoardColumn:
    """Change a column; its tasks close or reopen when it is for what is done now, or not any more.

    ColumnsNeeded when it is the last one of its kind.
    """
    values = _checked(plan)
    board = begin_arranging(actor, board_id)
    column = find_part(BoardColumn, board, column_id)
    before = {field: getattr(column, field) for field in values}
    changes = {field: before[field] for field in values if before[field] != values[field]}
    others = (each.is_done for each in list_columns(board.id) if each.id != column.id)
    _check_kinds((*others, plan.is_done))
    for field, value in values.items():
        setattr(column, field, value)
    if "is_done" in changes:
        for task in (*_list_inside(column), *_list_inside(column, archived=True)):
            _settle(actor, task, column, column)
    if changes:
        note(actor, "board.column_edited", board, column.name, before=changes)
    return column


def move_column(actor: Actor, board_id: UUID, column_id: UUID, position: int) -> BoardColumn:
    """Bring the column to that position; 0 is first."""
    board = begin_arranging(actor, board_id)
    column = find_part(BoardColumn, board, column_id)
    column.rank = rank_at(list_columns(board.id), column.id, position)
    note(actor, "board.column_moved", board, column.name)
    return column


def delete_column(
    actor: Actor, board_id: UUID, column_id: UUID, *, move_to: UUID | None = None
) -> BoardColumn:
    """Delete a column; its tasks go to the end of `move_to`.

    ColumnNotEmpty without it when there are any, ColumnsNeeded when it is the last one of its kind,
    LimitReached when they do not all fit.
    """
    board = begin_arranging(actor, board_id)
    column = find_part(BoardColumn, board, column_id)
    others = [each for each in list_columns(board.id) if each.id != column.id]
    _check_kinds(each.is_done for each in others)
    inside = _list_inside(column)
    target = find_part(BoardColumn, board, move_to) if move_to else None
    if inside and (target is None or target is column):
        raise ColumnNotEmpty(len(inside))
    if target is not None:
        check_room(target, coming=len(inside))
        _pour(actor, board, inside, target)
    like = next(each for each in others if each.is_done == column.is_done)
    _pour(actor, board, _list_inside(column, archived=True), like)
    values = {field: getattr(column, field) for field in ("rank", *ColumnPlan.__slots__)}
    note_deleted(
        actor, "board.column_deleted", board, column, [task.id for task in inside], **values
    )
    session().delete(column)
    session().flush()
    return column


def find_deleted_column(actor: Actor, board_id: UUID, column_id: UUID) -> Deleted:
    """A deleted column that can be taken back; NothingToTakeBack otherwise."""
    return find_deleted(actor, BoardColumn, "board.column_deleted", board_id, column_id)


def restore_column(actor: Actor, board_id: UUID, column_id: UUID) -> BoardColumn:
    """Take the deletion of a column back; tasks that are on the board still return to it."""
    board = begin_arranging(actor, board_id)
    deleted = find_deleted_column(actor, board_id, column_id)
    columns = list_columns(board.id)
    check_number(len(columns), MAX_COLUMNS)
    column = BoardColumn(id=column_id, board_id=board.id, **deleted.values)
    column.rank = free_rank(columns, column.rank)
    session().add(column)
    session().flush()
    _pour(actor, board, _list_again(board, deleted.tasks), column)
    note(actor, "board.column_restored", board, column.name)
    return column


def _list_inside(column: BoardColumn, *, archived: bool = False) -> Sequence[Task]:
    is_kept = Task.archived_at.is_not(None) if archived else Task.archived_at.is_(None)
    wanted = select(Task).where(Task.column_id == column.id, is_kept)
    return session().scalars(wanted.order_by(Task.rank, Task.id)).all()


def _list_again(board: Board, task_ids: list[UUID]) -> list[Task]:
    wanted = select(Task).where(Task.board_id == board.id, Task.archived_at.is_(None))
    found = {task.id: task for task in session().scalars(wanted.where(Task.id.in_(task_ids)))}
    return [found[task_id] for task_id in task_ids if task_id in found]


def _pour(actor: Actor, board: Board, tasks: Sequence[Task], target: BoardColumn) -> None:
    """Put the tasks at the end of the column, in their order."""
    rank = place_last(board, target.id)
    for task in tasks:
        before = session().get_one(BoardColumn, task.column_id)
        task.column_id, task.rank = target.id, rank
        rank = rank_between(rank, None)
        _settle(actor, task, before, target)
    session().flush()


def _settle(actor: Actor, task: Task, before: BoardColumn, column: BoardColumn) -> None:
    """Close or reopen the task as its column says, and write down where it is.

    Archived ones quietly: they come back as what their column is for by then.
    """
    touch(task)
    if task.archived_at is None:
        record_move(actor, task, before, column)
    elif not column.is_done:
        task.closed_at = None
    elif task.closed_at is None:
        task.closed_at = now()
