"""The rooms of this process: opened from the journal, closed when nobody needs them."""

import logging
import time
from collections.abc import Callable, Iterator
from typing import Final
from uuid import UUID

from gevent.lock import RLock

from collab.core.db import Scope, unit_of_work
from collab.live.journal import (
    Document,
    Foreign,
    find_foreign,
    find_received,
    list_ends,
    list_rows,
    read_tail,
)
from collab.live.ledger import GapError, OvertakenError
from collab.live.members import Session
from collab.live.messages import Join
from collab.live.room import Room

CLOSE_AFTER_SECONDS: Final = 60.0
_log = logging.getLogger(__name__)


def _nothing(_document: Document) -> None:
    """Nobody is told."""


class Rooms:
    """Finds, opens and closes rooms."""

    def __init__(self) -> None:
        self._rooms: dict[UUID, Room] = {}
        self._opening = RLock()
        self._used_at: dict[UUID, float] = {}
        #: other processes may have the same documents open
        self.is_shared = False
        #: called with the document before its journal is read, and when its room has gone
        self.on_opening: Callable[[Document], None] = _nothing
        self.on_closed: Callable[[Document], None] = _nothing

    def __iter__(self) -> Iterator[Room]:
        return iter(list(self._rooms.values()))

    def find(self, document_id: UUID) -> Room | None:
        """Return the room if it is open."""
        return self._rooms.get(document_id)

    def open(self, document: Document) -> Room:
        """Return the document's room, from memory or from the journal."""
        self._used_at[document.id] = time.monotonic()
        room = self._rooms.get(document.id)
        if room is not None:
            return room
        with self._opening:
            room = self._rooms.get(document.id)
            if room is None:
                self.on_opening(document)
                with unit_of_work(Scope(document.cooperation_id), writes=False):
                    tail = read_tail(document.id)
                room = Room(document, tail, is_shared=self.is_shared)
                self._rooms[document.id] = room
            return room

    def forget(self, document_id: UUID) -> Room | None:
        """Close a room whose journal is no longer the one it knows; returns what was there."""
        self._used_at.pop(document_id, None)
        room = self._rooms.pop(document_id, None)
        if room is not None:
            self.on_closed(room.document)
        return room

    def close_idle(self) -> None:
        """Forget rooms in which nobody has been for a while."""
        now = time.monotonic()
        for document_id, room in list(self._rooms.items()):
            if room.members or room.wants_flush:
                self._used_at[document_id] = now
            elif now - self._used_at.setdefault(document_id, now) > CLOSE_AFTER_SECONDS:
                self.forget(document_id)


def resume_session(room: Room, person_id: UUID, join: Join) -> Session:
    """Return the session that the client names, if it is still theirs; otherwise a new one."""
    offers = join.epoch is not None and join.epoch == room.document.previous_epoch
    if join.session is None or join.epoch != room.document.epoch:
        return Session(person_id, may_offer=offers)
    known = room.sessions.get(join.session)
    if known is None or room.is_shared:
        known = _find_session(room, person_id, join.session, known)
    if known is None or known.person_id != person_id or known.is_broken or known.has_refused:
        return Session(person_id)
    known.is_resumed = True
    return known


def _find_session(
    room: Room, person_id: UUID, number: int, known: Session | None
) -> Session | None:
    """Return the session as the journal knows it: it may have gone on in another process.

    A receipt would cover up what was refused there and whose refusal got lost: then it is None, and
    everything without a receipt is sent again in a new one.
    """
    with unit_of_work(Scope(room.document.cooperation_id), writes=False):
        received = find_received(room.document.id, number)
    if received is None or received.author_id != person_id:
        return known
    if received.n > (0 if known is None else known.taken) and not received.is_whole:
        return None
    if known is None:
        known = Session(person_id, number, received.n, received.n)
    known.note_committed(received.n)
    known.seq = received.seq
    return known


def read_since(room: Room, seq: int) -> list[bytes]:
    """Return what follows `seq`, exactly up to what the room has told, with no turn in between."""
    updates: list[bytes] = []
    while (recalled := room.recall(seq)) is None:
        with unit_of_work(Scope(room.document.cooperation_id), writes=False):
            rows = list_rows(room.document.id, after=seq, upto=room.seq)
        updates.extend(row.payload for row in rows)
        seq = rows[-1].seq if rows else room.seq
    return updates + recalled


def read_foreign(room: Room) -> Foreign:
    """Return what others wrote into the room's journal after the last entry that it knows."""
    with unit_of_work(Scope(room.document.cooperation_id), writes=False) as running:
        return find_foreign(running, room.document.id, room.seq)


def adopt_foreign(room: Room) -> None:
    """Take over what another process wrote into the room's journal while it is being flushed.

    Raises OvertakenError as `Room.adopt` does, and where a snapshot stands for what is missing.
    """
    written, owners = read_foreign(room)
    room.ledger.note_owners(owners)
    try:
        room.adopt(written)
    except GapError as error:
        raise OvertakenError("a snapshot has taken the place of what others wrote") from error
    with unit_of_work(Scope(room.document.cooperation_id), writes=False) as running:
        ends = list_ends(running, [room.document.id])
    if ends and room.seq < ends[room.document.id].seq and not written:
        raise OvertakenError("a snapshot has taken the place of what others wrote")
