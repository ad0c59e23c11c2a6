"""Says that somebody's access has changed, so that open connections ask again at once."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Final
from uuid import UUID

from collab.core.bus import bus
from collab.core.relays import Relay


@dataclass(frozen=True, slots=True)
class AccessChange:
    """Whose access changed; None means: not limited by this."""

    session_id: UUID | None = None
    person_id: UUID | None = None
    cooperation_id: UUID | None = None
    document_id: UUID | None = None


_listeners: list[Callable[[AccessChange], None]] = []


def _write(change: AccessChange) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(change).items() if value is not None}


def _read(told: dict[str, str]) -> AccessChange:
    return AccessChange(**{name: UUID(value) for name, value in told.items()})


_relay: Final = Relay("access", lambda: _listeners, _write, _read)


def on_access_change(listener: Callable[[AccessChange], None]) -> None:
    """Be told of every change of access, in whatever process, after its commit."""
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
    _relay.tell(AccessChange(session_id, person_id, cooperation_id, document_id))


def is_heard() -> bool:
    """Whether what other processes announce is heard here, as far as anybody knows."""
    return bus.is_healthy or not bus.is_configured
