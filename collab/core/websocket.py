"""Engine.IO's websocket for gevent; the handshake is that of `websockets`.

Reads with a limit while reading, never compresses, and never waits to write: what the network does
not take at once waits in a backlog of this connection alone.
"""

import os
import socket
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

import gevent
from gevent.socket import wait_write
from websockets.datastructures import Headers
from websockets.http11 import Request, Response
from websockets.server import ServerProtocol

from collab.core.frames import (
    BINARY,
    CLOSE,
    NOT_TEXT,
    PING,
    PONG,
    TEXT,
    FrameError,
    Incoming,
    build,
)
from collab.core.shortcuts import Announced

#: the WSGI handler puts the connection's socket there
SOCKET_KEY: Final = "collab.socket"
#: and there what it does when no further request is to be read
LAST_KEY: Final = "collab.last_request"
MAX_BACKLOG_BYTES: Final = 8 * 2**20
_READ_BYTES: Final = 65536
#: within it a long-polling client has changed over to its websocket, or stays where it is
_UPGRADE_SECONDS: Final = 10.0
_NORMAL: Final = (1000).to_bytes(2, "big")


class Backlog:
    """What a socket has still to send; writing never waits and keeps the order."""

    __slots__ = ("_descriptor", "_parts", "_socket", "_writer", "is_open", "on_drained", "size")

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        # it is closed only after this was told to stop
        self._descriptor = connection.fileno()
        # a list, as it is empty nearly always and a deque never is small
        self._parts: list[memoryview] = []
        self._writer: gevent.Greenlet[..., None] | None = None
        self.size = 0
        self.is_open = True
        #: called whenever everything has been sent
        self.on_drained: Callable[[], None] | None = None

    def write(self, data: bytes) -> None:
        """Send, or keep for later; a connection that is too far behind is cut."""
        if not self.is_open:
            return
        sent = 0 if self._parts else self._send(data)
        if sent == len(data) or not self.is_open:
            return
        part = memoryview(data)[sent:]
        self._parts.append(part)
        self.size += len(part)
        if self.size > MAX_BACKLOG_BYTES:
            self.abort()
        elif self._writer is None:
            self._writer = gevent.spawn(self._write_on)

    def _send(self, part: bytes | memoryview) -> int:
        try:
            return os.write(self._descriptor, part)
        except BlockingIOError:
            return 0
        except OSError:
            self.abort()
            return 0

    def _write_on(self) -> None:
        try:
            while self._parts and self.is_open:
                wait_write(self._descriptor)
                self._write_some()
        except OSError:
            self.abort()
        finally:
            self._writer = None
        if self.is_open and self.on_drained is not None:
            self.on_drained()

    def _write_some(self) -> None:
        while self._parts and self.is_open:
            part = self._parts[0]
            sent = self._send(part)
            self.size -= sent
            if sent < len(part):
                if self._parts:
                    self._parts[0] = part[sent:]
                return
            self._parts.pop(0)

    def abort(self) -> None:
        """Cut the connection; nothing more is sent or received."""
        self.is_open = False
        self._parts.clear()
        self.size = 0
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # the other side was faster


