"""Engine.IO's websocket for gevent, on the sans-I/O protocol of `websockets`.

Reads with a limit while reading, never compresses, and never waits to write: what the network does
not take at once waits in a backlog of this connection alone.
"""

import os
import socket
from collections import deque
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, Final

import gevent
from gevent.socket import wait_write
from websockets.datastructures import Headers
from websockets.exceptions import InvalidState
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import Protocol, Side, State
from websockets.server import ServerProtocol

from collab.core.shortcuts import Announced

#: the WSGI handler puts the connection's socket there
SOCKET_KEY: Final = "collab.socket"
MAX_BACKLOG_BYTES: Final = 8 * 2**20
_READ_BYTES: Final = 65536


def text_frame(data: bytes) -> bytes:
    """Return a whole text frame as a server sends it."""
    return Frame(Opcode.TEXT, data).serialize(mask=False)


def binary_frame(data: bytes) -> bytes:
    """Return a whole binary frame as a server sends it."""
    return Frame(Opcode.BINARY, data).serialize(mask=False)


class Backlog:
    """What a socket has still to send; writing never waits and keeps the order."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._parts: deque[memoryview] = deque()
        self._writer: gevent.Greenlet[..., None] | None = None
        self.size = 0
        self.is_open = True
        #: called whenever everything has been sent
        self.on_drained: Callable[[], None] | None = None

    def write(self, data: bytes) -> None:
        """Send, or keep for later; a connection that is too far behind is cut."""
        if not self.is_open:
            return
        part = memoryview(data)
        if not self._parts:
            part = part[self._send(part) :]
        if not part or not self.is_open:
            return
        self._parts.append(part)
        self.size += len(part)
        if self.size > MAX_BACKLOG_BYTES:
            self.abort()
        elif self._writer is None:
            self._writer = gevent.spawn(self._write_on)

    def _send(self, part: memoryview) -> int:
        try:
            return os.write(self._socket.fileno(), part)
        except BlockingIOError:
            return 0
        except OSError:
            self.abort()
            return 0

    def _write_on(self) -> None:
        try:
            while self._parts and self.is_open:
                wait_write(self._socket.fileno())
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
            self._parts.popleft()

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

    def __init__(self, handler: Callable[["WebSocket"], Any], server: Any) -> None:
        self._handler = handler
        #: the Engine.IO socket; strangers may send less than those who were let in
        self._transport: Any = handler.__self__  # type: ignore[attr-defined]
        largest = getattr(self._transport, "largest", server.max_http_buffer_size)
        self._protocol = Protocol(Side.SERVER, max_size=largest)
        self._parts: list[bytes] = []
        self._is_text = False
        self._arrived: deque[str | bytes | None] = deque()
        self._ready: deque[str | bytes | None] = deque()
        self._announced = Announced(getattr(self._transport, "shortcuts", {}))
        # so that a room reaches the websocket of an Engine.IO socket
        self._transport.websocket = self

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Shake hands, then run Engine.IO's handler until the connection ends."""
        handshake = ServerProtocol()
        response = handshake.accept(Request(environ["PATH_INFO"], _headers(environ)))
        if response.status_code != HTTPStatus.SWITCHING_PROTOCOLS:
            status = f"{response.status_code} {response.reason_phrase}"
            start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
            return [response.body or b""]
        self.socket: socket.socket = environ[SOCKET_KEY]
        self.backlog = Backlog(self.socket)
        self.backlog.write(response.serialize())
        try:
            return self._handler(self)
        except ValueError:  # no packet of Engine.IO
            self._transport.close(wait=False, abort=True)
            return []
        finally:
            self.backlog.abort()

    def take_up_to(self, size: int) -> None:
        """Read messages of so many bytes from now on."""
        self._protocol.max_message_size = size

    def send(self, message: str | bytes) -> None:
        """Send a message; OSError when the connection has ended."""
        if not self.backlog.is_open or self._protocol.state is not State.OPEN:
            raise OSError("the connection has ended")
        if isinstance(message, str):
            self.backlog.write(text_frame(message.encode()))
        else:
            self.backlog.write(binary_frame(message))

    def write(self, frames: bytes) -> None:
        """Send frames that were made once for many connections; after the goodbye nothing is."""
        if self._protocol.state is State.OPEN:
            self.backlog.write(frames)

    def wait(self) -> str | bytes | None:
        """Return the next message that has no handler of its own; None when there will be none."""
        while not self._ready:
            while not self._arrived:
                if not self._read():
                    return None
            self._ready.extend(self._announced.sort(self._arrived.popleft()))
        return self._ready.popleft()

    def _read(self) -> bool:
        """Take in what has come, once there is something; whether the connection is still there."""
        try:
            data = self.socket.recv(_READ_BYTES)
        except OSError:
            return False
        if not data:
            return False
        self._protocol.receive_data(data)
        self._take(self._protocol.events_received())
        self._flush()
        if self._protocol.state is not State.OPEN:
            self._arrived.append(None)
        return True

    def _take(self, events: Iterable[Any]) -> None:
        for event in events:
            if not isinstance(event, Frame) or event.opcode in (Opcode.PING, Opcode.PONG):
                continue
            if event.opcode is Opcode.CLOSE:
                self._arrived.append(None)
                return
            if event.opcode is not Opcode.CONT:
                self._is_text = event.opcode is Opcode.TEXT
            self._parts.append(bytes(event.data))
            if event.fin:
                self._finish()

    def _finish(self) -> None:
        data = b"".join(self._parts)
        self._parts.clear()
        if not self._is_text:
            self._arrived.append(data)
            return
        try:
            self._arrived.append(data.decode())
        except UnicodeDecodeError:
            self._arrived.append(None)

    def _flush(self) -> None:
        """Send what the protocol itself has to say: handshake, pongs, the end."""
        data = b"".join(self._protocol.data_to_send())
        if data:
            self.backlog.write(data)

    def close(self) -> None:
        """Say goodbye and end the connection."""
        if not self.backlog.is_open:
            return
        try:
            self._protocol.send_close(1000)
            self._flush()
        except InvalidState:
            self._flush()
        self.backlog.abort()


def _headers(environ: dict[str, Any]) -> Headers:
    return Headers(
        [
            (key[5:].replace("_", "-"), str(value))
            for key, value in environ.items()
            if key.startswith("HTTP_")
        ]
    )
