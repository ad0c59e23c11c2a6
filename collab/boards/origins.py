"""Where tasks come from: packages above this one register what a task can be linked to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from collab.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Origin:
    """A meeting, or a decision or action in its minutes, as a task's page shows it."""

    kind: str
    meeting_id: UUID
    block: UUID | None
    #: its words, in `language`
    words: str
    language: str
    #: endpoint and arguments of its page, for url_for, and the anchor on it
    endpoint: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class OriginKind:
    """One kind of origin. All three show an actor only what they may see."""

    name: str
    #: (actor, [(meeting_id, block)]) → those of them that the actor may see
    find: Callable[[Actor, Sequence[tuple[UUID, UUID | None]]], list[Origin]]
    #: (actor, words, most) → what matches, the latest first
    search: Callable[[Actor, str, int], list[Origin]]


_kinds: dict[str, OriginKind] = {}


def register(kind: OriginKind) -> None:
    """Let tasks be linked to things of this kind."""
    _kinds[kind.name] = kind


def list_kinds() -> tuple[OriginKind, ...]:
    """Every kind, in the order of registration."""
    return tuple(_kinds.values())


def find_kind(name: str) -> OriginKind | None:
    """The kind of this name."""
    return _kinds.get(name)
