"""Boards: finding, naming and archiving them. New ones are made in `making`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from collab.activity import service as activity
from collab.boards import policy
from collab.boards.models import Board, BoardColumn, Label, Lane, LanesBy
from collab.boards.policy import Standing
from collab.boards.service.changes import begin_change
from collab.boards.service.lookups import own_role, sees_board, standing_by
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import session
from collab.core.errors import Conflict, Invalid, NotFound, require
from collab.groups import service as groups
from collab.groups.models import WorkingGroup

MAX_NAME = 120


class BoardArchived(Conflict):
    """An archived board stays as it is."""

    code = "board_archived"
    message = _l("This board is archived. It can be read, but not changed.")
    hint = _l("Whoever arranges the board can bring it back.")


@dataclass(frozen=True, slots=True)
class BoardEdit:
    """What can be changed about a board as a whole."""

    name: str
    language: str
    lanes_by: LanesBy


@dataclass(frozen=True, slots=True)
class FoundBoard:
    """A board, its group, and how the actor stands to it."""

    board: Board
    standing: Standing
    #: None: it is the cooperation's
    group: WorkingGroup | None

    @property
    def id(self) -> UUID:
        """The board's id."""
        return self.board.id


def find_board(actor: Actor, board_id: UUID) -> FoundBoard:
    """The board, also an archived one; NotFound when the actor may not see it."""
    wanted = _with_group().add_columns(own_role(actor)).where(Board.id == board_id)
    row = session().execute(wanted).first()
    if row is None:
        raise NotFound
    board, group, role = row
    return FoundBoard(board, standing_by(actor, board, role), group)


def list_boards(
    actor: Actor, *, group_id: UUID | None = None, archived: bool = False
) -> list[FoundBoard]:
    """The boards the actor may see, of all groups or of one; the cooperation's own come first."""
    is_kept = Board.archived_at.is_not(None) if archived else Board.archived_at.is_(None)
    wanted = _with_group().where(sees_board(actor), is_kept)
    if group_id is not None:
        wanted = wanted.where(Board.group_id == group_id)
    place = func.coalesce(WorkingGroup.position, -1)
    order = (place, WorkingGroup.name, Board.position, Board.name, Board.id)
    own = groups.own_roles(actor)
    return [
        FoundBoard(board, policy.standing(board.group_id, own, is_archived=archived), group)
        for board, group in session().execute(wanted.order_by(*order))
    ]


def _with_group() -> Any:
    return select(Board, WorkingGroup).outerjoin(WorkingGroup, WorkingGroup.id == Board.group_id)


def list_columns(board_id: UUID) -> Sequence[BoardColumn]:
    """The board's columns from left to right."""
    return (
        session()
        .scalars(
            select(BoardColumn)
            .where(BoardColumn.board_id == board_id)
            .order_by(BoardColumn.rank, BoardColumn.id)
        )
        .all()
    )


def list_lanes(board_id: UUID) -> Sequence[Lane]:
    """The swimlanes somebody named on the board, from top to bottom."""
    return (
        session()
        .scalars(select(Lane).where(Lane.board_id == board_id).order_by(Lane.rank, Lane.id))
        .all()
    )


def list_labels(board_id: UUID) -> Sequence[Label]:
    """The board's labels in their order."""
    return (
        session()
        .scalars(
            select(Label).where(Label.board_id == board_id).order_by(Label.position, Label.name)
        )
        .all()
    )


def check_name(name: str, most: int) -> str:
    """The name without spaces around it; Invalid when there is none or it is too long."""
    if not name.strip():
        raise Invalid({"name": _l("Please enter a name.")})
    if len(name.strip()) > most:
        raise Invalid({"name": _l("Please use at most %(max)d characters.", max=most)})
    return name.strip()


def begin_arranging(actor: Actor, board_id: UUID) -> Board:
    """The board for a change of its shape, locked; Forbidden when the actor only works on it."""
    found = find_board(actor, board_id)
    require(policy.can_arrange(actor, found.standing))
    board = begin_change(board_id, reshape=True)
    if board.archived_at is not None:
        raise BoardArchived
    return board


def edit_board(actor: Actor, board_id: UUID, edit: BoardEdit) -> Board:
    """Change name, language and swimlanes; Invalid names the field."""
    name = check_name(edit.name, MAX_NAME)
    board = begin_arranging(actor, board_id)
    after = {"name": name, "language": edit.language, "lanes_by": str(edit.lanes_by)}
    before = {field: getattr(board, field) for field in after}
    changes = {field: before[field] for field in after if before[field] != after[field]}
    for field, value in after.items():
        setattr(board, field, value)
    if changes:
        activity.record(actor, "board.edited", board.id, name=name, before=changes)
    return board


def archive_board(actor: Actor, board_id: UUID) -> Board:
    """Put the board and its tasks away: they can be read, not changed."""
    board = begin_arranging(actor, board_id)
    board.archived_at = now()
    activity.record(actor, "board.archived", board.id, name=board.name)
    return board


def restore_board(actor: Actor, board_id: UUID) -> Board:
    """Bring an archived board back as it was."""
    require(policy.can_arrange(actor, find_board(actor, board_id).standing))
    board = begin_change(board_id, reshape=True)
    if board.archived_at is not None:
        board.archived_at = None
        activity.record(actor, "board.restored", board.id, name=board.name)
    return board
