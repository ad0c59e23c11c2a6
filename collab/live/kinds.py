"""What other packages say about the documents that they keep here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from collab.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Named:
    """What people call a document, and where they find it."""

    title: str
    #: of the title
    language: str
    #: from the cooperation's address on
    path: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document: who may write it, and who wants to know what it says."""

    name: str
    #: runs inside a unit of work of the actor's cooperation; NotFound when they may not see it
    can_write: Callable[[Actor, UUID], bool]
    #: is given the document's id and its content as ProseMirror JSON, inside a unit of work
    on_projected: Callable[[UUID, dict[str, Any]], None] | None = None
    #: inside a unit of work; NotFound when the actor may not see it
    find_name: Callable[[Actor, UUID], Named] | None = None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; the last one of a name counts."""
    _kinds[kind.name] = kind


def find_kind(name: str) -> Kind:
    """Return the kind of this name; KeyError when no package registered it."""
    return _kinds[name]
