"""Writes the journal: entries of several rooms in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from collab.core.clock import now
from collab.core.db import ScopedSession, database
from collab.core.group import Part
from collab.core.prepared import PreparedInsert
from collab.live.entries import Entry
from collab.live.journal import End, find_foreign, lock_documents, read_ends
from collab.live.ledger import OvertakenError
from collab.live.models import LiveClient, LiveDuty, LiveOperation, LiveUpdate
from collab.live.room import Room

_insert_updates = PreparedInsert(LiveUpdate)


class StaleJournalError(RuntimeError):
    """Another process has written into the journal: that comes first."""


@dataclass(slots=True)
class Batch:
    """What is written for one room: its entries, and the seq before the first of them."""

    room: Room
    entries: Sequence[Entry]
    seq: int


def write_batches(batches: Sequence[Batch]) -> None:
    """Bring everything to disk or nothing; raises what the database raises."""
    at = now()
    with database.group_commit() as scoped:
        # in the same order everywhere, so that no two processes wait for each other's locks
        ordered = sorted(batches, key=_cooperation_of)
        for cooperation_id, some in groupby(ordered, key=_cooperation_of):
            _write_group(scoped(cooperation_id), list(some), at)


def _cooperation_of(batch: Batch) -> UUID:
    return batch.room.document.cooperation_id


def _write_group(part: Part, batches: Sequence[Batch], at: datetime) -> None:
    """Write the batches of one cooperation."""
    ids = [batch.room.document.id for batch in batches]
    if not database.is_sqlite:
        lock_documents(part.session, ids)
    # a statement of its own: it sees what was written while we waited for the locks
    ends = read_ends(part, ids)
    for batch in batches:
        _catch_up(part, batch, ends.get(batch.room.document.id))
        _write(part, batch, at)


def _catch_up(part: Part, batch: Batch, end: End | None) -> None:
    """See to it that the entries follow the last one of the journal.

    Raises OvertakenError where the room has to begin again from the journal, StaleJournalError
    where it has to be repaired first: on SQLite this is another thread than the room's.
    """
    room = batch.room
    if end is None:
        return  # the document is gone, which the insert says
    if end.epoch != room.document.epoch:
        raise OvertakenError("the document has a new epoch")
    if end.seq == batch.seq:
        return
    if database.is_sqlite:
        raise StaleJournalError(f"entry {end.seq} was written elsewhere")
    written, owners = find_foreign(part.session, room.document.id, room.seq)
    room.ledger.note_owners(owners)
    room.adopt(written, batch.entries)
    if room.seq != end.seq:
        raise OvertakenError("a snapshot has taken the place of what others wrote")
    batch.entries = [entry for entry in batch.entries if not entry.is_done]
    batch.seq = room.seq


def _write(part: Part, batch: Batch, at: datetime) -> None:
    document = batch.room.document
    owned = {"cooperation_id": document.cooperation_id, "document_id": document.id}
    rows = _update_rows(batch, owned, at)
    clients = [
        {**owned, "client": client, "author_id": entry.owner_id}
        for entry in batch.entries
        for client in entry.new_clients
    ]
    done = [entry.operation_id for entry in batch.entries if entry.operation_id is not None]
    if rows:
        _insert_updates.write(part, rows)
        if not batch.room.is_duty_noted:
            note_duty(part.session, document.cooperation_id, document.id)
    if clients:
        part.session.execute(insert(LiveClient), clients)
    if done:
        _end_operations(part.session, done)


def _end_operations(session: ScopedSession, done: Sequence[UUID]) -> None:
    ended = delete(LiveOperation).where(LiveOperation.id.in_(done)).returning(LiveOperation.id)
    if len(session.scalars(ended).all()) != len(done):
        raise OvertakenError("somebody else has made the edit already")


def _update_rows(batch: Batch, owned: dict[str, Any], at: datetime) -> list[dict[str, Any]]:
    brought = [entry for entry in batch.entries if entry.update]
    return [
        {
            **owned,
            "seq": seq,
            "payload": entry.update,
            "author_id": entry.author_id,
            "at": at,
            "session": None if entry.session is None else entry.session.number,
            "n": entry.n,
        }
        for seq, entry in enumerate(brought, start=batch.seq + 1)
    ]


def note_duty(session: ScopedSession, cooperation_id: UUID, document_id: UUID) -> None:
    """Remember that the engine owes this document something, over a restart too."""
    while not lock_duty(session, document_id):
        try:
            with session.begin_nested():
                session.add(LiveDuty(document_id=document_id, cooperation_of=cooperation_id))
        except IntegrityError:
            continue  # another transaction has just noted it
        return


def lock_duty(session: ScopedSession, document_id: UUID) -> bool:
    """Whether something is owed to the document; nobody else adds to it or ends it meanwhile."""
    found = select(LiveDuty.id).where(LiveDuty.document_id == document_id).with_for_update()
    return session.scalar(found) is not None
