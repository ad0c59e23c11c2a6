"""The Socket.IO server, hardened where its libraries leave the door open."""

from collections.abc import Callable
from typing import Any, Final

import gevent
from engineio import packet as engineio_packet
from engineio.payload import Payload
from flask import Flask
from flask_socketio import SocketIO
from socketio.packet import Packet

from collab.core.websocket import WebSocket, binary_frame, text_frame

MAX_MESSAGE_BYTES: Final = 2**20
CONNECT_SECONDS: Final = 5.0
MAX_ATTACHMENTS: Final = 2
MAX_CONNECTS: Final = 5
#: a polling client sends what it has gathered while its last request was under way
MAX_PACKETS_A_REQUEST: Final = 256
_RESERVED: Final = frozenset({"connect", "disconnect", "connect_error", "error", "*"})

socketio = SocketIO()


class CappedPacket(Packet):
    """A packet that announces no more attachments than we use."""

    def decode(self, encoded_packet: str) -> int:
        """Read the head of a packet, and return how many attachments follow."""
        count: int = super().decode(encoded_packet)
        if count > MAX_ATTACHMENTS:
            raise ValueError("too many attachments")
        return count


def init_app(app: Flask, origins: tuple[str, ...]) -> None:
    """Serve Socket.IO beside the application, for pages of these origins only."""
    if "*" in origins:
        raise ValueError("live connections need named origins")
    Payload.max_decode_packets = MAX_PACKETS_A_REQUEST
    options: dict[str, Any] = {
        "async_mode": "gevent",
        "async_handlers": False,  # the order of a client's messages matters
        "cors_allowed_origins": list(origins) or _refuse_every_origin,
        "max_http_buffer_size": MAX_MESSAGE_BYTES,
        "manage_session": False,
        "serializer": CappedPacket,
        "http_compression": False,
    }
    socketio.init_app(app, **options)
    _harden(server())


def server() -> Any:
    """Return the Socket.IO server behind Flask-SocketIO."""
    found: Any = socketio
    return found.server


def _refuse_every_origin(_origin: str) -> bool:
    """An empty list would switch the check off."""
    return False


def _harden(sio: Any) -> None:
    sio.eio._async = {**sio.eio._async, "websocket": WebSocket}  # noqa: SLF001 no public way
    handle_event = sio._handle_event  # noqa: SLF001
    handle_connect = sio._handle_connect  # noqa: SLF001
    attempts: dict[str, int] = {}

    def handle_known_event(eio_sid: str, namespace: str, number: int | None, data: Any) -> None:
        # a client could call our own connect and disconnect handlers otherwise
        is_event = isinstance(data, list) and bool(data) and isinstance(data[0], str)
        if is_event and data[0] not in _RESERVED:
            handle_event(eio_sid, namespace, number, data)

    def handle_few_connects(eio_sid: str, namespace: str, data: Any) -> None:
        attempts[eio_sid] = attempts.get(eio_sid, 0) + 1
        if attempts[eio_sid] > MAX_CONNECTS:
            sio.eio.disconnect(eio_sid)
        else:
            handle_connect(eio_sid, namespace, data)

    def on_transport(eio_sid: str, environ: dict[str, Any]) -> None:
        sio._handle_eio_connect(eio_sid, environ)  # noqa: SLF001
        gevent.spawn_later(CONNECT_SECONDS, _end_unless_connected, sio, eio_sid)

    def on_transport_end(eio_sid: str, reason: str) -> None:
        attempts.pop(eio_sid, None)
        sio._handle_eio_disconnect(eio_sid, reason)  # noqa: SLF001

    sio._handle_event = handle_known_event  # noqa: SLF001
    sio._handle_connect = handle_few_connects  # noqa: SLF001
    sio.eio.on("connect", on_transport)
    sio.eio.on("disconnect", on_transport_end)


def _end_unless_connected(sio: Any, eio_sid: str) -> None:
    namespaces = list(sio.manager.get_namespaces())
    is_connected = any(sio.manager.sid_from_eio_sid(eio_sid, each) for each in namespaces)
    if eio_sid in sio.eio.sockets and not is_connected:
        sio.eio.disconnect(eio_sid)


class Broadcast:
    """One event with one blob for many sockets, encoded once."""

    def __init__(self, namespace: str, event: str, blob: bytes) -> None:
        head = f'51-{namespace},["{event}",{{"_placeholder":true,"num":0}}]'
        self._blob = blob
        self._head = head
        self._frames: bytes | None = None
        self._packets: tuple[Any, Any] | None = None

    def send(self, transport: Any) -> None:
        """Send to one Engine.IO socket, in order with everything that is queued for it."""
        if transport.closed or transport.closing:
            return
        websocket = getattr(transport, "websocket", None)
        is_direct = transport.upgraded and not transport.upgrading and transport.queue.empty()
        if websocket is not None and is_direct:
            websocket.write(self.frames)
            return
        for packet in self.packets:
            transport.queue.put(packet)

    @property
    def frames(self) -> bytes:
        """The event as websocket frames."""
        if self._frames is None:
            head = text_frame(b"4" + self._head.encode())
            self._frames = head + binary_frame(self._blob)
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


def transport_of(sid: str, namespace: str) -> tuple[str, Any]:
    """Return the Engine.IO id of a socket, and its Engine.IO socket."""
    eio_sid = server().manager.eio_sid_from_sid(sid, namespace)
    return eio_sid, server().eio.sockets[eio_sid]


def emit(event: str, sid: str, namespace: str, message: Any = None) -> None:
    """Send an event to one socket, behind what is queued for it."""
    server().emit(event, message, to=sid, namespace=namespace)


def disconnect(eio_sid: str) -> None:
    """End a connection, with all its namespaces."""
    gevent.spawn(server().eio.disconnect, eio_sid)
