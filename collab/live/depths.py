"""Where each item of a document sits: how deep, so that nobody builds a tower, and in what.

What is in the text has to be what belongs there, see `roles`.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from heapq import heappop, heappush
from typing import Any, Final, NamedTuple

from collab.live.contents import TYPES
from collab.live.guard import Place, Range, Struct
from collab.live.lib0 import MalformedError
from collab.live.ranges import Ranges
from collab.live.roles import Holder, Role, allows, holder_of, role_inside, role_under

MAX_TYPE_DEPTH: Final = 64


class Position(NamedTuple):
    """How deep an item sits, 0 is directly in the document; and the item that holds it."""

    depth: int
    #: None directly in the document, and where a snapshot was made before this was noted
    container: Place | None = None
    #: a Role; unseen where a snapshot was made before this was noted
    role: int = Role.UNSEEN


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

    __slots__ = ("_holders", "_positions", "_starts")

    def __init__(self) -> None:
        self._starts: dict[int, list[int]] = {}
        self._positions: dict[int, list[Position]] = {}
        #: what others can be put into; None where a snapshot was made before this was noted
        self._holders: dict[Holder, Ranges] | None = {each: Ranges() for each in Holder}

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
                yield Step(client, start, end, position.depth, position.container)

    def find_holder(self, place: Place) -> Holder | None:
        """What the item at a place is to those that are put into it; None when it holds nothing."""
        if self._holders is None:
            return Holder.UNSEEN
        return next((each for each, places in self._holders.items() if place in places), None)

    def place(
        self, structs: Sequence[Struct], clocks: Mapping[int, int], *, is_written: bool = False
    ) -> list[Position]:
        """Return where new structs would sit, which go on where `clocks` end.

        Raises MalformedError for towers, and for circles and what does not belong where it is; but
        for these not when they are in the journal.
        """
        if len(structs) == 1 and clocks.get(structs[0].client, 0) == structs[0].clock:
            positions = [self._place_alone(structs[0], is_written=is_written)]
        else:
            positions = _Placement(self, structs, clocks).positions(is_written=is_written)
        for struct, position in zip(structs, positions, strict=True):
            if struct.content >= TYPES and position.depth >= MAX_TYPE_DEPTH:
                raise MalformedError("shared types nested too deep")
            if position.role and not is_written and not allows(position.role, struct.content):
                raise MalformedError("something that does not belong into a text")
        return positions

    def _place_alone(self, struct: Struct, *, is_written: bool) -> Position:
        """Place a struct that goes on where its client ends, as most keystrokes do."""
        for place in struct.origin, struct.right, struct.parent:
            if place is not None and place[0] == struct.client and place[1] >= struct.clock:
                if is_written:
                    return _TOP
                raise MalformedError("an item that hangs on itself")
        anchor = struct.origin or struct.right
        if anchor is not None:
            return self.find(anchor)
        if struct.parent is None:
            return _under(struct)
        holder = self.find_holder(struct.parent)
        return _inside(struct, self.find(struct.parent), holder, is_written=is_written)

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
            if self._holders is not None:
                holder = holder_of(position.role, struct.content)
                if holder is not None:
                    begin = max(struct.clock, clocks.get(struct.client, 0))
                    new: Range = begin, struct.clock + struct.length
                    self._holders[holder].add(struct.client, [new])

    def to_json(self) -> dict[str, Any]:
        """Return the steps of each client as JSON."""
        return {
            str(client): [starts, *map(list, zip(*self._positions[client], strict=True))]
            for client, starts in self._starts.items()
        }

    def holders_to_json(self) -> dict[str, Any] | None:
        """Return what others can be put into as JSON."""
        if self._holders is None:
            return None
        return {str(int(each)): places.to_json() for each, places in self._holders.items()}

    @classmethod
    def from_json(cls, state: Mapping[str, Any], holders: Mapping[str, Any] | None) -> "Depths":
        """Return what `to_json` and `holders_to_json` described; not all was always noted."""
        made = cls()
        for client, (starts, depths, *rest) in state.items():
            containers = rest[0] if rest else [None] * len(starts)
            roles = rest[1] if len(rest) > 1 else [Role.UNSEEN] * len(starts)
            made._starts[int(client)] = list(starts)
            made._positions[int(client)] = [
                Position(depth, None if container is None else (container[0], container[1]), role)
                for depth, container, role in zip(depths, containers, roles, strict=True)
            ]
        made._holders = None
        if holders is not None:
            made._holders = {each: Ranges.from_json(holders[str(int(each))]) for each in Holder}
        return made


def _under(struct: Struct) -> Position:
    """Return where a struct is that is directly in a type of the document."""
    return Position(0, None, role_under(struct.root, is_value=struct.is_value))


def _inside(
    struct: Struct, parent: Position, holder: Holder | None, *, is_written: bool
) -> Position:
    """Return where a struct is whose parent sits there."""
    if holder is None:
        if not is_written:
            raise MalformedError("an item inside of something that holds nothing")
        holder = Holder.UNSEEN
    return Position(parent.depth + 1, struct.parent, role_inside(holder, is_value=struct.is_value))


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
            self._go_on(client, is_written=is_written)
            waiting = self._waiting.get(client)
            while waiting and waiting[0][0] < self._reached[client]:
                ready.append(heappop(waiting)[1])
        if not is_written and None in self._found:
            raise MalformedError("items that hang on themselves")
        return [each or _TOP for each in self._found]

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
            return _under(struct)
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
        return _inside(struct, position, holder, is_written=is_written)

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
