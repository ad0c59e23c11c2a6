"""Where a task can be moved to: the columns of its board, and of others the actor works on."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from collab.boards import policy
from collab.boards.models import Board, BoardColumn
from collab.boards.service.boards import list_boards
from collab.boards.service.lookups import FoundTask
from collab.boards.service.places import ColumnGone
from collab.core.actor import Actor
from collab.core.db import session
from collab.core.errors import require


@dataclass(frozen=True, slots=True)
class Destination:
    """A board and its columns from left to right."""

    board: Board
    columns: tuple[BoardColumn, ...]


def list_destinations(actor: Actor, found: FoundTask) -> list[Destination]:
    """The task's own board first; Forbidden when the actor may not move it at all."""
    require(policy.can_finish(actor, found.standing, is_owner=found.is_owner))
    boards = [found.board]
    if policy.can_work(actor, found.standing):
        others = list_boards(actor)
        boards += [
            other.board
            for other in others
            if other.id != found.board.id and policy.can_work(actor, other.standing)
        ]
    columns = _list_columns([board.id for board in boards])
    return [Destination(board, tuple(columns[board.id])) for board in boards]


def find_board_of(destinations: list[Destination], column_id: UUID | None) -> UUID:
    """The board of that column; ColumnGone when it is on none of them."""
    for destination in destinations:
        if any(column.id == column_id for column in destination.columns):
            return destination.board.id
    raise ColumnGone


def _list_columns(board_ids: list[UUID]) -> dict[UUID, list[BoardColumn]]:
    found: defaultdict[UUID, list[BoardColumn]] = defaultdict(list)
    wanted = select(BoardColumn).where(BoardColumn.board_id.in_(board_ids))
    for column in session().scalars(wanted.order_by(BoardColumn.rank, BoardColumn.id)):
        found[column.board_id].append(column)
    return found
