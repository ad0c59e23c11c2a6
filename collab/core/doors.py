"""Patience with those who ask for pages: nobody holds a place by saying nothing, or very slowly."""

import http.client
import socket
import time
from typing import Any, Final

import gevent
from gevent import pywsgi

#: to send the head of a request, from the first moment or from the last answer on
HEAD_SECONDS: Final = 20.0
IDLE_SECONDS: Final = 75.0
#: to send a part of a body that is waited for, and for each kB of it
BODY_SECONDS: Final = 30.0
MAX_HEAD_BYTES: Final = 64 * 1024
#: connections that have something to say first; the one that has waited longest goes
MAX_WAITING: Final = 1000
_KB: Final = 1024
_LOOK_SECONDS: Final = 1.0


class Doors:
    """The connections that we are waiting for, and until when."""

    def __init__(self, most: int = MAX_WAITING) -> None:
        self._most = most
        self._waiting: dict[socket.socket, float] = {}
        self._watcher: gevent.Greenlet[..., None] | None = None

    def wait_for(self, connection: socket.socket, seconds: float) -> None:
        """Cut the connection after so many seconds, unless it `arrived` before."""
        self._waiting.pop(connection, None)
        if len(self._waiting) >= self._most:
            self._cut(next(iter(self._waiting)))
        self._waiting[connection] = time.monotonic() + seconds
        if self._watcher is None:
            self._watcher = gevent.spawn(self._watch)

    def arrived(self, connection: socket.socket) -> None:
        """Nobody waits for this connection any more."""
        self._waiting.pop(connection, None)

    def cut_late(self, now: float) -> None:
        """Cut the connections whose time is over."""
        for connection, end in list(self._waiting.items()):
            if end < now:
                self._cut(connection)

    def _cut(self, connection: socket.socket) -> None:
        self._waiting.pop(connection, None)
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it was faster

    def _watch(self) -> None:
        while True:
            gevent.sleep(_LOOK_SECONDS)
            self.cut_late(time.monotonic())


doors = Doors()


class _Head:
    """Reads the lines of a head that has an end."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._left = MAX_HEAD_BYTES

    def readline(self, limit: int) -> bytes:
        line: bytes = self._file.readline(min(limit, self._left + 1))
        self._left -= len(line)
        if self._left < 0:
            raise http.client.LineTooLong("head")
        return line


class _Body(pywsgi.Input):
    """What follows the head, part by part."""

    #: where it comes from
    connection: socket.socket

    def read(self, length: int | None = None) -> Any:
        with _Patience(self, length):
            return super().read(length)

    def readline(self, size: int | None = None) -> Any:
        with _Patience(self, size):
            return super().readline(size)


class _Patience:
    """While a part of a body is waited for."""

    def __init__(self, body: _Body, length: int | None) -> None:
        self._connection = body.connection
        self._length = max(0, length or body.content_length or 0)

    def __enter__(self) -> None:
        doors.wait_for(self._connection, BODY_SECONDS + self._length / _KB)

    def __exit__(self, *_error: object) -> None:
        doors.arrived(self._connection)


class PatientHandler(pywsgi.WSGIHandler):
    """Answers requests, and waits for their parts only so long."""

    #: the first request of a connection is not far away
    _patience = HEAD_SECONDS

    def handle(self) -> None:
        """Answer requests for as long as somebody is there."""
        try:
            super().handle()
        except OSError:
            return  # gone in the middle of an answer

    def read_requestline(self) -> str:
        """Wait for a request, for as long as a connection may be idle."""
        doors.wait_for(self.socket, self._patience)
        self._patience = IDLE_SECONDS
        try:
            line: str = super().read_requestline()
        except OSError:
            doors.arrived(self.socket)
            raise
        if line:
            doors.wait_for(self.socket, HEAD_SECONDS)
        else:
            doors.arrived(self.socket)
        return line

    def read_request(self, raw_requestline: str) -> Any:
        """Read the head of a request; ValueError when it is none."""
        try:
            return super().read_request(raw_requestline)
        finally:
            doors.arrived(self.socket)

    def MessageClass(self, file: Any, *_rest: object) -> Any:  # noqa: N802 gevent calls it so
        """Return the headers of a request."""
        head: Any = _Head(file)
        return super().MessageClass(head)

    def get_environ(self) -> dict[str, Any]:
        """Return the environment of a request."""
        environ: dict[str, Any] = super().get_environ()
        body: Any = self.wsgi_input
        if environ["wsgi.input"] is body:  # nobody reads the body of an upgrade
            patient = _Body(body.rfile, body.content_length, body.socket, body.chunked_input)
            patient.connection = self.socket
            environ["wsgi.input"] = self.wsgi_input = patient
        return environ
