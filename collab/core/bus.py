"""The bus: what the processes of one installation tell each other, through Redis where it has one.

Truth is the database. A message may be lost, never delayed behind one that waits, and whoever must
not miss one looks into the database when told to (`on_recovered`). Without COLLAB_REDIS_URL nothing
is sent and nobody is heard.
"""

import logging
import os
import threading
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from collab.core.pulse import BEAT_SECONDS, Pulse
from collab.core.seals import PROCESS_BYTES, Opened, Sealer

Listener = Callable[[bytes, bytes], None]
_GOODBYE: Final = b""
_log = logging.getLogger(__name__)


class Bus:
    """Publishes to the other processes and hears them; nothing here ever waits or raises."""

    def __init__(self) -> None:
        #: this process; another one whenever the bus is connected anew
        self.process = os.urandom(PROCESS_BYTES)
        self._url = ""
        self._sealer = Sealer("")
        self._pulse = Pulse()
        self._count = 0
        self._line: Any = None
        #: by the channel's name in Redis
        self._listeners: dict[bytes, Listener] = {}
        self._ready: dict[bytes, Callable[[], None]] = {}
        self._recovered: list[Callable[[], None]] = []
        self._gone: list[Callable[[bytes], None]] = []
        self._ending = threading.Event()
        self._errand = threading.Event()
        self._threads: list[threading.Thread] = []

    @property
    def is_configured(self) -> bool:
        """Whether this installation has a Redis."""
        return bool(self._url)

    @property
    def is_healthy(self) -> bool:
        """Whether an own message came back within the last seconds; False without a Redis."""
        return self._pulse.is_healthy(time.monotonic())

    def connect(self, url: str, secret: str) -> None:
        """Use the Redis at `url`, none when it is empty; starts nothing, forgets listeners."""
        self.stop()
        self._url, self._sealer = url, Sealer(secret)
        self._listeners, self._ready = {}, {}
        self._recovered, self._gone = [], []

    def start(self) -> None:
        """Begin to send and to hear, in the background."""
        if not self._url or self._threads:
            return
        self.process = os.urandom(PROCESS_BYTES)  # a fork is a process of its own
        self._pulse, self._count = Pulse(), 0
        self._ending.clear()
        self._line = self._make_line()
        self._line.start()
        for work in (self._beat_on, self._run_errands):
            thread = threading.Thread(target=work, name=f"bus {work.__name__}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _make_line(self) -> Any:
        # not at the top: loading the client takes a third of a second, which most have no use for
        lines = import_module("collab.core.redis_line")
        calls = lines.Calls(
            self._hear, self._note_following, self._note_loss, self._note_silence, self._seal
        )
        line = lines.Line(self._url, calls)
        line.follow(self._alive)
        for name in self._listeners:
            line.follow(name)
        return line

    def stop(self) -> None:
        """Say goodbye, send what waits, and let go of Redis, within two seconds."""
        line, self._line = self._line, None
        if line is None:
            return
        self._ending.set()
        self._errand.set()
        line.send(self._alive, _GOODBYE)
        line.stop(timeout=1.0)
        for thread in self._threads:
            thread.join(0.2)
        self._threads.clear()
        self._pulse = Pulse()

    def publish(self, channel: str, message: bytes) -> None:
        """Tell the other processes; what does not fit or cannot be sent is lost, and noted."""
        if self._line is not None:
            self._line.send(self._sealer.name(channel), message)

    def subscribe(
        self, channel: str, listener: Listener, on_ready: Callable[[], None] | None = None
    ) -> None:
        """Have `listener(process, message)` called for what others publish; it must not block.

        `on_ready` is called once, as soon as the channel is heard: what was published before may
        have been missed.
        """
        name = self._sealer.name(channel)
        self._listeners[name] = listener
        if on_ready is not None:
            self._ready[name] = on_ready
        if self._line is not None:
            self._line.follow(name)

    def unsubscribe(self, channel: str) -> None:
        """Hear nothing more of the channel."""
        name = self._sealer.name(channel)
        self._ready.pop(name, None)
        if self._listeners.pop(name, None) is not None and self._line is not None:
            self._line.unfollow(name)

    def on_recovered(self, call: Callable[[], None]) -> None:
        """Have it called whenever messages may have been lost and the bus works (again).

        It looks into the database, in a thread of its own, and may take its time.
        """
        self._recovered.append(call)

    def on_process_gone(self, call: Callable[[bytes], None]) -> None:
        """Have `call(process)` called when a process has ended or is not heard any more."""
        self._gone.append(call)

    @property
    def _alive(self) -> bytes:
        return self._sealer.name("alive")

    def _seal(self, name: bytes, message: bytes) -> bytes:
        self._count += 1
        return self._sealer.seal(name, Opened(self.process, self._count, message))

    def _note_loss(self) -> None:
        self._pulse.note_loss()

    def _note_silence(self) -> None:
        self._pulse.note_break()

    def _note_following(self, name: bytes) -> None:
        if name == self._alive:
            self._beat()
        ready = self._ready.pop(name, None)
        if ready is not None:
            _call(ready)

    def _hear(self, name: bytes, sealed: bytes) -> None:
        opened = self._sealer.open(name, sealed)
        if opened is None:
            _log.warning("dropped a message in Redis that is not from this installation")
        elif name == self._alive:
            self._hear_life(opened)
        elif self._is_news(opened):
            listener = self._listeners.get(name)
            if listener is not None:
                _call(listener, opened.process, opened.message)

    def _is_news(self, opened: Opened) -> bool:
        is_other = opened.process != self.process
        return is_other and self._pulse.is_new(opened.process, opened.number, time.monotonic())

    def _hear_life(self, opened: Opened) -> None:
        now = time.monotonic()
        if opened.process == self.process:
            if opened.message and self._pulse.hear_own(opened.message, now):
                _log.info("Redis is there")
                self._errand.set()
        elif not self._pulse.is_new(opened.process, opened.number, now):
            return
        elif opened.message == _GOODBYE:
            self._say_gone(opened.process)
        elif self._pulse.hear_other(opened.process, opened.message, now):
            self._errand.set()

    def _say_gone(self, process: bytes) -> None:
        self._pulse.forget(process)
        for call in self._gone:
            _call(call, process)

    def _beat(self) -> None:
        line = self._line
        if line is not None:
            line.send(self._alive, self._pulse.beat())

    def _beat_on(self) -> None:
        while not self._ending.wait(BEAT_SECONDS):
            self._beat()
            now = time.monotonic()
            if self._pulse.has_ceased(now):
                _log.warning("Redis is away: changes reach other processes later")
            for process in self._pulse.take_gone(now):
                self._say_gone(process)

    def _run_errands(self) -> None:
        while True:
            self._errand.wait()
            self._errand.clear()
            if self._ending.is_set():
                return
            for call in self._recovered:
                _call(call)


def _call(call: Callable[..., None], *arguments: Any) -> None:
    """Whatever goes wrong in one listener is kept from all others."""
    try:
        call(*arguments)
    except Exception:  # noqa: BLE001 see above
        _log.exception("a listener of the bus failed")


bus = Bus()
