"""Sets of clocks."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import Any

from collab.live.guard import Place, Range
from collab.live.lib0 import MAX_SAFE_INTEGER


class Ranges:
    """Sets of clocks, one for each client: sorted, and what touches is one range."""

    __slots__ = ("_ranges",)

    def __init__(self, ranges: Mapping[int, Iterable[Range]] | None = None) -> None:
        self._ranges: dict[int, list[Range]] = {}
        self.extend(ranges or {})

    def __contains__(self, place: Place) -> bool:
        known = self._ranges.get(place[0])
        if known is None:
            return False
        index = bisect_right(known, (place[1], MAX_SAFE_INTEGER)) - 1
        return index >= 0 and place[1] < known[index][1]

    def __len__(self) -> int:
        """Return how many ranges there are."""
        return sum(map(len, self._ranges.values()))

    def __bool__(self) -> bool:
        return bool(self._ranges)

    def covers(self, client: int, wanted: Range) -> bool:
        """Whether all of these clocks of a client are in it."""
        known = self._ranges.get(client, [])
        index = bisect_right(known, (wanted[0], MAX_SAFE_INTEGER)) - 1
        return index >= 0 and wanted[1] <= known[index][1]

    def extend(self, ranges: Mapping[int, Iterable[Range]]) -> None:
        """Add clocks of several clients."""
        for client, each in ranges.items():
            self.add(client, each)

    def add(self, client: int, ranges: Iterable[Range]) -> None:
        """Add clocks of a client."""
        new = sorted(ranges)
        merged = self._ranges.get(client, [])
        if not new:
            return
        if merged and new[0] < merged[-1]:  # mostly clocks go on
            merged, new = [], sorted([*merged, *new])
        for start, end in new:
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            elif start < end:
                merged.append((start, end))
        if merged:
            self._ranges[client] = merged

    def cut(self, client: int, start: int, end: int) -> list[Range]:
        """Return what lies between two clocks of a client."""
        found = self._ranges.get(client, ())
        return [(max(start, a), min(end, b)) for a, b in found if a < end and b > start]

    def to_json(self) -> dict[str, Any]:
        """Return them as JSON."""
        return {str(client): ranges for client, ranges in self._ranges.items()}

    @classmethod
    def from_json(cls, state: Mapping[str, Any]) -> "Ranges":
        """Return what `to_json` described."""
        return cls(
            {int(client): [(a, b) for a, b in ranges] for client, ranges in state.items()},
        )
