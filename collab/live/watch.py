"""Sees what has changed in another process without a word, as by a command or the worker."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Protocol, TypeVar
from uuid import UUID

import gevent

from collab.accounts.identity import Identity
from collab.accounts.service import list_living_sessions
from collab.cooperations.service import list_standings
from collab.core.db import GLOBAL, Scope, unit_of_work
from collab.live.connections import Connection
from collab.live.members import Member


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


def find_changed(connections: Iterable[Connection]) -> list[Connection]:
    """Those whose membership, account or cooperation is another than when they were looked up.

    One query for each cooperation.
    """
    places: dict[UUID, list[tuple[Connection, Member]]] = {}
    for each in connections:
        if each.member is not None:
            places.setdefault(each.member.actor.cooperation_id, []).append((each, each.member))
    changed: list[Connection] = []
    for cooperation_id, here in places.items():
        with unit_of_work(Scope(cooperation_id), writes=False):
            standings = list_standings({member.actor.membership_id for _each, member in here})
        changed += [
            each
            for each, member in here
            if standings.get(member.actor.membership_id) != member.standing
        ]
    return changed


def watch_sessions(connections: Mapping[str, Watched], sign_out: Callable[[Watched], None]) -> None:
    """Look every few seconds; never returns."""
    while True:
        gevent.sleep(_EVERY_SECONDS)
        try:
            for connection in find_ended(list(connections.values())):
                sign_out(connection)
        except Exception:  # noqa: BLE001 the next look may go well
            _log.exception("cannot see which sessions have ended")


def watch_standings(
    connections: Mapping[str, Connection], look_again: Callable[[Connection], None]
) -> None:
    """Look every few seconds; never returns."""
    while True:
        gevent.sleep(_EVERY_SECONDS)
        try:
            for connection in find_changed(list(connections.values())):
                look_again(connection)
                gevent.sleep(0)  # whoever types has a turn
        except Exception:  # noqa: BLE001 the next look may go well
            _log.exception("cannot see whose rights have changed")
