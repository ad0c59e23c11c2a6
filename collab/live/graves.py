"""What the server's own edits took out of a document, where nobody can write any more.

Yjs cannot move an element: the server deletes it and writes a copy. What somebody who has not seen
that yet writes into the old one would be stored and never be seen.
"""

from collections.abc import Mapping
from typing import Any

from collab.live.depths import Depths
from collab.live.guard import Range, Struct, Update
from collab.live.ranges import Ranges


class Graves:
    """The elements that the server deleted, and everything that was in them then."""

    __slots__ = ("_elements", "_inside")

    def __init__(self, elements: Ranges | None = None, inside: Ranges | None = None) -> None:
        self._elements = elements or Ranges()
        self._inside = inside or Ranges()

    def holds(self, struct: Struct) -> bool:
        """Whether a new struct would come to lie in an element that the server deleted."""
        return (
            (struct.parent is not None and struct.parent in self._elements)
            or (struct.origin is not None and struct.origin in self._inside)
            or (struct.right is not None and struct.right in self._inside)
        )

    def dig(self, update: Update, depths: Depths, clocks: Mapping[int, int]) -> None:
        """Bury what an update of the server deletes, and what was in it: deleted before or not.

        A new value for an attribute deletes the old one, but not the element that has it.
        """
        if not update.deletes:
            return
        for client, ranges in update.deletes.items():
            self._elements.add(client, ranges)
        for client, ranges in _find_inside(Ranges(update.deletes), depths, clocks).items():
            self._inside.add(client, ranges)

    def to_json(self) -> dict[str, Any]:
        """Return both as JSON."""
        return {"elements": self._elements.to_json(), "inside": self._inside.to_json()}

    @classmethod
    def from_json(cls, state: Mapping[str, Any]) -> "Graves":
        """Return what `to_json` described; nothing was buried before there were graves."""
        return cls(
            Ranges.from_json(state.get("elements", {})), Ranges.from_json(state.get("inside", {}))
        )


def find_unseen(
    update: Update, depths: Depths, clocks: Mapping[int, int], seen: Mapping[int, int]
) -> bool:
    """Whether an update deletes elements into which more was written than `seen` says."""
    inside = _find_inside(Ranges(update.deletes), depths, clocks)
    return any(
        end > seen.get(client, 0) for client, ranges in inside.items() for _start, end in ranges
    )


def _find_inside(
    deleted: Ranges, depths: Depths, clocks: Mapping[int, int]
) -> dict[int, list[Range]]:
    inside: dict[int, list[Range]] = {}
    for step in depths.list_steps(clocks):
        if step.start >= step.end:
            continue  # an update that says the same clocks twice
        if step.container is not None:
            if step.container in deleted:
                inside.setdefault(step.client, []).append((step.start, step.end))
        elif step.depth > 0:  # a snapshot from before containers were known
            cut = deleted.cut(step.client, step.start, step.end)
            inside.setdefault(step.client, []).extend(cut)
    return inside
