"""Asks connections whether they are still there, without a greenlet waiting beside each of them.

Engine.IO keeps one asleep for every connection; with its stack it takes a tenth of the memory of a
connection at rest.
"""

import time
from typing import Any

import gevent
from engineio.packet import PING, Packet
from engineio.socket import Socket


def lighten(eio: Any) -> None:
    """Have the pings of an Engine.IO server begin only when they are due."""
    begin = eio.start_background_task

    def start_background_task(target: Any, *arguments: Any, **options: Any) -> Any:
        if getattr(target, "__func__", None) is not Socket._send_ping:  # noqa: SLF001 pinned
            return begin(target, *arguments, **options)
        return gevent.spawn_later(eio.ping_interval, ping, target.__self__)

    eio.start_background_task = start_background_task


def ping(transport: Any) -> None:
    """Ask once; who does not answer in time is taken for gone by Engine.IO."""
    if not transport.closing and not transport.closed:
        transport.last_ping = time.time()
        transport.send(Packet(PING))
