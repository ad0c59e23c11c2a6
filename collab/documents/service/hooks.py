"""What packages above want to know of documents: called inside the same unit of work."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from uuid import UUID

from collab.documents.models import Document

Renamed = Callable[[Document], None]
Erased = Callable[[Sequence[UUID]], None]
Hook = TypeVar("Hook")

_renamed: list[Renamed] = []
_erased: list[Erased] = []


def _keep(hooks: list[Hook], hook: Hook) -> Hook:
    if hook not in hooks:
        hooks.append(hook)
    return hook


def on_renamed(hook: Renamed) -> Renamed:
    """Have it called with each document that got another name."""
    return _keep(_renamed, hook)


def on_erased(hook: Erased) -> Erased:
    """Have it called with the ids of documents that are about to go for good, rows and all."""
    return _keep(_erased, hook)


def tell_renamed(document: Document) -> None:
    """The document has another name now."""
    for hook in _renamed:
        hook(document)


def tell_erased(document_ids: Sequence[UUID]) -> None:
    """These documents are about to go for good."""
    for hook in _erased:
        hook(document_ids)
