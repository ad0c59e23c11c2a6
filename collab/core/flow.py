"""How fast messages of one transport are taken: bursts at once, floods with waiting."""

import time
from typing import Final
from uuid import UUID

import gevent

from collab.core.buckets import Buckets

#: a unit is a message, or so many bytes of it
UNIT_BYTES: Final = 2048
UNITS_A_SECOND: Final = 1000.0
UNITS_AT_ONCE: Final = 40_000.0
#: after so many messages of one transport in so short a time the others have a turn; for longer
#: than an instant, as threads that write to the disk get none while the loop is busy
_TURN: Final = 64
_SHORT_SECONDS: Final = 0.1
_TURN_SECONDS: Final = 0.005

#: what one person opens (documents, boards, pages): each is several looks into the database
_OPENED_A_SECOND: Final = 20
_OPENED_AT_ONCE: Final = 1000
_LONGEST_WAIT: Final = 5.0
_opened = Buckets(_OPENED_A_SECOND, _OPENED_AT_ONCE)


def wait_to_open(person_id: UUID) -> bool:
    """Wait for somebody who opens very much; False when even that is not enough."""
    wait = _opened.take(person_id, 1, _LONGEST_WAIT)
    if wait:
        gevent.sleep(wait)
    return wait is not None


class Flow:
    """Counts what comes, and says how long to wait before it is looked at."""

    __slots__ = ("_at", "_count", "_left", "_turn_at")

    def __init__(self) -> None:
        self._at = self._turn_at = time.monotonic()
        self._count = 0
        self._left = UNITS_AT_ONCE

    def take(self, size: int) -> float | None:
        """Count a message; None: it is looked at now, otherwise after so many seconds."""
        self._count += 1
        self._left -= 1 + size / UNIT_BYTES
        if self._left < 0:
            return self._refill()
        return None if self._count % _TURN else self._end_turn()

    def charge(self, units: float) -> None:
        """Count something that costs more than it is long."""
        self._left -= units

    def _end_turn(self) -> float | None:
        began, self._turn_at = self._turn_at, time.monotonic()
        return _TURN_SECONDS if self._turn_at - began < _SHORT_SECONDS else None

    def _refill(self) -> float:
        now = time.monotonic()
        self._left = min(UNITS_AT_ONCE, self._left + (now - self._at) * UNITS_A_SECOND)
        self._at = now
        return max(_TURN_SECONDS, -self._left / UNITS_A_SECOND)
