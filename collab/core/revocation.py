"""Says that somebody's access has changed, so that open connections ask again at once."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AccessChange:
    """Whose access changed; None means: not limited by this."""

    session_id: UUID | None = None
    person_id: UUID | None = None
    cooperation_id: UUID | None = None
    document_id: UUID | None = None


_listeners: list[Callable[[AccessChange], None]] = []


def on_access_change(listener: Callable[[AccessChange], None]) -> None:
    """Be told of every change of access, after its commit."""
    if listener not in _listeners:
        _listeners.append(listener)


def announce(
    *,
    session_id: UUID | None = None,
    person_id: UUID | None = None,
    cooperation_id: UUID | None = None,
    document_id: UUID | None = None,
) -> None:
    """Tell everybody who holds connections open; call it after the commit."""
    change = AccessChange(session_id, person_id, cooperation_id, document_id)
    for listener in _listeners:
        listener(change)
