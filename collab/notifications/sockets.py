"""The bell of open pages: says that something has changed, never what; the page asks for that."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import gevent
from flask import Flask
from socketio.exceptions import ConnectionRefusedError as RefuseConnection

from collab.accounts.callers import identify_caller
from collab.accounts.service import list_living_sessions
from collab.core import sockets
from collab.core.bus import bus
from collab.core.db import GLOBAL, unit_of_work
from collab.core.revocation import AccessChange, on_access_change
from collab.notifications.service import on_ring

NAMESPACE: Final = "/bell"
#: of one person; whoever has more pages open sees the count on the next page
MOST = 50
_AT_ONCE: Final = 10
_PAUSE_SECONDS: Final = 0.1


@dataclass(frozen=True, slots=True)
class _Listener:
    """A page that somebody has open."""

    sid: str
    person_id: UUID
    session_id: UUID


_listeners: dict[str, _Listener] = {}


class BellSockets:
    """Takes in the pages of one application."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def on_connect(self, sid: str, environ: dict[str, Any], _auth: Any = None) -> None:
        """Let in whoever is signed in."""
        identity = identify_caller(self._app, environ)
        if identity is None:
            raise RefuseConnection("signed_out")
        if sum(each.person_id == identity.person_id for each in _listeners.values()) >= MOST:
            raise RefuseConnection("too_many")
        _listeners[sid] = _Listener(sid, identity.person_id, identity.session_id)

    def on_disconnect(self, sid: str, _reason: Any = None) -> None:
        """Forget the page."""
        _listeners.pop(sid, None)


def ring(person_ids: Collection[UUID]) -> None:
    """Have every open page of these people ask for its count; pages of ended sessions are closed.

    Opens a unit of work.
    """
    _tell([each for each in _listeners.values() if each.person_id in person_ids])


def _tell(concerned: list[_Listener]) -> None:
    if not concerned:
        return
    with unit_of_work(GLOBAL, writes=False):
        living = list_living_sessions({each.session_id for each in concerned})
    for each in concerned:
        if each.session_id in living:
            sockets.emit("rung", each.sid, NAMESPACE)
        else:
            _listeners.pop(each.sid, None)
            sockets.server().disconnect(each.sid, namespace=NAMESPACE)


def follow_access(change: AccessChange) -> None:
    """Whoever gained or lost something may have another count, or be signed out."""
    _tell(
        [
            each
            for each in _listeners.values()
            if change.session_id in (None, each.session_id)
            and change.person_id in (None, each.person_id)
        ]
    )


def ring_everybody() -> None:
    """Rings of other processes may have been missed; not all pages ask at the same moment."""
    everybody = list(_listeners.values())
    for start in range(0, len(everybody), _AT_ONCE):
        _tell(everybody[start : start + _AT_ONCE])
        gevent.sleep(_PAUSE_SECONDS)


def init_app(app: Flask) -> None:
    """Take the events of the bell's namespace."""
    handlers = BellSockets(app)
    sockets.on("connect", handlers.on_connect, NAMESPACE)
    sockets.on("disconnect", handlers.on_disconnect, NAMESPACE)
    on_ring(ring)
    on_access_change(follow_access)
    bus.on_recovered(ring_everybody)
