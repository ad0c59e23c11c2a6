"""A bus between two servers that loses, doubles, delays and overtakes what a test wants."""

import os
from collections import deque
from collections.abc import Callable


class Sound:
    """What lies between the servers: all that one has told and the other has not heard yet."""

    def __init__(self) -> None:
        self.works = True
        #: it seems to work
        self.loses = False
        self.ends: list[End] = []

    def carry(self, end: "End") -> None:
        """Let a server hear what is next."""
        work = end.coming.popleft()
        work(end)

    def come_back(self) -> None:
        """Whatever was told meanwhile is lost, and both are told so."""
        if self.works:
            return
        self.works = True
        for end in self.ends:
            end.recover()


class End:
    """The bus as one server has it."""

    is_configured = True

    def __init__(self, sound: Sound, place: int) -> None:
        self.process = os.urandom(8)
        self._sound = sound
        #: what is on its way to this server
        self.coming: deque[Callable[[End], None]] = deque()
        self._listeners: dict[str, Callable[[bytes, bytes], None]] = {}
        self._ready: list[Callable[[], None]] = []
        self._recovered: list[Callable[[], None]] = []
        self._gone: list[Callable[[bytes], None]] = []
        before, sound.ends[place : place + 1] = sound.ends[place : place + 1], [self]
        if before:
            gone = before[0].process
            self._other.coming.append(lambda other: other.lose(gone))

    @property
    def _other(self) -> "End":
        return next(end for end in self._sound.ends if end is not self)

    @property
    def is_healthy(self) -> bool:
        return self._sound.works

    def publish(self, channel: str, message: bytes) -> None:
        if self._sound.works and not self._sound.loses:
            sender = self.process
            self._other.coming.append(lambda other: other.hear(channel, sender, message))

    def subscribe(
        self,
        channel: str,
        listener: Callable[[bytes, bytes], None],
        on_ready: Callable[[], None],
    ) -> None:
        self._listeners[channel] = listener
        self._ready.append(on_ready)
        if self._sound.works:
            self._begin()

    def unsubscribe(self, channel: str) -> None:
        self._listeners.pop(channel, None)

    def on_recovered(self, call: Callable[[], None]) -> None:
        self._recovered.append(call)

    def on_process_gone(self, call: Callable[[bytes], None]) -> None:
        self._gone.append(call)

    def _begin(self) -> None:
        ready, self._ready = self._ready, []
        for call in ready:
            call()

    def recover(self) -> None:
        self._begin()
        for call in self._recovered:
            call()

    def hear(self, channel: str, sender: bytes, message: bytes) -> None:
        if (listener := self._listeners.get(channel)) is not None:
            listener(sender, message)

    def lose(self, process: bytes) -> None:
        for call in self._gone:
            call(process)
