"""Where each item of a document sits: how deep, so that nobody builds a tower, and in what."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from heapq import heappop, heappush
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

    def place(
        self, structs: Sequence[Struct], clocks: Mapping[int, int], *, is_written: bool = False
    ) -> list[Position]:
        """Return where new structs would sit, which go on where `clocks` end.

        Raises MalformedError for towers and circles; for circles not when they are in the journal.
        """
        if len(structs) == 1 and clocks.get(structs[0].client, 0) == structs[0].clock:
            positions = [self._place_alone(structs[0], is_written=is_written)]
        else:
            positions = _Placement(self, structs, clocks).positions(is_written=is_written)
        for struct, position in zip(structs, positions, strict=True):
            if struct.is_type and position.depth >= MAX_TYPE_DEPTH:
                raise MalformedError("shared types nested too deep")
        return positions

    def _place_alone(self, struct: Struct, *, is_written: bool) -> Position:
        """Place a struct that goes on where its client ends, as most keystrokes do."""
        for place in struct.origin, struct.right, struct.parent:
            if place is not None and place[0] == struct.client and place[1] >= struct.clock:
                if is_written:
                    return _TOP
                raise MalformedError("an item that hangs on itself")
        anchor = struct.origin or struct.right or struct.parent
        return _TOP if anchor is None else _beside(struct, anchor, self.find(anchor))

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


def _beside(struct: Struct, anchor: Place, position: Position) -> Position:
    """Return where a struct is whose anchor sits there: beside it, or inside."""
    is_inside = struct.origin is None and struct.right is None
    return Position(position.depth + 1, anchor) if is_inside else position


class _Placement:
    """Puts structs in one after the other, each client's in their order, as everybody will.

    What can never be put in would wait for ever in every document; and what hangs on something
    later of its own client breaks whoever reads it.
    """

    def __init__(self, known: Depths, structs: Sequence[Struct], clocks: Mapping[int, int]) -> None:
        self._known = known
        self._structs = structs
        self._clocks = clocks
        self._found: list[Position | None] = [None] * len(structs)
        self._starts: dict[int, list[int]] = {}
        self._indexes: dict[int, list[int]] = {}
        for index, struct in enumerate(structs):
            self._starts.setdefault(struct.client, []).append(struct.clock)
            self._indexes.setdefault(struct.client, []).append(index)
        self._reached = {client: clocks.get(client, 0) for client in self._indexes}
        self._done = dict.fromkeys(self._indexes, 0)
        #: client → clocks of it that are waited for, each with who waits
        self._waiting: dict[int, list[Place]] = {}

    def positions(self, *, is_written: bool) -> list[Position]:
        """Return the position of each struct; what can never be put in is nowhere."""
        ready = list(self._indexes)
        while ready:
            client = ready.pop()
            self._go_on(client)
            waiting = self._waiting.get(client)
            while waiting and waiting[0][0] < self._reached[client]:
                ready.append(heappop(waiting)[1])
        if not is_written and None in self._found:
            raise MalformedError("items that hang on themselves")
        return [each or _TOP for each in self._found]

    def _go_on(self, client: int) -> None:
        """Put in what comes next of a client, up to what hangs on something that is missing."""
        indexes, done = self._indexes[client], self._done[client]
        while done < len(indexes):
            struct = self._structs[indexes[done]]
            missing = self._find_missing(struct)
            if missing is not None:
                waiting = self._waiting.setdefault(missing[0], [])
                heappush(waiting, (missing[1], client))
                break
            self._found[indexes[done]] = self._find_position(struct)
            self._reached[client] = struct.clock + struct.length
            done += 1
        self._done[client] = done

    def _find_missing(self, struct: Struct) -> Place | None:
        for place in struct.origin, struct.right, struct.parent:
            if place is None:
                continue
            reached = self._reached.get(place[0])
            if place[1] >= (self._clocks.get(place[0], 0) if reached is None else reached):
                return place
        return None

    def _find_position(self, struct: Struct) -> Position:
        anchor = struct.origin or struct.right or struct.parent
        if anchor is None:
            return _TOP
        index = self._index_of(anchor)
        position = (None if index is None else self._found[index]) or self._known.find(anchor)
        return _beside(struct, anchor, position)

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
