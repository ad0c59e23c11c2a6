"""The sockets of boards: connect, join, disconnect, and what is told to whoever has joined."""

import time
from dataclasses import dataclass
from typing import Any, Final

import gevent
from flask import Flask
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from socketio.exceptions import ConnectionRefusedError as RefuseConnection

from collab.accounts.callers import identify_caller
from collab.accounts.service import is_session_alive
from collab.boards.messages import Join, MalformedError, parse_join
from collab.boards.rooms import Rooms, Viewer
from collab.boards.service.boards import FoundBoard, find_board
from collab.boards.service.changes import on_board_change
from collab.boards.service.patches import Patch, read_patch
from collab.boards.telling import NAMESPACE, Teller
from collab.cooperations.service import find_actor
from collab.core import sockets
from collab.core.actor import Actor
from collab.core.bus import bus
from collab.core.db import unit_of_work
from collab.core.errors import DomainError
from collab.core.flow import wait_to_open
from collab.core.revocation import AccessChange, is_heard, on_access_change
from collab.live.watch import watch_sessions

_MESSAGES: Final[dict[str, Any]] = {
    "invalid": _l("The board could not be opened. Please load the page again."),
    "signed_out": _l("You are signed out. Sign in again."),
    "too_much": _l("You have sent very much in a short time. Wait a minute."),
}
#: sockets of one person
MOST: Final = 500
_TRIES: Final = 3
_GOOD_FOR_SECONDS: Final = 60.0
#: while other processes may announce a change that is not heard here
_UNHEARD_SECONDS: Final = 10.0
#: between two viewers who are all asked to join again
_PAUSE_SECONDS: Final = 0.01


class SignedOutError(Exception):
    """The session that the socket came with has ended."""


@dataclass(frozen=True, slots=True)
class Entered:
    """Who looks at a board now, and what they lack."""

    actor: Actor
    patch: Patch


class BoardSockets:
    """Hands the events of one application's sockets on."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self.rooms = Rooms()
        self.teller = Teller(app, self.rooms)
        self._watchers: list[gevent.Greenlet[..., None]] = []

    def on_connect(self, sid: str, environ: dict[str, Any], _auth: Any = None) -> None:
        """Let in whoever is signed in."""
        identity = identify_caller(self._app, environ)
        if identity is None:
            raise RefuseConnection("signed_out")
        everybody = self.rooms.viewers.values()
        if sum(each.identity.person_id == identity.person_id for each in everybody) >= MOST:
            raise RefuseConnection("too_many")
        eio_sid, _transport = sockets.transport_of(sid, NAMESPACE)
        self.rooms.viewers[sid] = Viewer(sid, eio_sid, identity)
        self._watch()

    def _watch(self) -> None:
        """From the first viewer on, look out for whatever they are to be told."""
        if not self._watchers:
            on_board_change(self.teller.on_board_change)
            on_access_change(self.on_access_change)
            bus.on_recovered(self.check_everybody)
            self._watchers = [
                gevent.spawn(watch_sessions, self.rooms.viewers, self._sign_out),
                gevent.spawn(self.teller.look_for_changes),
                gevent.spawn(self._check_again),
            ]

    def _check_again(self) -> None:
        """Rights end without a word, as by commands: who looks on for long is asked to join."""
        while True:
            gevent.sleep(_UNHEARD_SECONDS / 4)
            end = time.monotonic() - (_GOOD_FOR_SECONDS if is_heard() else _UNHEARD_SECONDS)
            for viewer in list(self.rooms.viewers.values()):
                if viewer.board_id is not None and viewer.checked_at < end:
                    self._send_back(viewer)

    def check_everybody(self) -> None:
        """Catch up with what other processes may have said meanwhile; all viewers join again."""
        self.teller.look()
        for viewer in list(self.rooms.viewers.values()):
            viewer.checks += 1
            if viewer.board_id is not None:
                self._send_back(viewer)
                gevent.sleep(_PAUSE_SECONDS)

    def on_disconnect(self, sid: str, _reason: Any = None) -> None:
        """Forget who has gone."""
        viewer = self.rooms.viewers.pop(sid, None)
        if viewer is not None:
            self.rooms.leave(viewer)

    def on_join(self, sid: str, message: Any = None) -> Any:
        """Open a board; the ack says what the page lacks."""
        viewer = self.rooms.viewers.get(sid)
        if viewer is None:
            return {"ok": False, "code": "signed_out", "message": ""}
        if not wait_to_open(viewer.identity.person_id):
            return self._refusal(viewer, "too_much")
        try:
            entered = self._enter(viewer, parse_join(message))
        except MalformedError:
            return self._refusal(viewer, "invalid")
        except SignedOutError:
            return self._refusal(viewer, "signed_out")
        except DomainError as error:
            self.rooms.leave(viewer)
            words = self._say(viewer, error.message)
            return {"ok": False, "code": error.code, "message": words}
        return {"ok": True, **self.teller.draw_for(entered.patch, entered.actor)}

    def _enter(self, viewer: Viewer, join: Join) -> Entered:
        """Raises NotFound for what they may not see, and whatever keeps them out of its pages."""
        for _attempt in range(_TRIES):
            checks = viewer.checks
            actor = find_actor(
                viewer.identity.person_id, viewer.identity.session_id, join.cooperation
            )
            with unit_of_work(actor.scope, writes=False):
                if not is_session_alive(viewer.identity.session_id):
                    raise SignedOutError
                found = find_board(actor, join.board_id)
                # from here on the room tells what the patch may lack
                room = self.rooms.enter(viewer, actor, found.id, found.board.version)
                patch = _read(found, actor, join)
            if viewer.checks == checks and self.rooms.viewers.get(viewer.sid) is viewer:
                if patch.version > room.version:
                    self.teller.wake(room)
                return Entered(actor, patch)
            self.rooms.leave(viewer)  # rights changed, or the socket went, while we read
        raise SignedOutError

    def on_access_change(self, change: AccessChange) -> None:
        """Whoever is concerned joins again, and gets in only where they still may."""
        for viewer in self.rooms.list_concerned(change):
            viewer.checks += 1
            if change.session_id is not None:
                self._sign_out(viewer)
                continue
            self._send_back(viewer)

    def _send_back(self, viewer: Viewer) -> None:
        self.rooms.leave(viewer)
        sockets.emit("resync", viewer.sid, NAMESPACE)

    def _sign_out(self, viewer: Viewer) -> None:
        self._send_back(viewer)
        sockets.disconnect(viewer.eio_sid)

    def _refusal(self, viewer: Viewer, code: str) -> dict[str, Any]:
        self.rooms.leave(viewer)
        return {"ok": False, "code": code, "message": self._say(viewer, _MESSAGES[code])}

    def _say(self, viewer: Viewer, message: Any) -> str:
        """The message in the language of whoever reads it."""
        with self._app.test_request_context(), force_locale(viewer.identity.language):
            return str(message)


def _read(found: FoundBoard, actor: Actor, join: Join) -> Patch:
    return read_patch(found.board, [actor.language], since=join.version, shape=join.shape)


def init_app(app: Flask) -> None:
    """Take the events of the namespace of boards."""
    handlers = BoardSockets(app)
    for event, handler in (
        ("connect", handlers.on_connect),
        ("disconnect", handlers.on_disconnect),
        ("join", handlers.on_join),
    ):
        sockets.on(event, handler, NAMESPACE)
