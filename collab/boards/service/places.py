"""Columns, places in them, and numbers of tasks: what everybody who makes tasks needs."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _ln
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from collab.boards.models import Board, BoardColumn, Task, TaskNumber
from collab.core.db import session
from collab.core.errors import Conflict
from collab.core.ranks import rank_between


class ColumnGone(Conflict):
    """The column was deleted while somebody was on their way to it."""

    code = "column_gone"
    message = _l("This column is not there any more. The task stays where it was.")


class LimitReached(Conflict):
    """The column takes no more tasks."""

    code = "limit_reached"
    heading = _l("This column is full")

    def __init__(self, column: BoardColumn) -> None:
        super().__init__()
        self.message: Any = _ln(
            "“%(name)s” takes at most %(num)d task. Please move one out first.",
            "“%(name)s” takes at most %(num)d tasks. Please move one out first.",
            column.wip_limit or 0,
            name=column.name,
        )


def take_number(cooperation_id: UUID) -> int:
    """The next task number of the cooperation; others wait for theirs until the commit."""
    return take_numbers(cooperation_id, 1)


def take_numbers(cooperation_id: UUID, count: int) -> int:
    """The first of so many next task numbers of the cooperation, one after the other."""
    wanted = (
        select(TaskNumber)
        .where(TaskNumber.cooperation_id == cooperation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    counter = session().scalar(wanted)
    if counter is None:
        # whoever takes the first one at the same moment waits here, then goes on after the other
        with suppress(IntegrityError), session().begin_nested():
            session().add(TaskNumber(cooperation_id=cooperation_id, last=0))
        counter = session().scalars(wanted).one()
    counter.last += count
    session().flush()
    return counter.last - count + 1


def find_column(board: Board, column_id: UUID) -> BoardColumn:
    """The column of that board; ColumnGone when it has none such."""
    # as it is under the board's lock, whatever was read before
    column = session().get(BoardColumn, column_id, populate_existing=True)
    if column is None or column.board_id != board.id:
        raise ColumnGone
    return column


def first_column(board: Board) -> BoardColumn:
    """Where new tasks go: the first column that is not for what is done."""
    wanted = select(BoardColumn).where(BoardColumn.board_id == board.id)
    order = (BoardColumn.is_done, BoardColumn.rank, BoardColumn.id)
    column = session().scalar(wanted.order_by(*order).limit(1))
    if column is None:
        raise ColumnGone
    return column


def done_column(board: Board) -> BoardColumn:
    """Where closed tasks go: the first column for what is done; without any the last one."""
    columns = session().scalars(
        select(BoardColumn)
        .where(BoardColumn.board_id == board.id)
        .order_by(BoardColumn.rank, BoardColumn.id)
    )
    found = list(columns)
    if not found:
        raise ColumnGone
    return next((column for column in found if column.is_done), found[-1])


def place_last(board: Board, column_id: UUID) -> str:
    """A rank after everything in the column; hold the board's lock."""
    wanted = select(func.max(Task.rank)).where(Task.column_id == column_id)
    return rank_between(session().scalar(wanted), None)


def check_room(column: BoardColumn, *, coming: int = 1) -> None:
    """LimitReached when so many more tasks do not fit into a column with a hard limit."""
    if column.wip_limit is None or not column.is_limit_hard:
        return
    inside = select(func.count(Task.id)).where(
        Task.column_id == column.id, Task.archived_at.is_(None)
    )
    if (session().scalar(inside) or 0) + coming > column.wip_limit:
        raise LimitReached(column)
