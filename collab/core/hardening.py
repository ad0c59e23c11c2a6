"""Closes the doors that the Socket.IO libraries leave open.

They know no limits for attachments, connection attempts and floods, let clients call the handlers
of reserved events, keep connections that never say who they are, and go on after malformed packets.
"""

import logging
from functools import partial
from typing import Any, Final

import gevent
from socketio.packet import Packet

from collab.core.buckets import Buckets
from collab.core.flow import Flow
from collab.core.lobby import STRANGER_BYTES, Lobby, address_of
from collab.core.pings import lighten
from collab.core.polling import Polling, end_transport, set_largest
from collab.core.shortcuts import Handler, shortcuts
from collab.core.websocket import WebSocket

CONNECT_SECONDS: Final = 5.0
MAX_ATTACHMENTS: Final = 2
#: refused ones, of one transport
MAX_CONNECTS: Final = 5
#: each is a look into the database
_CONNECT_UNITS: Final = 100
#: refused ones of one address, a second and at once; then each waits a little
_REFUSED_A_SECOND: Final = 10
_REFUSED_AT_ONCE: Final = 200
_LONGEST_WAIT: Final = 2.0
_SWEEP_SECONDS: Final = 15.0
_RESERVED: Final = frozenset({"connect", "disconnect", "connect_error", "error", "*"})
_PARTS: Final = 2
_log = logging.getLogger(__name__)


class CappedPacket(Packet):
    """A packet that announces no more attachments than we use."""

    def decode(self, encoded_packet: str) -> int:
        """Read the head of a packet, and return how many attachments follow."""
        count: int = super().decode(encoded_packet)
        if count > MAX_ATTACHMENTS:
            raise ValueError("too many attachments")
        return count


def harden(sio: Any, proxies: int = 0) -> None:
    """Put our checks in front of the server's own handlers."""
    _Checks(sio, proxies).install()


class _Guest:
    """What we note about a transport."""

    __slots__ = ("address", "flow", "is_known", "refused")

    def __init__(self, address: str) -> None:
        self.address = address
        self.flow = Flow()
        self.refused = 0
        self.is_known = False


