"""Where each item of a document sits: how deep, so that nobody builds a tower, and in what.

What is in the text has to be what belongs there, see `roles`.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from collab.live.contents import TYPES
from collab.live.guard import Place, Range, Struct
from collab.live.lib0 import MalformedError
from collab.live.placing import Placement
from collab.live.positions import TOP, Position, inside, under
from collab.live.ranges import Ranges
from collab.live.roles import Holder, Role, allows, holder_of

MAX_TYPE_DEPTH: Final = 64


class Step(NamedTuple):
    """Clocks of one client that follow each other in the same container."""

    client: int
    start: int
    end: int
    depth: int
    container: Place | None


_WEIGHT: Final = 64


class Depths:
    """Per client, the clocks at which the position changes.

    What a snapshot has thrown away counts as directly in the document: nothing that hangs on it is
    ever built.
    """

    __slots__ = ("_count", "_holders", "_positions", "_starts")

    def __init__(self) -> None:
        self._starts: dict[int, list[int]] = {}
        self._positions: dict[int, list[Position]] = {}
        #: how much is remembered
        self._count = 0
        #: what others can be put into; None where a snapshot was made before this was noted
        self._holders: dict[Holder, Ranges] | None = {each: Ranges() for each in Holder}

    @property
    def weight(self) -> int:
        """About how much memory it takes, in bytes; what nests is small in the journal."""
        return self._count * _WEIGHT

    def find(self, place: Place) -> Position:
        """Return the position of the item at a place."""
        starts = self._starts.get(place[0])
        if starts is None:
            return TOP
        index = bisect_right(starts, place[1]) - 1
        return self._positions[place[0]][index] if index >= 0 else TOP

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
            positions = Placement(self, structs, clocks).positions(is_written=is_written)
        for struct, position in zip(structs, positions, strict=True):
            if struct.content >= TYPES and position.depth >= MAX_TYPE_DEPTH:
                raise MalformedError("shared types nested too deep")
            if not (is_written or allows(position.role, struct.content)):
                raise MalformedError("something that does not belong into a text")
        return positions

    def _place_alone(self, struct: Struct, *, is_written: bool) -> Position:
        """Place a struct that goes on where its client ends, as most keystrokes do."""
        for place in struct.origin, struct.right, struct.parent:
            if place is not None and place[0] == struct.client and place[1] >= struct.clock:
                if is_written:
                    return TOP
                raise MalformedError("an item that hangs on itself")
        anchor = struct.origin or struct.right
        if anchor is not None:
            return self.find(anchor)
        if struct.parent is None:
            return under(struct)
        holder = self.find_holder(struct.parent)
        return inside(struct, self.find(struct.parent), holder, is_written=is_written)

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
                self._count += 1
        if self._holders is not None:
            self._note_holders(self._holders, structs, positions, clocks)

    def _note_holders(
        self,
        holders: dict[Holder, Ranges],
        structs: Sequence[Struct],
        positions: Sequence[Position],
        clocks: Mapping[int, int],
    ) -> None:
        found: dict[tuple[Holder, int], list[Range]] = {}
        for struct, position in zip(structs, positions, strict=True):
            holder = holder_of(position.role, struct.content)
            if holder is not None:
                begin = max(struct.clock, clocks.get(struct.client, 0))
                new = begin, struct.clock + struct.length
                found.setdefault((holder, struct.client), []).append(new)
        for (holder, client), ranges in found.items():
            holders[holder].add(client, ranges)
            self._count += len(ranges)

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
            made._count += len(starts)
            made._positions[int(client)] = [
                Position(depth, None if container is None else (container[0], container[1]), role)
                for depth, container, role in zip(depths, containers, roles, strict=True)
            ]
        made._holders = None
        if holders is not None:
            made._holders = {each: Ranges.from_json(holders[str(int(each))]) for each in Holder}
            made._count += sum(map(len, made._holders.values()))
        return made
