"""The Socket.IO server, and events that go to many sockets at once."""

from collections.abc import Callable
from typing import Any, Final

import gevent
from engineio import packet as engineio_packet
from engineio.payload import Payload
from flask import Flask
from flask_socketio import SocketIO

from collab.core.frames import BINARY, TEXT, build
from collab.core.hardening import CappedPacket, harden
from collab.core.polling import end_transport
from collab.core.shortcuts import shortcuts
from collab.core.websocket import MAX_BACKLOG_BYTES

MAX_MESSAGE_BYTES: Final = 2**20
#: a polling client sends what it has gathered, as after a time without a network; the length of
#: the request is what bounds it
MAX_PACKETS_A_REQUEST: Final = 16_384

socketio = SocketIO()


def init_app(app: Flask, origins: tuple[str, ...], process: int = 1, proxies: int = 0) -> None:
    """Serve Socket.IO beside the application, for pages of these origins only.

    `process` is this one's number among all that serve the application, `proxies` how many stand
    in front of it.
    """
    if "*" in origins:
        raise ValueError("live connections need named origins")
    Payload.max_decode_packets = MAX_PACKETS_A_REQUEST
    options: dict[str, Any] = {
        "async_mode": "gevent",
        "async_handlers": False,  # the order of a client's messages matters
        "cors_allowed_origins": list(origins) or _refuse_every_origin,
        "max_http_buffer_size": MAX_MESSAGE_BYTES,
        "manage_session": False,
        # so that who has lost the network is gone from the page within half a minute
        "ping_interval": 15,
        "ping_timeout": 10,
        "serializer": CappedPacket,
        "http_compression": False,
    }
    socketio.init_app(app, **options)
    harden(server(), proxies)
    _name_process(server().eio, process)


def _name_process(eio: Any, process: int) -> None:
    """Let the ids of this process's sockets say so: a proxy sends those who poll back to it."""
    plain = eio.generate_id
    eio.generate_id = lambda: f"{process}-{plain()}"


def server() -> Any:
    """Return the Socket.IO server behind Flask-SocketIO."""
    found: Any = socketio
    return found.server


def _refuse_every_origin(_origin: str) -> bool:
    """An empty list would switch the check off."""
    return False


class Broadcast:
    """One event with one blob for many sockets, encoded once."""

    def __init__(self, namespace: str, event: str, blob: bytes) -> None:
        head = f'51-{namespace},["{event}",{{"_placeholder":true,"num":0}}]'
        self._blob = blob
        self._head = head
        self._frames: bytes | None = None
        self._packets: tuple[Any, Any] | None = None

    def send(self, transport: Any, most_waiting: int = MAX_BACKLOG_BYTES) -> bool:
        """Send to one Engine.IO socket, in order with everything that is queued for it.

        Not when more than so many bytes wait for it already; whether it was sent.
        """
        if transport.closed or transport.closing:
            return True
        if transport.upgraded and not transport.upgrading and not transport.queue.qsize():
            websocket = transport.websocket
            if websocket.backlog.size > most_waiting:
                return False
            websocket.write(self._frames or self.frames)
            return True
        if backlog_of(transport) > most_waiting:
            return False
        for packet in self.packets:
            transport.queue.put(packet)
        return True

    @property
    def frames(self) -> bytes:
        """The event as websocket frames."""
        if self._frames is None:
            head = build(TEXT, b"4" + self._head.encode())
            self._frames = head + build(BINARY, self._blob)
        return self._frames

    @property
    def packets(self) -> tuple[Any, Any]:
        """The event as Engine.IO packets, for sockets that poll or have something queued."""
        if self._packets is None:
            message = engineio_packet.MESSAGE
            self._packets = (
                engineio_packet.Packet(message, self._head),
                engineio_packet.Packet(message, self._blob),
            )
        return self._packets


def backlog_of(transport: Any) -> int:
    """Return how many bytes wait for a slow client; queued packets count a guess each."""
    websocket = getattr(transport, "websocket", None)
    waiting = websocket.backlog.size if websocket is not None and transport.upgraded else 0
    return int(waiting) + int(transport.queue.qsize()) * _GUESSED_PACKET_BYTES


_GUESSED_PACKET_BYTES: Final = 512

Handler = Callable[..., Any]


def on(event: str, handler: Handler, namespace: str) -> None:
    """Let `handler(sid, …)` take an event, without a request context of Flask."""
    server().on(event, handler, namespace=namespace)
    if event not in {"connect", "disconnect"}:
        shortcuts.add(event, handler, namespace)


def transport_of(sid: str, namespace: str) -> tuple[str, Any]:
    """Return the Engine.IO id of a socket, and its Engine.IO socket."""
    eio_sid = server().manager.eio_sid_from_sid(sid, namespace)
    return eio_sid, server().eio.sockets[eio_sid]


def emit(event: str, sid: str, namespace: str, message: Any = None) -> None:
    """Send an event to one socket, behind what is queued for it."""
    server().emit(event, message, to=sid, namespace=namespace)


def emit_all(event: str, sids: list[str], namespace: str, message: Any) -> None:
    """Send an event to these sockets; it is encoded once."""
    if sids:
        server().emit(event, message, to=sids, namespace=namespace)


def disconnect(eio_sid: str) -> None:
    """End a connection, with all its namespaces."""
    transport = server().eio.sockets.get(eio_sid)
    if transport is not None:
        gevent.spawn(end_transport, transport)
