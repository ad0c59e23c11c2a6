"""How often a room is flushed: at once when idle, less often the more flushing costs."""

from dataclasses import dataclass
from typing import Final

#: what is typed meanwhile shares a frame and a commit
SHORTEST: Final = 0.016
LONGEST: Final = 0.048
#: awareness alone can wait so long
AWARENESS: Final = 0.030
#: share of the time spent flushing at which the pace begins to slow, and over which it does
_BUSY_FROM: Final = 0.005
_BUSY_OVER: Final = 0.1
_SLICE: Final = 0.25


@dataclass(slots=True)
class Load:
    """The share of its time that the process spends flushing, in slices of a quarter second."""

    share: float = 0.0
    _spent: float = 0.0
    _since: float = 0.0

    def note(self, cost: float, now: float) -> None:
        """Take in that a flush took `cost` seconds."""
        self._spent += cost
        passed = now - self._since
        if passed > _SLICE:
            self.share = 0.5 * self.share + 0.5 * min(1.0, self._spent / passed)
            self._spent, self._since = 0.0, now

    @property
    def shortest(self) -> float:
        """The least time between two flushes of a room under this load, in seconds."""
        busy = min(1.0, max(0.0, (self.share - _BUSY_FROM) / _BUSY_OVER))
        return SHORTEST + (LONGEST - SHORTEST) * busy


@dataclass(slots=True)
class Pace:
    """The pace of one room."""

    flushed_at: float = float("-inf")
    cost: float = 0.0

    def note(self, cost: float, now: float) -> None:
        """Take in that a flush ended now and took `cost` seconds."""
        self.flushed_at = now
        self.cost = 0.8 * self.cost + 0.2 * cost

    def due(self, now: float, load: Load, *, is_update: bool) -> float:
        """Return when the next flush is due, for an update or for awareness alone."""
        if not is_update:
            return max(now, self.flushed_at + AWARENESS)
        period = min(LONGEST, max(2 * self.cost, load.shortest))
        return max(now, self.flushed_at + period)
