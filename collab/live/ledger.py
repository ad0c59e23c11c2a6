"""What a document knows of its authors: clocks of Yjs client ids, whose they are, what is where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final, NamedTuple
from uuid import UUID

from collab.live.contents import MAX_CLOCK, SKIP
from collab.live.depths import Depths
from collab.live.graves import Graves, find_unseen
from collab.live.guard import Range, Struct, Update
from collab.live.lib0 import MalformedError
from collab.live.ranges import Ranges

MAX_NEW_CLIENTS: Final = 16
#: characters of two clocks that are looked after: a text of nothing else shall not fill the memory
MOST_HALVES: Final = 50_000


class GapError(ValueError):
    """An update that hangs on something which never arrived here."""


class BuriedError(ValueError):
    """An update that writes into an element which the server has deleted meanwhile."""


class LeftOutError(ValueError):
    """An update with something in it without which the document was rebuilt."""


class OvertakenError(ValueError):
    """An edit of the server that deletes what it has not seen."""


class ForeignClientError(ValueError):
    """An update that speaks with the client id of somebody else."""


class Admission(NamedTuple):
    """What an update brings: clocks that move on, client ids that now have an author."""

    ends: dict[int, int]
    new_clients: tuple[int, ...]
    is_news: bool


@dataclass(slots=True)
class Ledger:
    """The clocks of one document. Owners: client id → person, None for the server itself."""

    clocks: dict[int, int] = field(default_factory=dict)
    owners: dict[int, UUID | None] = field(default_factory=dict)
    depths: Depths = field(default_factory=Depths)
    graves: Graves = field(default_factory=Graves)
    #: the second halves of characters that take two clocks
    halves: Ranges = field(default_factory=Ranges)
    #: client id → the clock from which on nothing of it is taken any more
    barred: Mapping[int, int] = field(default_factory=dict)

    def admit(
        self,
        update: Update,
        author_id: UUID | None,
        *,
        is_offer: bool = False,
        is_written: bool = False,
    ) -> Admission:
        """Take an update in, or raise and change nothing.

        `is_written` marks what is in the journal: it may hold what was taken before we knew better.

        `is_offer` marks a whole state that somebody brings after a new epoch: it may hold what
        others wrote, whose client ids stay without an owner.
        """
        if self.barred:
            self._check_barred(update)
        if not is_written and len(update.structs) > 1:
            _check_order(update)
        ends = self._find_ends(update)
        halves = self._find_halves(update)
        if not is_written and (halves or self.halves):
            self._check_halves(update, Ranges(halves))
        new_clients = () if is_offer else self._find_new_clients(ends, author_id)
        self._check_references(update, ends)
        fresh = [s for s in update.structs if self._is_fresh(s)]
        placed = self.depths.place(fresh, self.clocks, is_written=is_written)
        if author_id is not None and not is_offer and any(map(self.graves.holds, fresh)):
            raise BuriedError("inside of what the server has deleted")
        self.depths.extend(fresh, placed, self.clocks)
        if halves and len(self.halves) < MOST_HALVES:
            self.halves.extend(halves)
        self.clocks.update(ends)
        self.owners.update(dict.fromkeys(new_clients, author_id))
        return Admission(ends, new_clients, bool(ends) or bool(update.deletes))

    def admit_from_server(self, update: Update, seen: Mapping[int, int]) -> Admission:
        """Take in an edit that the server made of a document with the clocks `seen`.

        Raises OvertakenError, and changes nothing, when it deletes an element in which somebody has
        written since.
        """
        if update.deletes and find_unseen(update, self.depths, self.clocks, seen):
            raise OvertakenError("deletes what it has not seen")
        admission = self.admit(update, None)
        self.graves.dig(update, self.depths, self.clocks)
        return admission

    def absorb(self, update: Update, *, is_from_server: bool = False) -> Admission:
        """Take in what is in the journal already, without asking whose it is."""
        admission = self.admit(update, None, is_offer=True, is_written=True)
        if is_from_server:
            self.graves.dig(update, self.depths, self.clocks)
        return admission

    def note_owners(self, owners: Mapping[int, UUID | None]) -> None:
        """Note whose client ids are that others were the first to use."""
        for client, owner in owners.items():
            self.owners.setdefault(client, owner)

    def _check_barred(self, update: Update) -> None:
        """What was left out comes back with nobody, and nothing is hung on it."""
        written = (s for s in update.structs if s.content != SKIP)
        last = ((s.client, s.clock + s.length - 1) for s in written)
        hung_on = (place for s in update.structs for place in (s.origin, s.right, s.parent))
        deleted = ((c, end - 1) for c, ranges in update.deletes.items() for _start, end in ranges)
        for place in chain(last, hung_on, deleted):
            if place is not None and place[1] >= self.barred.get(place[0], MAX_CLOCK):
                raise LeftOutError("the document was rebuilt without it")

    def knows(self, update: Update) -> bool:
        """Whether it was taken in before, for certain: deletions leave no clock behind."""
        return not update.deletes and not any(map(self._is_fresh, update.structs))

    def _is_fresh(self, struct: Struct) -> bool:
        known = self.clocks.get(struct.client, 0)
        return struct.content != SKIP and struct.clock + struct.length > known

    def _find_ends(self, update: Update) -> dict[int, int]:
        ends: dict[int, int] = {}
        for struct in update.structs:
            if struct.content == SKIP:
                continue
            known = ends.get(struct.client)
            if known is None:
                known = self.clocks.get(struct.client, 0)
            if struct.clock > known:
                raise GapError("begins beyond the clock of its client")
            ends[struct.client] = max(known, struct.clock + struct.length)
        return {client: end for client, end in ends.items() if end > self.clocks.get(client, 0)}

    def _find_new_clients(self, ends: Mapping[int, int], author_id: UUID | None) -> tuple[int, ...]:
        new = []
        for client in ends:
            if client not in self.owners:
                new.append(client)
            elif self.owners[client] != author_id:
                raise ForeignClientError("a client id of somebody else")
        if len(new) > MAX_NEW_CLIENTS:
            raise MalformedError("too many client ids at once")
        return tuple(new)

    def _check_references(self, update: Update, ends: Mapping[int, int]) -> None:
        """An update that hangs on a missing one would be stored and never be seen."""
        clocks = self.clocks
        for struct in update.structs:
            for place in (struct.origin, struct.right, struct.parent):
                if place is not None and place[1] >= (
                    ends.get(place[0]) or clocks.get(place[0], 0)
                ):
                    raise GapError("hangs on an item that is not here")
        for client, ranges in update.deletes.items():
            if max(end for _start, end in ranges) > (ends.get(client) or clocks.get(client, 0)):
                raise GapError("deletes an item that is not here")

    def _find_halves(self, update: Update) -> dict[int, list[Range]]:
        found: dict[int, list[Range]] = {}
        for struct in update.structs:
            if struct.halves:  # what is said again may say something else
                known = self.clocks.get(struct.client, 0)
                places = (struct.clock + at for at in struct.halves)
                new = [(clock, clock + 1) for clock in places if clock >= known]
                found.setdefault(struct.client, []).extend(new)
        return found

    def _check_halves(self, update: Update, brought: Ranges) -> None:
        """Between the halves of a character Yrs loses count of what comes after it."""

        def is_half(client: int, clock: int) -> bool:
            place = client, clock
            return place in self.halves or place in brought

        for struct in update.structs:
            begin = struct.client, max(struct.clock, self.clocks.get(struct.client, 0))
            after = struct.origin and (struct.origin[0], struct.origin[1] + 1)
            if any(each and is_half(*each) for each in (begin, after, struct.right)):
                raise MalformedError("something inside of a character")
        for client, ranges in update.deletes.items():
            if any(is_half(client, clock) for each in ranges for clock in each):
                raise MalformedError("half of a character deleted")

    def to_json(self) -> dict[str, Any]:
        """Return everything as JSON, without the owners, who have a table."""
        return {
            "clocks": {str(client): clock for client, clock in self.clocks.items()},
            "depths": self.depths.to_json(),
            "holders": self.depths.holders_to_json(),
            "halves": self.halves.to_json(),
            "graves": self.graves.to_json(),
        }

    @classmethod
    def from_json(cls, state: Mapping[str, Any], owners: Mapping[int, UUID | None]) -> "Ledger":
        """Return the ledger that `to_json` described."""
        clocks = {int(client): int(clock) for client, clock in state["clocks"].items()}
        depths, graves = (
            Depths.from_json(state["depths"], state.get("holders")),
            Graves.from_json(state.get("graves", {})),
        )
        halves = Ranges.from_json(state.get("halves", {}))
        return cls(clocks, dict(owners), depths, graves, halves)


def _check_order(update: Update) -> None:
    """Clocks that an update says twice are one thing to Yjs and another to Yrs."""
    ends: dict[int, int] = {}
    last = None
    for struct in update.structs:
        end = ends.get(struct.client)
        if end is not None and (struct.client != last or struct.clock != end):
            raise MalformedError("a client that speaks twice")
        last = struct.client
        ends[last] = struct.clock + struct.length