class _Checks:
    def __init__(self, sio: Any, proxies: int) -> None:
        self._sio = sio
        self._proxies = proxies
        self._handle_event = sio._handle_event  # noqa: SLF001 there is no public way
        self._handle_connect = sio._handle_connect  # noqa: SLF001
        self._handle_message = sio._handle_eio_message  # noqa: SLF001
        self._guests: dict[str, _Guest] = {}
        self._lobby = Lobby()
        self._refused = Buckets(_REFUSED_A_SECOND, _REFUSED_AT_ONCE)
        self._sweeper: gevent.Greenlet[..., None] | None = None

    def install(self) -> None:
        sio = self._sio
        sio.eio._async = {**sio.eio._async, "websocket": WebSocket}  # noqa: SLF001
        lighten(sio.eio)
        sio._handle_event = self.on_event  # noqa: SLF001
        sio._handle_connect = self.on_connect  # noqa: SLF001
        sio.eio.on("connect", self.on_transport)
        sio.eio.on("message", self.on_message)
        sio.eio.on("disconnect", self.on_transport_end)

    def on_event(self, eio_sid: str, namespace: str, number: int | None, data: Any) -> None:
        """A client could call our own connect and disconnect handlers otherwise.

        No event of ours carries more than one thing.
        """
        is_event = isinstance(data, list) and 0 < len(data) <= _PARTS and isinstance(data[0], str)
        if is_event and data[0] not in _RESERVED:
            self._handle_event(eio_sid, namespace, number, data)

    def on_connect(self, eio_sid: str, namespace: str, data: Any) -> None:
        """Each attempt is a look into the database: whoever is refused again and again waits."""
        guest = self._guests.get(eio_sid)
        if guest is None or guest.refused >= MAX_CONNECTS:
            self._end(eio_sid)
            return
        guest.flow.charge(_CONNECT_UNITS)
        debt = self._refused.owes(guest.address)
        if debt and not guest.is_known:
            gevent.sleep(min(debt, _LONGEST_WAIT))
        self._handle_connect(eio_sid, namespace, data)
        if self._sio.manager.sid_from_eio_sid(eio_sid, namespace or "/"):
            self._let_in(eio_sid, guest)
        else:
            guest.refused += 1
            self._refused.take(guest.address, longest=_LONGEST_WAIT)

    def _let_in(self, eio_sid: str, guest: _Guest) -> None:
        guest.is_known = True
        self._lobby.leave(eio_sid)
        transport = self._sio.eio.sockets.get(eio_sid)
        if transport is not None:
            set_largest(transport, self._sio.eio.max_http_buffer_size)
            find_sid = partial(self._sio.manager.sid_from_eio_sid, eio_sid)
            for line, handler in shortcuts.open(find_sid):
                transport.shortcuts[line] = partial(self.on_blob, eio_sid, guest, handler)

    def on_blob(self, eio_sid: str, guest: _Guest, handler: Handler, blob: bytes) -> None:
        """As `on_message`, for what needs no parsing."""
        wait = guest.flow.take(len(blob))
        if wait is not None:
            gevent.sleep(wait)
        try:
            handler(blob)
        except Exception as error:  # noqa: BLE001 whatever it was ends this connection only
            self._note_failure(eio_sid, error)
            self._end(eio_sid)

    def on_transport(self, eio_sid: str, environ: dict[str, Any]) -> None:
        """Take a transport in for a moment, until it says whose it is."""
        address = address_of(environ, self._proxies)
        transport = self._sio.eio.sockets[eio_sid]
        transport.shortcuts = {}
        Polling(transport)
        set_largest(transport, STRANGER_BYTES)
        self._guests[eio_sid] = _Guest(address)
        goes = self._lobby.enter(eio_sid, address)
        if goes is not None:
            self._end(goes)
        self._sio._handle_eio_connect(eio_sid, environ)  # noqa: SLF001
        gevent.spawn_later(CONNECT_SECONDS, self._end_unless_connected, eio_sid)
        if self._sweeper is None:
            self._sweeper = gevent.spawn(self._sweep)

    def on_message(self, eio_sid: str, data: str | bytes) -> None:
        guest = self._guests.get(eio_sid)
        if guest is None:
            return
        wait = guest.flow.take(len(data))
        if wait is not None:
            gevent.sleep(wait)
        try:
            self._handle_message(eio_sid, data)
        except Exception as error:  # noqa: BLE001 whatever it was ends this connection only
            self._note_failure(eio_sid, error)
            self._end(eio_sid)

    def on_transport_end(self, eio_sid: str, reason: str) -> None:
        self._guests.pop(eio_sid, None)
        self._lobby.leave(eio_sid)
        self._sio._handle_eio_disconnect(eio_sid, reason)  # noqa: SLF001

    def _is_connected(self, eio_sid: str) -> bool:
        manager = self._sio.manager
        return any(manager.sid_from_eio_sid(eio_sid, n) for n in list(manager.get_namespaces()))

    def _end_unless_connected(self, eio_sid: str) -> None:
        if eio_sid in self._guests and not self._is_connected(eio_sid):
            self._end(eio_sid)

    def _sweep(self) -> None:
        """Whoever was let in and has left every namespace is a stranger again."""
        while True:
            gevent.sleep(_SWEEP_SECONDS)
            for eio_sid, guest in list(self._guests.items()):
                if guest.is_known and not self._is_connected(eio_sid):
                    gevent.spawn_later(CONNECT_SECONDS, self._end_unless_connected, eio_sid)

    def _end(self, eio_sid: str) -> None:
        transport = self._sio.eio.sockets.get(eio_sid)
        if transport is not None:
            end_transport(transport)

    def _note_failure(self, eio_sid: str, error: Exception) -> None:
        """A line for what strangers send, a trace for what people who were let in run into."""
        if self._is_connected(eio_sid):
            _log.error("a message could not be handled", exc_info=error)
        else:
            _log.warning("a message before any connection: %s", type(error).__name__)
