"""Writes the journal: entries of several rooms in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from collab.core.clock import now
from collab.core.db import ScopedSession, database
from collab.live.models import LiveClient, LiveDuty, LiveOperation, LiveUpdate
from collab.live.room import Entry, Room


@dataclass(frozen=True, slots=True)
class Batch:
    """What is written for one room: its entries, and the seq before the first of them."""

    room: Room
    entries: Sequence[Entry]
    seq: int


def write_batches(batches: Sequence[Batch]) -> None:
    """Bring everything to disk or nothing; raises what the database raises."""
    at = now()
    with database.group_commit() as scoped:
        for batch in batches:
            _write(scoped(batch.room.document.cooperation_id), batch, at)


def _write(session: ScopedSession, batch: Batch, at: datetime) -> None:
    document = batch.room.document
    owned = {"cooperation_id": document.cooperation_id, "document_id": document.id}
    rows = _update_rows(batch, owned, at)
    clients = [
        {**owned, "client": client, "author_id": _owner_of(entry)}
        for entry in batch.entries
        for client in entry.new_clients
    ]
    done = [entry.operation_id for entry in batch.entries if entry.operation_id is not None]
    if rows:
        session.execute(insert(LiveUpdate), rows)
        if not batch.room.is_duty_noted:
            note_duty(session, document.cooperation_id, document.id)
    if clients:
        session.execute(insert(LiveClient), clients)
    if done:
        session.execute(delete(LiveOperation).where(LiveOperation.id.in_(done)))


def _owner_of(entry: Entry) -> UUID | None:
    """A client id that the server made up is nobody's."""
    return None if entry.session is None else entry.author_id


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
