"""The margins of open pages: says that something has changed, never what; the page asks for that.

A client emits `join` {cooperation, page}; the ack is {ok: true}, or {ok: false, code}. Then it
gets `changed`, and `resync` when it is to join again because rights may have changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import gevent
from flask import Flask
from socketio.exceptions import ConnectionRefusedError as RefuseConnection

from collab.accounts.callers import identify_caller
from collab.accounts.service import is_session_alive, list_living_sessions
from collab.cooperations.service import find_actor
from collab.core import sockets
from collab.core.bus import bus
from collab.core.db import GLOBAL, unit_of_work
from collab.core.errors import DomainError
from collab.core.flow import wait_to_open
from collab.core.ids import parse_id
from collab.core.revocation import AccessChange, is_heard, on_access_change
from collab.pages.service.found import find_page
from collab.pages.service.threads import on_threads_changed

NAMESPACE: Final = "/pages"
#: of one person; whoever has more pages open sees what is new when they load them again
MOST: Final = 50
_LONGEST_SLUG: Final = 100
_PAUSE_SECONDS: Final = 0.01


@dataclass(slots=True)
class _Viewer:
    """A socket, and the page that it has open."""

    sid: str
    person_id: UUID
    session_id: UUID
    cooperation_id: UUID | None = None
    page_id: UUID | None = None


_viewers: dict[str, _Viewer] = {}


class PageSockets:
    """Takes in the open pages of one application."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def on_connect(self, sid: str, environ: dict[str, Any], _auth: Any = None) -> None:
        """Let in whoever is signed in."""
        identity = identify_caller(self._app, environ)
        if identity is None:
            raise RefuseConnection("signed_out")
        if sum(each.person_id == identity.person_id for each in _viewers.values()) >= MOST:
            raise RefuseConnection("too_many")
        _viewers[sid] = _Viewer(sid, identity.person_id, identity.session_id)

    def on_disconnect(self, sid: str, _reason: Any = None) -> None:
        """Forget it."""
        _viewers.pop(sid, None)

    def on_join(self, sid: str, message: Any = None) -> dict[str, Any]:
        """Tell it about a page from now on, if the person sees that."""
        viewer = _viewers.get(sid)
        told: Mapping[str, Any] = message if isinstance(message, Mapping) else {}
        slug, page_id = told.get("cooperation"), parse_id(told.get("page"))
        if viewer is None or page_id is None or not _is_slug(slug):
            return {"ok": False, "code": "invalid"}
        if not wait_to_open(viewer.person_id):
            return {"ok": False, "code": "too_much"}
        viewer.page_id = None
        try:
            actor = find_actor(viewer.person_id, viewer.session_id, str(slug))
            with unit_of_work(actor.scope, writes=False):
                if not is_session_alive(viewer.session_id):
                    return {"ok": False, "code": "signed_out"}
                find_page(actor, page_id)
        except DomainError as error:
            return {"ok": False, "code": error.code}
        viewer.cooperation_id, viewer.page_id = actor.cooperation_id, page_id
        return {"ok": True}


def _is_slug(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST_SLUG and value.isprintable()


def tell(page_id: UUID) -> None:
    """Have every page that shows this margin ask for it again; opens a unit of work."""
    concerned = [each for each in _viewers.values() if each.page_id == page_id]
    if not concerned:
        return
    with unit_of_work(GLOBAL, writes=False):
        living = list_living_sessions({each.session_id for each in concerned})
    for each in concerned:
        if each.session_id in living and is_heard():
            sockets.emit("changed", each.sid, NAMESPACE)
        elif each.session_id in living:
            _send_back(each)  # who knows whether they may still see it
        else:
            _viewers.pop(each.sid, None)
            sockets.server().disconnect(each.sid, namespace=NAMESPACE)


def check_everybody() -> None:
    """Other processes may have said something meanwhile: all join again, and ask for the margin."""
    for each in list(_viewers.values()):
        _send_back(each)
        gevent.sleep(_PAUSE_SECONDS)


def _send_back(viewer: _Viewer) -> None:
    if viewer.page_id is not None:
        viewer.page_id = None
        sockets.emit("resync", viewer.sid, NAMESPACE)


def follow_access(change: AccessChange) -> None:
    """Whoever may have lost the page is told nothing more until they have joined again."""
    for each in list(_viewers.values()):
        if (
            change.session_id in (None, each.session_id)
            and change.person_id in (None, each.person_id)
            and change.cooperation_id in (None, each.cooperation_id)
        ):
            _send_back(each)


def init_app(app: Flask) -> None:
    """Take the events of the namespace of pages."""
    handlers = PageSockets(app)
    sockets.on("connect", handlers.on_connect, NAMESPACE)
    sockets.on("disconnect", handlers.on_disconnect, NAMESPACE)
    sockets.on("join", handlers.on_join, NAMESPACE)
    on_threads_changed(tell)
    on_access_change(follow_access)
    bus.on_recovered(check_everybody)
