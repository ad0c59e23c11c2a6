"""The socket events of live documents: connect, join, change, disconnect."""

from typing import Any, Final

from flask import Flask
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from socketio.exceptions import ConnectionRefusedError as RefuseConnection

from collab.accounts.callers import identify_caller
from collab.core import sockets
from collab.core.errors import DomainError
from collab.live.access import SignedOutError
from collab.live.connections import Connection
from collab.live.delivery import NAMESPACE
from collab.live.engine import Engine, running
from collab.live.entries import RefusedError
from collab.live.lib0 import MalformedError
from collab.live.messages import parse_join
from collab.live.wire import decode_change, encode_updates

_MESSAGES: Final[dict[str, Any]] = {
    "forbidden": _l("You do not have the right to change this text."),
    "too_large": _l("This change is too large. Insert it in several parts."),
    "invalid": _l("This change could not be read."),
    "gap": _l("An earlier change is missing. It is sent again."),
    "moved": _l(
        "The agenda item was moved meanwhile. What you typed there is kept here for you to copy."
    ),
    "foreign_client": _l("This change came from somewhere else."),
    "not_joined": _l("The text is not open. Open it again."),
    "signed_out": _l("You are signed out. Sign in again."),
}


class LiveSockets:
    """Hands the events of one application's sockets to the engine."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def on_connect(self, sid: str, environ: dict[str, Any], _auth: Any = None) -> None:
        """Let in whoever is signed in."""
        engine = running()
        if engine is None or engine.is_stopping:
            raise RefuseConnection("unavailable")
        identity = identify_caller(self._app, environ)
        if identity is None:
            raise RefuseConnection("signed_out")
        eio_sid, transport = sockets.transport_of(sid, NAMESPACE)
        engine.connections[sid] = Connection(sid, eio_sid, transport, identity)

    def on_disconnect(self, sid: str, _reason: Any = None) -> None:
        """Tell the room that somebody has gone."""
        engine = running()
        connection = None if engine is None else engine.connections.pop(sid, None)
        if engine is not None and connection is not None:
            engine.leave(connection)

    def on_join(self, sid: str, message: Any = None) -> Any:
        """Open a document; the ack is the answer and a blob of updates."""
        engine, connection = _find(sid)
        if engine is None or connection is None:
            return {"ok": False, "code": "not_joined", "message": ""}
        try:
            answer, updates = engine.join(connection, parse_join(message))
        except MalformedError:
            return self._refusal(connection, "invalid")
        except SignedOutError:
            return self._refusal(connection, "signed_out")
        except DomainError as error:
            return {
                "ok": False,
                "code": error.code,
                "message": self._say(connection, error.message),
            }
        return answer, encode_updates(updates)

    def on_change(self, sid: str, blob: Any = None) -> None:
        """Take a change in, or say why not."""
        engine, connection = _find(sid)
        if engine is None or connection is None:
            return
        try:
            change = decode_change(blob if isinstance(blob, bytes) else b"")
        except MalformedError:
            self._refuse(connection, 0, "invalid")
            return
        if connection.member is None:
            self._refuse(connection, change.n, "not_joined")
            return
        try:
            engine.change(connection, change)
        except RefusedError as error:
            self._refuse(connection, change.n, error.code)

    def _refuse(self, connection: Connection, n: int, code: str) -> None:
        message = {"n": n, "code": code, "message": self._say(connection, _MESSAGES[code])}
        sockets.emit("refused", connection.sid, NAMESPACE, message)

    def _refusal(self, connection: Connection, code: str) -> dict[str, Any]:
        return {"ok": False, "code": code, "message": self._say(connection, _MESSAGES[code])}

    def _say(self, connection: Connection, message: Any) -> str:
        """The message in the language of whoever reads it."""
        with self._app.test_request_context(), force_locale(connection.identity.language):
            return str(message)


def _find(sid: str) -> tuple[Engine | None, Connection | None]:
    engine = running()
    return engine, None if engine is None else engine.connections.get(sid)


def init_app(app: Flask) -> None:
    """Take the events of the namespace of live documents."""
    handlers = LiveSockets(app)
    for event, handler in (
        ("connect", handlers.on_connect),
        ("disconnect", handlers.on_disconnect),
        ("join", handlers.on_join),
        ("change", handlers.on_change),
    ):
        sockets.on(event, handler, NAMESPACE)
