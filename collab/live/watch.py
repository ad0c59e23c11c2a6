"""Ends sockets of sessions that have ended in another process, as by a command or the worker."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol, TypeVar

import gevent

from collab.accounts.identity import Identity
from collab.accounts.service import list_living_sessions
from collab.core.db import GLOBAL, unit_of_work


class SignedIn(Protocol):
    """A connection that somebody's session opened."""

    @property
    def identity(self) -> Identity:
        """Whose it is."""


Watched = TypeVar("Watched", bound=SignedIn)
_EVERY_SECONDS: Final = 3.0
_log = logging.getLogger(__name__)


def find_ended(connections: Sequence[Watched]) -> list[Watched]:
    """Those whose session signs nobody in any more; one query for all of them."""
    if not connections:
        return []
    with unit_of_work(GLOBAL, writes=False):
        living = list_living_sessions({each.identity.session_id for each in connections})
    return [each for each in connections if each.identity.session_id not in living]


def watch_sessions(connections: Mapping[str, Watched], sign_out: Callable[[Watched], None]) -> None:
    """Look every few seconds; never returns."""
    while True:
        gevent.sleep(_EVERY_SECONDS)
        try:
            for connection in find_ended(list(connections.values())):
                sign_out(connection)
        except Exception:  # noqa: BLE001 the next look may go well
            _log.exception("cannot see which sessions have ended")
