"""Token buckets: how much of something is done for somebody, at once and for good."""

import time
from collections.abc import Callable, Hashable
from typing import Final

#: when there are more, those that are full again are forgotten
_MANY: Final = 2000


class Bucket:
    """Tokens that come back with time; who takes more than there are waits for the rest."""

    __slots__ = ("at", "tokens")

    def __init__(self, tokens: float, at: float) -> None:
        self.tokens = tokens
        self.at = at


class Buckets:
    """A bucket for each key: all hold `size` tokens, and get `rate` a second. No rate: no limit."""

    def __init__(
        self, rate: float, size: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.rate, self.size = rate, size
        self._clock = clock
        self._buckets: dict[Hashable, Bucket] = {}

    def take(self, key: Hashable, cost: float = 1.0, longest: float | None = None) -> float | None:
        """Take tokens; returns the seconds until they will have been there.

        None, and nothing is taken, when that would be longer than `longest`.
        """
        if not self.rate:
            return 0.0
        bucket = self._fill(key)
        left = bucket.tokens - cost
        wait = max(0.0, -left / self.rate)
        if longest is not None and wait > longest:
            return None
        bucket.tokens = left
        return wait

    def owes(self, key: Hashable) -> float:
        """Return for how many seconds this key is in debt."""
        if not self.rate or key not in self._buckets:
            return 0.0
        return max(0.0, -self._fill(key).tokens / self.rate)

    def __len__(self) -> int:
        """How many keys are remembered."""
        return len(self._buckets)

    def _fill(self, key: Hashable) -> Bucket:
        now = self._clock()
        bucket = self._buckets.get(key)
        if bucket is None:
            if len(self._buckets) >= _MANY:
                self._forget_full(now)
            bucket = self._buckets[key] = Bucket(self.size, now)
            return bucket
        bucket.tokens = min(self.size, bucket.tokens + (now - bucket.at) * self.rate)
        bucket.at = now
        return bucket

    def _forget_full(self, now: float) -> None:
        self._buckets = {
            key: each
            for key, each in self._buckets.items()
            if each.tokens + (now - each.at) * self.rate < self.size
        }
