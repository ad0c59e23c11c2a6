"""The socket events of live documents: connect, join, change, disconnect."""

from typing import Any, Final
from uuid import UUID

import gevent
from flask import Flask
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from gevent.lock import BoundedSemaphore
from socketio.exceptions import ConnectionRefusedError as RefuseConnection

from collab.accounts.callers import identify_caller
from collab.config.allowances import Allowances
from collab.core import sockets
from collab.core.errors import DomainError
from collab.core.flow import wait_to_open
from collab.live.access import SignedOutError
from collab.live.connections import Connection
from collab.live.delivery import NAMESPACE
from collab.live.engine import Engine, running
from collab.live.entries import RefusedError
from collab.live.guard import Update, read_ahead
from collab.live.lib0 import MalformedError
from collab.live.limits import limits
from collab.live.messages import parse_join
from collab.live.wire import Change, decode_change, encode_updates

_MESSAGES: Final[dict[str, Any]] = {
    "forbidden": _l("You do not have the right to change this text."),
    "too_large": _l("This change is too large. Insert it in several parts."),
    "invalid": _l("This change could not be read."),
    "gap": _l("An earlier change is missing. It is sent again."),
    "moved": _l(
        "The agenda item was moved meanwhile. What you typed there is kept here for you to copy."
    ),
    "left_out": _l(
        "The document was rebuilt without a damaged part. What hung on it is kept here for you to "
        "copy."
    ),
    "foreign_client": _l("This change came from somewhere else."),
    "not_joined": _l("The text is not open. Open it again."),
    "signed_out": _l("You are signed out. Sign in again."),
    "full": _l(
        "This text has become too long. What you typed is kept here for you to copy into a new one."
    ),
    "too_much": _l("You have sent very much in a short time. Wait a minute."),
    "busy": _l("Your cooperation is sending more than the server takes. Wait a minute."),
}
#: longer updates are read one at a time, and with pauses
_LONG_BYTES: Final = 8192
#: in which the threads that write to the disk have a turn too
_PAUSE_SECONDS: Final = 0.005
#: what each part of a long update counts
_PART_BYTES: Final = 40
_long_ones = BoundedSemaphore(1)


class LiveSockets:
    """Hands the events of one application's sockets to the engine."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        #: what was said before, by its code and language
        self._said: dict[tuple[str, str | None], str] = {}

    def on_connect(self, sid: str, environ: dict[str, Any], _auth: Any = None) -> None:
        """Let in whoever is signed in."""
        engine = running()
        if engine is None or engine.is_stopping:
            raise RefuseConnection("unavailable")
        identity = identify_caller(self._app, environ)
        if identity is None:
            raise RefuseConnection("signed_out")
        if len(_list_of(engine, identity.person_id)) >= limits.sockets:
            raise RefuseConnection("too_much")
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
            _wait_to_open(engine, connection)
            answer, updates = engine.join(connection, parse_join(message))
        except MalformedError:
            return self._refusal(connection, "invalid")
        except SignedOutError:
            return self._refusal(connection, "signed_out")
        except RefusedError as error:
            return self._refusal(connection, error.code)
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
        sent = blob if isinstance(blob, bytes) else b""
        try:
            change = decode_change(sent)
        except MalformedError:
            self._refuse(connection, 0, "invalid", len(sent))
            return
        if connection.document is None:
            self._refuse(connection, change.n, "not_joined", len(sent))
        elif _is_in_time(connection, connection.document.cooperation_id, len(sent)):
            self._take(engine, connection, change)

    def _take(self, engine: Engine, connection: Connection, change: Change) -> None:
        try:
            if len(change.update) <= _LONG_BYTES:
                engine.change(connection, change)
            else:
                _pay(connection, _take_long(engine, connection, change))
        except RefusedError as error:
            self._refuse(connection, change.n, error.code, len(change.update))

    def _refuse(self, connection: Connection, n: int, code: str, size: int) -> None:
        message = {"n": n, "code": code, "message": self._explain(connection, code)}
        sockets.emit("refused", connection.sid, NAMESPACE, message)
        wait = limits.take_refusal(connection.identity.person_id, size)
        if wait:
            gevent.sleep(wait)

    def _refusal(self, connection: Connection, code: str) -> dict[str, Any]:
        return {"ok": False, "code": code, "message": self._explain(connection, code)}

    def _explain(self, connection: Connection, code: str) -> str:
        known = (code, connection.identity.language)
        if known not in self._said:
            self._said[known] = self._say(connection, _MESSAGES[code])
        return self._said[known]

    def _say(self, connection: Connection, message: Any) -> str:
        """The message in the language of whoever reads it."""
        with self._app.test_request_context(), force_locale(connection.identity.language):
            return str(message)


def _find(sid: str) -> tuple[Engine | None, Connection | None]:
    engine = running()
    return engine, None if engine is None else engine.connections.get(sid)


def _take_long(engine: Engine, connection: Connection, change: Change) -> int:
    """Take in one long change at a time: read, they need much memory; returns their parts."""
    with _long_ones:
        read = read_ahead(change.update, _pause)
        engine.change(connection, change._replace(read=read))
        return len(read.structs) if isinstance(read, Update) else 0


def _pause() -> None:
    gevent.sleep(_PAUSE_SECONDS)


def _pay(connection: Connection, parts: int) -> None:
    """Wait for what the parts of a long update have cost everybody else."""
    if connection.document is not None:
        _is_in_time(connection, connection.document.cooperation_id, parts * _PART_BYTES)


def _list_of(engine: Engine, person_id: UUID) -> list[Connection]:
    everybody = list(engine.connections.values())
    return [each for each in everybody if each.identity.person_id == person_id]


def _wait_to_open(engine: Engine, connection: Connection) -> None:
    """Wait for whoever opens very much; raises RefusedError when that is not enough."""
    person_id = connection.identity.person_id
    if limits.is_in_debt(person_id) or not wait_to_open(person_id):
        raise RefusedError("too_much")
    others = [each.document for each in _list_of(engine, person_id) if each is not connection]
    if len({each.id for each in others if each is not None}) >= limits.documents:
        raise RefusedError("too_much")


def _is_in_time(connection: Connection, cooperation_id: UUID, size: int) -> bool:
    """Whether a change is to be looked at, after a wait for whoever sends very much.

    Where even that is not enough the connection ends: its page comes back with what it has.
    """
    wait = limits.take_change(connection.identity.person_id, cooperation_id, size)
    if wait is None:
        sockets.disconnect(connection.eio_sid)
        return False
    if wait:
        gevent.sleep(wait)
    return True


def init_app(app: Flask, allowed: Allowances) -> None:
    """Take the events of the namespace of live documents, and of each only so much."""
    limits.use(allowed)
    handlers = LiveSockets(app)
    for event, handler in (
        ("connect", handlers.on_connect),
        ("disconnect", handlers.on_disconnect),
        ("join", handlers.on_join),
        ("change", handlers.on_change),
    ):
        sockets.on(event, handler, NAMESPACE)
