"""What changed on a board since a version: enough for a page that shows that version."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy import func, select

from collab.boards.marks import Card
from collab.boards.models import Board, Task
from collab.boards.service.cards import list_cards_in
from collab.boards.service.frames import read_frame
from collab.core.db import session

#: with more changed cards than that, reading the whole board is quicker
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Patch:
    """Cards and numbers as they are at `version`."""

    version: int
    shape: int
    needs_reload: bool = False
    #: by language of the reader: the cards that changed
    cards: dict[str, list[Card]] = field(default_factory=dict)
    #: tasks that are not on the board any more
    gone: tuple[UUID, ...] = ()
    #: column id → how many cards are in it
    counts: dict[UUID, int] = field(default_factory=dict)


def read_patch(
    board: Board, languages: Iterable[str], *, since: int, shape: int | None = None
) -> Patch:
    """What a page needs that shows version `since`; `shape`: the shape that it shows.

    A page with an older shape, with a version from elsewhere or with too much to change reads the
    whole board again.
    """
    known_shape = since if shape is None else shape
    if known_shape < board.shape_version or since > board.version:
        return Patch(board.version, board.shape_version, needs_reload=True)
    gone = _list_gone(board, since)
    changed = _count_changed(board, since)
    if changed > MOST:
        return Patch(board.version, board.shape_version, needs_reload=True)
    cards: dict[str, list[Card]] = {language: [] for language in languages}
    if changed > len(gone):
        cards = list_cards_in(read_frame(board), list(cards), since=since)
    return Patch(
        board.version,
        board.shape_version,
        cards=cards,
        gone=gone,
        counts=count_cards(board.id),
    )


def count_cards(board_id: UUID) -> dict[UUID, int]:
    """How many cards are in each column that has any."""
    rows = session().execute(
        select(Task.column_id, func.count(Task.id))
        .where(Task.board_id == board_id, Task.archived_at.is_(None))
        .group_by(Task.column_id)
    )
    return dict(rows.all())


def _count_changed(board: Board, since: int) -> int:
    changed = select(func.count(Task.id)).where(Task.board_id == board.id, Task.version > since)
    return session().scalar(changed) or 0


def _list_gone(board: Board, since: int) -> tuple[UUID, ...]:
    gone = select(Task.id).where(
        Task.board_id == board.id, Task.version > since, Task.archived_at.is_not(None)
    )
    return tuple(session().scalars(gone))