class WebSocket:
    """What Engine.IO calls a websocket: made for a request, then `send`, `wait` and `close`."""

    __slots__ = (
        "__weakref__",
        "_announced",
        "_arrived",
        "_connection",
        "_handler",
        "_incoming",
        "_is_over",
        "_ready",
        "_transport",
        "backlog",
        "is_heard",
    )

    def __init__(self, handler: Callable[["WebSocket"], Any], server: Any) -> None:
        self._handler = handler
        #: the Engine.IO socket; strangers may send less than those who were let in
        self._transport: Any = handler.__self__  # type: ignore[attr-defined]
        largest = getattr(self._transport, "largest", server.max_http_buffer_size)
        self._incoming = Incoming(largest)
        self._is_over = False
        #: whether the client has said anything: only then does changing over to it begin
        self.is_heard = False
        #: what came last first; lists as above
        self._arrived: list[str | bytes | None] = []
        self._ready: list[str | bytes | None] = []
        self._announced = Announced(getattr(self._transport, "shortcuts", {}))
        # so that a room reaches the websocket of an Engine.IO socket
        self._transport.websocket = self

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Shake hands, then run Engine.IO's handler until the connection ends."""
        response = _shake_hands(environ)
        if response.status_code != HTTPStatus.SWITCHING_PROTOCOLS:
            status = f"{response.status_code} {response.reason_phrase}"
            start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
            return [response.body or b""]
        # under another name Engine.IO would start a timeout with every message; it looks after
        # those who have gone by itself
        self._connection: socket.socket = environ[SOCKET_KEY]
        self.backlog = Backlog(self._connection)
        self.backlog.write(response.serialize())
        environ.pop(LAST_KEY, _nothing)()
        del response, start_response  # this goes on as long as the connection
        limit = gevent.spawn_later(_UPGRADE_SECONDS, self._give_up)
        try:
            return self._handler(self)
        except ValueError:  # no packet of Engine.IO
            self._transport.close(wait=False, abort=True)
            return []
        finally:
            limit.kill(block=False)
            self.backlog.abort()

    def _give_up(self) -> None:
        if not self._transport.upgraded:
            self.close()

    def _note_heard(self) -> None:
        self.is_heard = True
        if self._transport.connected and not self._transport.upgraded:
            self._transport.upgrading = True

    def take_up_to(self, size: int) -> None:
        """Read messages of so many bytes from now on."""
        self._incoming.largest = size

    def send(self, message: str | bytes) -> None:
        """Send a message; OSError when the connection has ended."""
        if not self.backlog.is_open or self._is_over:
            raise OSError("the connection has ended")
        if isinstance(message, str):
            self.backlog.write(build(TEXT, message.encode()))
        else:
            self.backlog.write(build(BINARY, message))

    def write(self, frames: bytes) -> None:
        """Send frames that were made once for many connections; after the goodbye nothing is."""
        if not self._is_over:
            self.backlog.write(frames)

    def wait(self) -> str | bytes | None:
        """Return the next message that has no handler of its own; None when there will be none."""
        while not self._ready:
            while not self._arrived:
                if not self._read():
                    return None
            self._ready.extend(self._announced.sort(self._arrived.pop()))
        if not self.is_heard:
            self._note_heard()
        return self._ready.pop(0)

    def _read(self) -> bool:
        """Take in what has come, once there is something; whether the connection is still there."""
        try:
            data = self._connection.recv(_READ_BYTES)
        except OSError:
            return False
        if not data:
            return False
        try:
            for opcode, payload in self._incoming.feed(data):
                self._take(opcode, payload)
                if self._is_over:
                    break
        except FrameError as error:
            self._end(error.code.to_bytes(2, "big"))
        self._arrived.reverse()
        return True

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == TEXT:
            self._arrived.append(_decode(payload))
        elif opcode == BINARY:
            self._arrived.append(payload)
        elif opcode == PING:
            self.backlog.write(build(PONG, payload))
        elif opcode == CLOSE:
            self._end(payload)

    def _end(self, why: bytes) -> None:
        """Say goodbye; nothing more is read or sent."""
        if not self._is_over:
            self._is_over = True
            self.backlog.write(build(CLOSE, why))
        self._arrived.append(None)

    def close(self) -> None:
        """Say goodbye and end the connection."""
        if self.backlog.is_open:
            self._end(_NORMAL)
            self.backlog.abort()


def _shake_hands(environ: dict[str, Any]) -> Response:
    """The answer to a request that wants to go on as a websocket."""
    return ServerProtocol().accept(Request(environ["PATH_INFO"], _headers(environ)))


def _nothing() -> None:
    """A server of tests has nothing to let go."""


def _decode(payload: bytes) -> str:
    try:
        return payload.decode()
    except UnicodeDecodeError as error:
        raise FrameError(NOT_TEXT) from error


def _headers(environ: dict[str, Any]) -> Headers:
    return Headers(
        [
            (key[5:].replace("_", "-"), str(value))
            for key, value in environ.items()
            if key.startswith("HTTP_")
        ]
    )
