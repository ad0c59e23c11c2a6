"""The messages of the sockets of boards, parsed strictly and put together in one place.

A client emits `join` {cooperation, board, version, shape}; the ack is {ok: true, version, shape,
reload, cards, gone, counts}, or {ok: false, code, message}. Then it gets `changed` {board, from,
version, reload, cards, gone, counts, by, words}. Cards are whole, so applying one twice does no
harm: a client takes in what ends after its version, and joins again when `from` is after its own.
`resync`: join again, rights may have changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from markupsafe import Markup

from collab.boards.marks import Card
from collab.boards.service.changes import Author
from collab.boards.service.patches import Patch
from collab.core.ids import parse_id

_LONGEST_SLUG: Final = 100
_LARGEST: Final = 2**53 - 1
_KNOWN: Final = {"cooperation", "board", "version", "shape"}


class MalformedError(ValueError):
    """A message that no page of ours sends."""


@dataclass(frozen=True, slots=True)
class Join:
    """A client opens a board; it has everything up to `version`."""

    cooperation: str
    board_id: UUID
    version: int
    shape: int


def parse_join(message: object) -> Join:
    """Read the payload of a join; raises MalformedError."""
    if not isinstance(message, Mapping) or not set(message) <= _KNOWN:
        raise MalformedError("a join with unknown parts")
    cooperation = message.get("cooperation")
    if not isinstance(cooperation, str) or not 0 < len(cooperation) <= _LONGEST_SLUG:
        raise MalformedError("a join without its cooperation")
    board = message.get("board")
    board_id = parse_id(board) if isinstance(board, str) and len(board) == 36 else None
    if board_id is None or not cooperation.isprintable():
        raise MalformedError("a join without its board")
    return Join(
        cooperation, board_id, _number(message.get("version")), _number(message.get("shape"))
    )


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value <= _LARGEST:
        raise MalformedError("a number out of range")
    return value


def say_patch(patch: Patch, cards: Sequence[tuple[Card, Markup]]) -> dict[str, Any]:
    """What changed, as the wire carries it; `cards` with how they are drawn."""
    return {
        "version": patch.version,
        "shape": patch.shape,
        "reload": patch.needs_reload,
        "cards": [_say_card(card, drawn) for card, drawn in cards],
        "gone": [str(one) for one in patch.gone],
        "counts": {str(column): number for column, number in patch.counts.items()},
    }


def _say_card(card: Card, drawn: Markup) -> dict[str, Any]:
    return {
        "id": str(card.id),
        "column": str(card.column_id),
        "lane": card.lane,
        "rank": card.rank,
        "version": card.version,
        "html": str(drawn),
    }


def say_author(actor: Author | None) -> dict[str, Any] | None:
    """Who did it; None: the installation itself."""
    if actor is None:
        return None
    return {"id": str(actor.membership_id), "name": actor.name, "color": actor.color}
