"""Puts the structs of an update where they belong, in the order in which everybody will."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from typing import Protocol

from collab.live.guard import Place, Struct
from collab.live.lib0 import MalformedError
from collab.live.positions import TOP, Position, inside, under
from collab.live.roles import Holder, holder_of


class Known(Protocol):
    """What is in the document already."""

    def find(self, place: Place) -> Position:
        """Return the position of the item at a place."""
        ...

    def find_holder(self, place: Place) -> Holder | None:
        """What that item is to those that are put into it; None when it holds nothing."""
        ...


class Placement:
    """Puts structs in one after the other, each client's in their order, as everybody will.

    What can never be put in would wait for ever in every document; and what hangs on something
    later of its own client breaks whoever reads it.
    """

    def __init__(self, known: Known, structs: Sequence[Struct], clocks: Mapping[int, int]) -> None:
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
            self._go_on(client, is_written=is_written)
            waiting = self._waiting.get(client)
            while waiting and waiting[0][0] < self._reached[client]:
                ready.append(heappop(waiting)[1])
        if not is_written and None in self._found:
            raise MalformedError("items that hang on themselves")
        return [each or TOP for each in self._found]

    def _go_on(self, client: int, *, is_written: bool) -> None:
        """Put in what comes next of a client, up to what hangs on something that is missing."""
        indexes, done = self._indexes[client], self._done[client]
        while done < len(indexes):
            struct = self._structs[indexes[done]]
            missing = self._find_missing(struct)
            if missing is not None:
                waiting = self._waiting.setdefault(missing[0], [])
                heappush(waiting, (missing[1], client))
                break
            self._found[indexes[done]] = self._find_position(struct, is_written=is_written)
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

    def _find_position(self, struct: Struct, *, is_written: bool) -> Position:
        anchor = struct.origin or struct.right or struct.parent
        if anchor is None:
            return under(struct)
        index = self._index_of(anchor)
        position = None if index is None else self._found[index]
        if position is None or index is None:
            position, holder = self._known.find(anchor), None
        else:
            holder = holder_of(position.role, self._structs[index].content)
        if anchor is not struct.parent:
            return position
        if holder is None:
            holder = self._known.find_holder(anchor)
        return inside(struct, position, holder, is_written=is_written)

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
