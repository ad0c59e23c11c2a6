"""How deep each item of a document sits, so that nobody builds a tower that breaks its readers."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any, Final

from collab.live.guard import Place, Struct
from collab.live.lib0 import MalformedError

MAX_TYPE_DEPTH: Final = 64


class Depths:
    """Per client, the clocks at which the depth changes; 0 is directly in the document.

    What a snapshot has thrown away counts as 0: nothing that hangs on it is ever built.
    """

    __slots__ = ("_depths", "_starts")

    def __init__(self) -> None:
        self._starts: dict[int, list[int]] = {}
        self._depths: dict[int, list[int]] = {}

    def find(self, place: Place) -> int:
        """Return the depth of the item at a place."""
        starts = self._starts.get(place[0])
        if starts is None:
            return 0
        index = bisect_right(starts, place[1]) - 1
        return self._depths[place[0]][index] if index >= 0 else 0

    def place(self, structs: Sequence[Struct]) -> list[int]:
        """Return how deep new structs would sit; raises MalformedError for towers and circles."""
        depths = _Placement(self, structs).depths()
        for struct, depth in zip(structs, depths, strict=True):
            if struct.is_type and depth >= MAX_TYPE_DEPTH:
                raise MalformedError("shared types nested too deep")
        return depths

    def extend(
        self, structs: Sequence[Struct], depths: Sequence[int], clocks: Mapping[int, int]
    ) -> None:
        """Remember placed structs, which go on where `clocks` end."""
        for struct, depth in zip(structs, depths, strict=True):
            starts = self._starts.setdefault(struct.client, [])
            known = self._depths.setdefault(struct.client, [])
            if not known or known[-1] != depth:
                starts.append(max(struct.clock, clocks.get(struct.client, 0)))
                known.append(depth)

    def to_json(self) -> dict[str, Any]:
        """Return the steps of each client as JSON."""
        return {
            str(client): [starts, self._depths[client]] for client, starts in self._starts.items()
        }

    @classmethod
    def from_json(cls, state: Mapping[str, Any]) -> "Depths":
        """Return what `to_json` described."""
        depths = cls()
        for client, (starts, known) in state.items():
            depths._starts[int(client)] = list(starts)
            depths._depths[int(client)] = list(known)
        return depths


class _Placement:
    """Works out the depths of structs that may hang on each other in any order."""

    def __init__(self, known: Depths, structs: Sequence[Struct]) -> None:
        self._known = known
        self._structs = structs
        self._found: list[int | None] = [None] * len(structs)
        self._starts: dict[int, list[int]] = {}
        self._indexes: dict[int, list[int]] = {}
        for index, struct in enumerate(structs):
            self._starts.setdefault(struct.client, []).append(struct.clock)
            self._indexes.setdefault(struct.client, []).append(index)

    def depths(self) -> list[int]:
        """Return the depth of each struct."""
        return [self._depth_of(index) for index in range(len(self._structs))]

    def _depth_of(self, index: int) -> int:
        found = self._found[index]
        if found is not None:
            return found
        path, seen = [index], {index}
        while path:
            waits_for = self._settle(path[-1])
            if waits_for is None:
                path.pop()
            elif waits_for in seen:
                raise MalformedError("items that hang on themselves")
            else:
                path.append(waits_for)
                seen.add(waits_for)
        return self._found[index] or 0

    def _settle(self, index: int) -> int | None:
        """Find the depth of one struct, or return the struct that has to be settled first."""
        struct = self._structs[index]
        anchor = struct.origin or struct.right or struct.parent
        if anchor is None:
            self._found[index] = 0
            return None
        other = self._index_of(anchor)
        depth = self._known.find(anchor) if other is None else self._found[other]
        if depth is None:
            return other
        is_inside = struct.origin is None and struct.right is None
        self._found[index] = depth + 1 if is_inside else depth
        return None

    def _index_of(self, place: Place) -> int | None:
        starts = self._starts.get(place[0])
        if starts is None:
            return None
        position = bisect_right(starts, place[1]) - 1
        if position < 0:
            return None
        index = self._indexes[place[0]][position]
        struct = self._structs[index]
        return index if place[1] < struct.clock + struct.length else None
