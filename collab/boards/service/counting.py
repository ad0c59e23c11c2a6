"""How much there is to do on boards, in numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import case, func, select

from collab.boards.models import Task
from collab.core.db import session


@dataclass(frozen=True, slots=True)
class BoardCount:
    """How many tasks of a board are open, and how many of these overdue."""

    open: int = 0
    overdue: int = 0


def count_open(board_ids: Iterable[UUID], today: date) -> dict[UUID, BoardCount]:
    """The numbers of these boards, by id; boards without open tasks are left out."""
    is_overdue = case((Task.due_on < today, 1), else_=0)
    rows = session().execute(
        select(Task.board_id, func.count(Task.id), func.sum(is_overdue))
        .where(
            Task.board_id.in_(list(board_ids)),
            Task.closed_at.is_(None),
            Task.archived_at.is_(None),
        )
        .group_by(Task.board_id)
    )
    return {board_id: BoardCount(number, int(late)) for board_id, number, late in rows}
