"""Closes the doors that the Socket.IO libraries leave open.

They know no limits for attachments and connection attempts, let clients call the handlers of
reserved events, keep connections that never say who they are, and go on after malformed packets.
"""

import logging
from typing import Any, Final

import gevent
from socketio.packet import Packet

from collab.core.websocket import WebSocket

CONNECT_SECONDS: Final = 5.0
MAX_ATTACHMENTS: Final = 2
MAX_CONNECTS: Final = 5
_RESERVED: Final = frozenset({"connect", "disconnect", "connect_error", "error", "*"})
_log = logging.getLogger(__name__)


class CappedPacket(Packet):
    """A packet that announces no more attachments than we use."""

    def decode(self, encoded_packet: str) -> int:
        """Read the head of a packet, and return how many attachments follow."""
        count: int = super().decode(encoded_packet)
        if count > MAX_ATTACHMENTS:
            raise ValueError("too many attachments")
        return count


def harden(sio: Any) -> None:
    """Put our checks in front of the server's own handlers."""
    _Checks(sio).install()


class _Checks:
    def __init__(self, sio: Any) -> None:
        self._sio = sio
        self._handle_event = sio._handle_event  # noqa: SLF001 there is no public way
        self._handle_connect = sio._handle_connect  # noqa: SLF001
        self._attempts: dict[str, int] = {}

    def install(self) -> None:
        sio = self._sio
        sio.eio._async = {**sio.eio._async, "websocket": WebSocket}  # noqa: SLF001
        sio._handle_event = self.on_event  # noqa: SLF001
        sio._handle_connect = self.on_connect  # noqa: SLF001
        sio.eio.on("connect", self.on_transport)
        sio.eio.on("message", self.on_message)
        sio.eio.on("disconnect", self.on_transport_end)

    def on_event(self, eio_sid: str, namespace: str, number: int | None, data: Any) -> None:
        """A client could call our own connect and disconnect handlers otherwise."""
        is_event = isinstance(data, list) and bool(data) and isinstance(data[0], str)
        if is_event and data[0] not in _RESERVED:
            self._handle_event(eio_sid, namespace, number, data)

    def on_connect(self, eio_sid: str, namespace: str, data: Any) -> None:
        """Each attempt is a look into the database: a few are enough."""
        self._attempts[eio_sid] = self._attempts.get(eio_sid, 0) + 1
        if self._attempts[eio_sid] > MAX_CONNECTS:
            self._sio.eio.disconnect(eio_sid)
        else:
            self._handle_connect(eio_sid, namespace, data)

    def on_transport(self, eio_sid: str, environ: dict[str, Any]) -> None:
        self._sio._handle_eio_connect(eio_sid, environ)  # noqa: SLF001
        gevent.spawn_later(CONNECT_SECONDS, self._end_unless_connected, eio_sid)

    def on_message(self, eio_sid: str, data: str | bytes) -> None:
        try:
            self._sio._handle_eio_message(eio_sid, data)  # noqa: SLF001
        except Exception as error:  # noqa: BLE001 whatever it was ends this connection only
            self._note_failure(eio_sid, error)
            gevent.spawn(self._sio.eio.disconnect, eio_sid)

    def on_transport_end(self, eio_sid: str, reason: str) -> None:
        self._attempts.pop(eio_sid, None)
        self._sio._handle_eio_disconnect(eio_sid, reason)  # noqa: SLF001

    def _is_connected(self, eio_sid: str) -> bool:
        manager = self._sio.manager
        return any(manager.sid_from_eio_sid(eio_sid, n) for n in list(manager.get_namespaces()))

    def _end_unless_connected(self, eio_sid: str) -> None:
        if eio_sid in self._sio.eio.sockets and not self._is_connected(eio_sid):
            self._sio.eio.disconnect(eio_sid)

    def _note_failure(self, eio_sid: str, error: Exception) -> None:
        """A line for what strangers send, a trace for what people who were let in run into."""
        if self._is_connected(eio_sid):
            _log.error("a message could not be handled", exc_info=error)
        else:
            _log.warning("a message before any connection: %s", type(error).__name__)
