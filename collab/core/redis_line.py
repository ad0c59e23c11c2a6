"""The way to Redis and back: two connections that come up again by themselves.

Runs in threads; in `collab serve` they are greenlets. Whoever sends or follows never waits.
"""

import logging
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from redis import ConnectionPool
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

MOST_MESSAGES: Final = 10_000
MOST_BYTES: Final = 32 * 2**20
_CONNECT_SECONDS: Final = 2.0
_SEND_SECONDS: Final = 1.0
#: a heartbeat comes every second: after so much silence the connection is taken for dead
_SILENCE_SECONDS: Final = 3.0
_FIRST_PAUSE_SECONDS: Final = 0.1
_LAST_PAUSE_SECONDS: Final = 2.0
_BATCH: Final = 256
_BATCH_BYTES: Final = 2**20
_CHANNELS_AT_ONCE: Final = 500
#: what a connection breaks with; the last two come from one that `stop` has closed
_TROUBLE: Final = (RedisError, OSError, ValueError, AttributeError)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Calls:
    """Whom the line tells; none of them may block."""

    #: message(channel, bytes)
    message: Callable[[bytes, bytes], None]
    #: the channel is heard from now on
    following: Callable[[bytes], None]
    #: something did not leave
    loss: Callable[[], None]
    #: something may not have arrived
    silence: Callable[[], None]
    #: called for each message just before it leaves, in order; returns what leaves
    seal: Callable[[bytes, bytes], bytes]


class Line:
    """Publishes on Redis, and hears the channels that are followed."""

    def __init__(self, url: str, calls: Calls) -> None:
        self._url = url
        self._check()
        self._calls = calls
        self._out: deque[tuple[bytes, bytes]] = deque()
        self._out_bytes = 0
        self._asked: deque[tuple[str, bytes]] = deque()
        self._followed: dict[bytes, None] = {}
        self._alarm = threading.Event()
        self._ending = threading.Event()
        self._ears: Any = None
        self._ears_lock = threading.Lock()
        self._threads: list[threading.Thread] = []

    def _check(self) -> None:
        try:
            self._prepare(_SEND_SECONDS)
        except (TypeError, ValueError) as error:
            raise ValueError(f"COLLAB_REDIS_URL: {error}") from error

    def start(self) -> None:
        """Connect, in the background."""
        for work in (self._listen, self._send):
            thread = threading.Thread(target=work, name=f"redis {work.__name__}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self, timeout: float) -> None:
        """Send what waits, for at most so many seconds, and let go of Redis."""
        self._ending.set()
        self._alarm.set()
        sender = self._threads[1] if self._threads else None
        if sender is not None:
            sender.join(timeout)
        ears, self._ears = self._ears, None
        if ears is not None:
            ears.disconnect()
        for thread in self._threads:
            thread.join(timeout)
        self._threads.clear()

    def send(self, channel: bytes, message: bytes) -> None:
        """Have this published; what does not fit is lost."""
        if len(self._out) >= MOST_MESSAGES or self._out_bytes + len(message) > MOST_BYTES:
            self._calls.loss()
            return
        self._out_bytes += len(message)
        self._out.append((channel, message))
        self._alarm.set()

    def follow(self, channel: bytes) -> None:
        """Hear what is published on the channel."""
        self._followed[channel] = None
        self._asked.append(("SUBSCRIBE", channel))
        self._alarm.set()

    def unfollow(self, channel: bytes) -> None:
        """Hear nothing more of the channel."""
        self._followed.pop(channel, None)
        self._asked.append(("UNSUBSCRIBE", channel))
        self._alarm.set()

    def _connect(self, silence: float) -> Any:
        connection = self._prepare(silence)
        connection.connect()
        return connection

    def _prepare(self, silence: float) -> Any:
        pool = ConnectionPool.from_url(
            self._url,
            protocol=2,
            socket_connect_timeout=_CONNECT_SECONDS,
            socket_timeout=silence,
            retry=Retry(NoBackoff(), 0),
        )
        return pool.make_connection()

    def _listen(self) -> None:
        self._try_and_try(self._hear_all)

    def _send(self) -> None:
        self._try_and_try(self._send_all)

    def _try_and_try(self, work: Callable[[], None]) -> None:
        """Do it again whenever it breaks, after longer pauses while it breaks at once."""
        pause = _FIRST_PAUSE_SECONDS
        while True:
            began = time.monotonic()
            try:
                work()
            except _TROUBLE as error:
                if pause == _FIRST_PAUSE_SECONDS and not self._ending.is_set():
                    _log.warning("no connection to Redis: %s", error)
            if time.monotonic() - began > _LAST_PAUSE_SECONDS * 2:
                pause = _FIRST_PAUSE_SECONDS
            if self._ending.wait(pause * random.uniform(0.5, 1.0)):  # noqa: S311 no secret
                return
            pause = min(pause * 2, _LAST_PAUSE_SECONDS)

    def _hear_all(self) -> None:
        connection = self._connect(_SILENCE_SECONDS)
        try:
            with self._ears_lock:
                self._ears = connection
                self._follow_all(connection)
            while not self._ending.is_set():
                self._hear(connection.read_response())
        finally:
            self._ears = None
            self._calls.silence()
            connection.disconnect()

    def _follow_all(self, connection: Any) -> None:
        channels = list(reversed(self._followed))  # what was followed first is heard last
        for start in range(0, len(channels), _CHANNELS_AT_ONCE):
            connection.send_command("SUBSCRIBE", *channels[start : start + _CHANNELS_AT_ONCE])

    def _hear(self, answer: Any) -> None:
        kind, channel, rest = answer
        if kind == b"message":
            self._calls.message(channel, rest)
        elif kind == b"subscribe":
            self._calls.following(channel)

    def _send_all(self) -> None:
        try:
            connection = self._connect(_SEND_SECONDS)
            try:
                self._send_on(connection)
            finally:
                connection.disconnect()
        except _TROUBLE:
            self._lose_all()
            raise

    def _send_on(self, connection: Any) -> None:
        while self._out or not self._ending.is_set():
            if not self._out and not self._asked:
                self._alarm.wait()
            self._alarm.clear()
            self._ask_all()
            while self._out:
                self._publish(connection)

    def _ask_all(self) -> None:
        while self._asked:
            verb, channel = self._asked.popleft()
            with self._ears_lock:
                if self._ears is not None:  # otherwise the next connection follows all there are
                    _ask(self._ears, verb, channel)

    def _publish(self, connection: Any) -> None:
        batch = list(self._take_batch())
        connection.send_packed_command(connection.pack_commands(batch))
        for _each in batch:
            connection.read_response()

    def _take_batch(self) -> Iterator[tuple[Any, ...]]:
        size = count = 0
        while self._out and count < _BATCH and size < _BATCH_BYTES:
            channel, message = self._out.popleft()
            count, size = count + 1, size + len(message)
            yield "PUBLISH", channel, self._calls.seal(channel, message)
        self._out_bytes = max(self._out_bytes - size, 0) if self._out else 0

    def _lose_all(self) -> None:
        self._out.clear()
        self._out_bytes = 0
        self._calls.loss()


def _ask(ears: Any, verb: str, channel: bytes) -> None:
    try:
        ears.send_command(verb, channel)
    except _TROUBLE:
        ears.disconnect()  # whoever reads it notices, and begins again
