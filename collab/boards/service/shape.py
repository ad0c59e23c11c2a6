"""What columns, lanes and labels have in common: finding them, their order, and the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from uuid import UUID

from flask_babel import lazy_gettext as _l

from collab.activity import service as activity
from collab.boards.models import Board, BoardColumn, Color, Label, Lane
from collab.core.actor import Actor
from collab.core.db import session
from collab.core.errors import Conflict, Invalid
from collab.core.ranks import rank_between

MAX_NAME = 60

Part = TypeVar("Part", BoardColumn, Lane, Label)


class Gone(Conflict):
    """Somebody deleted the column, lane or label in the meantime."""

    code = "gone"
    message = _l("Somebody deleted this in the meantime.")


class NothingToTakeBack(Conflict):
    """The deletion cannot be taken back, or somebody did so already."""

    code = "nothing_to_take_back"
    message = _l("This cannot be taken back any more, or somebody did it already.")


@dataclass(frozen=True, slots=True)
class Deleted:
    """A column, lane or label that was deleted, as the log remembers it."""

    id: UUID
    name: str
    values: dict[str, Any]
    #: the tasks that were in it or had it, in their order
    tasks: list[UUID]


class Ranked(Protocol):
    """Something that has a place among its like."""

    id: Any
    rank: Any


def find_part(kind: type[Part], board: Board, part_id: UUID) -> Part:
    """The column, lane or label of that board; Gone when it has none such."""
    part = session().get(kind, part_id, populate_existing=True)
    if part is None or part.board_id != board.id:
        raise Gone
    return part


def check_color(color: str) -> str:
    """One of Color; Invalid otherwise."""
    if color not in set(Color):
        raise Invalid({"color": _l("Please choose a colour.")})
    return color


def check_number(present: int, most: int) -> None:
    """Invalid when there are as many of them on the board as it takes."""
    if present >= most:
        raise Invalid({"name": _l("A board has at most %(max)d of these.", max=most)})


def rank_at(rows: Sequence[Ranked], part_id: UUID, position: int) -> str:
    """The rank that brings the part to that position (0 is first) among `rows`, in their order."""
    others = [row.rank for row in rows if row.id != part_id]
    place = min(max(position, 0), len(others))
    low = others[place - 1] if place else None
    return rank_between(low, others[place] if place < len(others) else None)


def free_rank(rows: Sequence[Ranked], rank: str) -> str:
    """That rank, or the next one that none of `rows` has."""
    if all(row.rank != rank for row in rows):
        return rank
    higher = min((row.rank for row in rows if row.rank > rank), default=None)
    return rank_between(rank, higher)


def note(actor: Actor, verb: str, board: Board, part: str, **details: Any) -> None:
    """Write down what was done to a part of the board."""
    activity.record(actor, verb, board.id, name=board.name, part=part, **details)


def note_deleted(
    actor: Actor, verb: str, board: Board, part: Part, tasks: Sequence[UUID], **values: Any
) -> None:
    """Write down what was deleted, so that it can be taken back."""
    kept = {"id": str(part.id), "values": values, "tasks": [str(task) for task in tasks]}
    note(actor, verb, board, part.name, **kept)


def find_deleted(
    actor: Actor, kind: type[Part], verb: str, board_id: UUID, part_id: UUID
) -> Deleted:
    """What the log remembers of a deletion; NothingToTakeBack when that is gone, or it is back."""
    if session().get(kind, part_id) is None:
        for row in activity.list_activity(actor, verb, board_id):
            if row.details.get("id") == str(part_id):
                tasks = [UUID(task) for task in row.details["tasks"]]
                return Deleted(part_id, row.details["part"], row.details["values"], tasks)
    raise NothingToTakeBack
