"""Events that every process of the installation hears, not only the one where they happen."""

import json
import logging
import threading
from collections.abc import Callable, Sequence
from typing import Any, Final, Generic, TypeVar

from collab.core.bus import Bus, bus

Event = TypeVar("Event")
_log = logging.getLogger(__name__)


class Relay(Generic[Event]):
    """Tells events of one kind: to the others, and to the listeners of this process.

    One that gets lost on the way is missed: what it says must be found in the database, too.
    `listeners` returns who listens now; `write` and `read` turn an event into what JSON knows.
    """

    def __init__(
        self,
        channel: str,
        listeners: Callable[[], Sequence[Callable[[Event], object]]],
        write: Callable[[Event], Any],
        read: Callable[[Any], Event],
    ) -> None:
        self._channel, self._listeners = channel, listeners
        self._write, self._read = write, read
        _relays.append(self)

    def tell(self, event: Event) -> None:
        """Tell everybody; call it after the commit."""
        if bus.is_configured:
            bus.publish(self._channel, json.dumps(self._write(event), default=str).encode())
        for listener in self._listeners():
            listener(event)

    def attach(self, to: Bus) -> None:
        """Hear what other processes tell."""
        to.subscribe(self._channel, self._hear)

    def _hear(self, _process: bytes, message: bytes) -> None:
        try:
            event = self._read(json.loads(message))
        except (ValueError, LookupError, TypeError, AttributeError):
            # from another version of the program, as while a new one is being started
            _log.warning("another process tells something that cannot be read: %s", self._channel)
            return
        for listener in self._listeners():
            # they may wait for the database, and nobody is to wait for them
            threading.Thread(target=_call, args=(listener, event), daemon=True).start()


_relays: Final[list[Relay[Any]]] = []


def attach(to: Bus) -> None:
    """Let all relays hear what other processes tell."""
    for relay in _relays:
        relay.attach(to)


def _call(listener: Callable[[Any], object], event: object) -> None:
    try:
        listener(event)
    except Exception:  # noqa: BLE001 the next event may go well
        _log.exception("cannot pass on what another process tells")
