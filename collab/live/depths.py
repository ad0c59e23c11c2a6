"""Where each item of a document sits: how deep, so that nobody builds a tower, and in what."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from collab.live.guard import Place, Struct
from collab.live.lib0 import MalformedError

MAX_TYPE_DEPTH: Final = 64


class Position(NamedTuple):
    """How deep an item sits, 0 is directly in the document; and the item that holds it."""

    depth: int
    #: None directly in the document, and where a snapshot was made before this was noted
    container: Place | None = None


class Step(NamedTuple):
    """Clocks of one client that follow each other in the same container."""

    client: int
    start: int
    end: int
    depth: int
    container: Place | None


_TOP: Final = Position(0)


class Depths:
    """Per client, the clocks at which the position changes.

    What a snapshot has thrown away counts as directly in the document: nothing that hangs on it is
    ever built.
    """

    __slots__ = ("_positions", "_starts")

    def __init__(self) -> None:
        self._starts: dict[int, list[int]] = {}
        self._positions: dict[int, list[Position]] = {}

    def find(self, place: Place) -> Position:
        """Return the position of the item at a place."""
        starts = self._starts.get(place[0])
        if starts is None:
            return _TOP
        index = bisect_right(starts, place[1]) - 1
        return self._positions[place[0]][index] if index >= 0 else _TOP

    def list_steps(self, clocks: Mapping[int, int]) -> Iterator[Step]:
        """List what is known, up to where `clocks` end."""
        for client, starts in self._starts.items():
            ends = [*starts[1:], clocks.get(client, 0)]
            for start, end, position in zip(starts, ends, self._positions[client], strict=True):
                yield Step(client, start, end, *position)

    def place(self, structs: Sequence[Struct]) -> list[Position]:
        """Return where new structs would sit; raises MalformedError for towers and circles."""
        positions = _Placement(self, structs).positions()
        for struct, position in zip(structs, positions, strict=True):
            if struct.is_type and position.depth >= MAX_TYPE_DEPTH:
                raise MalformedError("shared types nested too deep")
        return positions

    def extend(
        self, structs: Sequence[Struct], positions: Sequence[Position], clocks: Mapping[int, int]
    ) -> None:
        """Remember placed structs, which go on where `clocks` end."""
        for struct, position in zip(structs, positions, strict=True):
            starts = self._starts.setdefault(struct.client, [])
            known = self._positions.setdefault(struct.client, [])
            if not known or known[-1] != position:
                starts.append(max(struct.clock, clocks.get(struct.client, 0)))
                known.append(position)

    def to_json(self) -> dict[str, Any]:
        """Return the steps of each client as JSON."""
        return {
            str(client): [starts, *map(list, zip(*self._positions[client], strict=True))]
            for client, starts in self._starts.items()
        }

    @classmethod
    def from_json(cls, state: Mapping[str, Any]) -> "Depths":
        """Return what `to_json` described; containers were not always noted."""
        made = cls()
        for client, (starts, depths, *rest) in state.items():
            containers = rest[0] if rest else [None] * len(starts)
            made._starts[int(client)] = list(starts)
            made._positions[int(client)] = [
                Position(depth, None if container is None else (container[0], container[1]))
                for depth, container in zip(depths, containers, strict=True)
            ]
        return made


class _Placement:
    """Works out the positions of structs that may hang on each other in any order."""

    def __init__(self, known: Depths, structs: Sequence[Struct]) -> None:
        self._known = known
        self._structs = structs
        self._found: list[Position | None] = [None] * len(structs)
        self._starts: dict[int, list[int]] = {}
        self._indexes: dict[int, list[int]] = {}
        for index, struct in enumerate(structs):
            self._starts.setdefault(struct.client, []).append(struct.clock)
            self._indexes.setdefault(struct.client, []).append(index)

    def positions(self) -> list[Position]:
        """Return the position of each struct."""
        return [self._position_of(index) for index in range(len(self._structs))]

    def _position_of(self, index: int) -> Position:
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
        return self._found[index] or _TOP

    def _settle(self, index: int) -> int | None:
        """Find the position of one struct, or return the struct that has to be settled first."""
        struct = self._structs[index]
        anchor = struct.origin or struct.right or struct.parent
        if anchor is None:
            self._found[index] = _TOP
            return None
        other = self._index_of(anchor)
        position = self._known.find(anchor) if other is None else self._found[other]
        if position is None:
            return other
        is_inside = struct.origin is None and struct.right is None
        self._found[index] = Position(position.depth + 1, anchor) if is_inside else position
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
