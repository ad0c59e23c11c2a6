"""The heartbeats of processes: whether ours comes back, and who else is there. Does no I/O."""

import struct
from dataclasses import dataclass
from math import inf
from typing import Final

#: a heartbeat is sent every so many seconds
BEAT_SECONDS: Final = 1.0
#: without an own heartbeat for so long, messages may be getting lost
HEALTHY_SECONDS: Final = 2.0
#: who has not been heard for so long is gone
GONE_SECONDS: Final = 5.0
_MOST_KNOWN: Final = 10_000
_BEAT: Final = struct.Struct(">QQ")


@dataclass(slots=True)
class _Peer:
    heard_at: float
    #: how often it has lost messages of its own, as it says
    losses: int = 0


class Pulse:
    """Keeps count; `now` is monotonic seconds throughout."""

    def __init__(self) -> None:
        self._beats = 0
        self._losses = 0
        #: heartbeats before this one say nothing any more
        self._good_from = 1
        self._echo_at = -inf
        self._was_healthy = False
        self._peers: dict[bytes, _Peer] = {}
        #: the number of everybody's last message, also of those who are gone
        self._last: dict[bytes, int] = {}

    def is_healthy(self, now: float) -> bool:
        """Whether what is said now is heard, as far as anybody can know."""
        return now - self._echo_at <= HEALTHY_SECONDS

    def beat(self) -> bytes:
        """Return the next heartbeat: its number, and how often we have lost messages."""
        self._beats += 1
        return _BEAT.pack(self._beats, self._losses)

    def note_loss(self) -> None:
        """Something of ours did not leave: the next heartbeat tells the others."""
        self._losses += 1
        self.note_break()

    def note_break(self) -> None:
        """Something may not have reached us: healthy again with a heartbeat from now on."""
        self._good_from = self._beats + 1
        self._echo_at = -inf

    def hear_own(self, beat: bytes, now: float) -> bool:
        """An own heartbeat has come back; whether that ends a time without health."""
        number = int(_BEAT.unpack(beat)[0])
        if number < self._good_from:
            return False
        was_healthy = self._was_healthy and self.is_healthy(now)
        self._echo_at, self._was_healthy = now, True
        if not was_healthy:
            for peer in self._peers.values():
                peer.heard_at = now  # nobody could be heard meanwhile
        return not was_healthy

    def has_ceased(self, now: float) -> bool:
        """Whether we have just ceased to be healthy."""
        has_ceased = self._was_healthy and not self.is_healthy(now)
        if has_ceased:
            self._was_healthy = False
        return has_ceased

    def hear_other(self, process: bytes, beat: bytes, now: float) -> bool:
        """Another process lives; whether it says that it has lost messages since."""
        losses = int(_BEAT.unpack(beat)[1])
        peer = self._peers.setdefault(process, _Peer(now))
        has_lost, peer.losses = losses > peer.losses, losses
        peer.heard_at = now
        return has_lost

    def is_new(self, process: bytes, count: int, now: float) -> bool:
        """Whether this message of another process is no copy of an older one."""
        if count <= self._last.get(process, 0):
            return False
        self._last[process] = count
        if len(self._last) > _MOST_KNOWN:
            del self._last[next(iter(self._last))]
        if process in self._peers:
            self._peers[process].heard_at = now
        return True

    def forget(self, process: bytes) -> None:
        """A process has said goodbye."""
        self._peers.pop(process, None)

    def take_gone(self, now: float) -> list[bytes]:
        """Forget and return the processes that have not been heard for long, while we listened."""
        if not self.is_healthy(now):
            return []
        gone = [who for who, peer in self._peers.items() if now - peer.heard_at > GONE_SECONDS]
        for process in gone:
            del self._peers[process]
        return gone
