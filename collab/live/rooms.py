"""The rooms of this process: opened from the journal, closed when nobody needs them."""

import logging
import time
from collections.abc import Iterator
from typing import Final
from uuid import UUID

from gevent.lock import RLock

from collab.core.db import Scope, unit_of_work
from collab.live.journal import Document, find_received, list_changes, list_rows, read_tail
from collab.live.ledger import OvertakenError
from collab.live.members import Session
from collab.live.messages import Join
from collab.live.models import LiveUpdate
from collab.live.room import Entry, Room

CLOSE_AFTER_SECONDS: Final = 60.0
_log = logging.getLogger(__name__)


class Rooms:
    """Finds, opens and closes rooms."""

    def __init__(self) -> None:
        self._rooms: dict[UUID, Room] = {}
        self._opening = RLock()
        self._used_at: dict[UUID, float] = {}

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
                with unit_of_work(Scope(document.cooperation_id), writes=False):
                    room = Room(document, read_tail(document.id))
                self._rooms[document.id] = room
            return room

    def forget(self, document_id: UUID) -> Room | None:
        """Close a room whose journal is no longer the one it knows; returns what was there."""
        self._used_at.pop(document_id, None)
        return self._rooms.pop(document_id, None)

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
    if known is None:
        known = _find_session(room, person_id, join.session)
    if known is None or known.person_id != person_id or known.is_broken or known.has_refused:
        return Session(person_id)
    known.is_resumed = True
    return known


def _find_session(room: Room, person_id: UUID, number: int) -> Session | None:
    with unit_of_work(Scope(room.document.cooperation_id), writes=False):
        received = find_received(room.document.id, number)
    if received is None or received.author_id != person_id:
        return None
    return Session(person_id, number, received.n, received.n)


def read_since(room: Room, seq: int) -> list[bytes]:
    """Return what follows `seq`, exactly up to what the room has told, with no turn in between."""
    updates: list[bytes] = []
    while (recalled := room.recall(seq)) is None:
        with unit_of_work(Scope(room.document.cooperation_id), writes=False):
            rows = list_rows(room.document.id, after=seq, upto=room.seq)
        updates.extend(row.payload for row in rows)
        seq = rows[-1].seq if rows else room.seq
    return updates + recalled


def adopt_foreign(room: Room) -> list[bytes]:
    """Take over what another process wrote into the room's journal; returns those updates.

    Entries of our own that are on disk after all are no longer waiting. Raises OvertakenError where
    an edit of the server crosses what others wrote: the room has to begin again from the journal.
    """
    with unit_of_work(Scope(room.document.cooperation_id), writes=False):
        changes = list_changes(room.document.id, after=room.seq)
    is_edited = False
    ours = {(entry.session.number, entry.n): entry for entry in room.pending if entry.session}
    on_disk = []
    for change in changes:
        entry = _find_ours(ours, change)
        if entry is None:
            room.absorb(change.payload, is_from_server=change.session is None)
            is_edited |= change.session is None
        else:
            on_disk.append(entry)
    room.drop(on_disk)
    if room.pending and (is_edited or any(entry.operation_id for entry in room.pending)):
        raise OvertakenError("an edit of the server crosses other changes")
    return [change.payload for change in changes]


def _find_ours(ours: dict[tuple[int, int | None], Entry], change: LiveUpdate) -> Entry | None:
    return None if change.session is None else ours.get((change.session, change.n))
