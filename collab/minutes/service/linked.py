"""The tasks of minutes, for whoever reads them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from collab.boards.models import Board, BoardColumn, Task
from collab.boards.service.lookups import sees_board
from collab.core.actor import Actor
from collab.core.db import session
from collab.minutes.models import MinutesAction


@dataclass(frozen=True, slots=True)
class TaskMark:
    """How the task of an action stands at this moment."""

    number: int
    #: where it is on its board, in the words of that
    column: str
    language: str
    is_archived: bool


def list_task_marks(actor: Actor, meeting_id: UUID) -> dict[int, TaskMark]:
    """The tasks of a meeting's actions that the actor may see, by the action's number."""
    rows = session().execute(
        select(MinutesAction.position, Task, BoardColumn.name, Board.language)
        .join(Task, Task.id == MinutesAction.task_id)
        .join(Board, Board.id == Task.board_id)
        .join(BoardColumn, BoardColumn.id == Task.column_id)
        .where(
            MinutesAction.meeting_id == meeting_id,
            MinutesAction.gone_at.is_(None),
            sees_board(actor),
        )
    )
    return {
        position: TaskMark(task.number, column, language, task.archived_at is not None)
        for position, task, column, language in rows
    }


def find_task_number(actor: Actor, meeting_id: UUID, block: UUID) -> int | None:
    """The number of the task that an action is; None when it is none yet, or hidden from them."""
    return session().scalar(
        select(Task.number)
        .join(MinutesAction, MinutesAction.task_id == Task.id)
        .join(Board, Board.id == Task.board_id)
        .where(
            MinutesAction.meeting_id == meeting_id,
            MinutesAction.block == block,
            MinutesAction.gone_at.is_(None),
            sees_board(actor),
        )
    )
