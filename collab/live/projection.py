"""What a document says, kept beside its journal for everybody who does not edit."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from collab.core.db import Scope, session, unit_of_work
from collab.live.journal import (
    Document,
    find_document,
    find_next_operation,
    find_snapshot,
    read_last_seq,
)
from collab.live.kinds import find_kind
from collab.live.models import LiveDuty, LiveProjection, LiveUpdate
from collab.live.readings import Reading, read_document
from collab.live.supervisor import Reader
from collab.live.writing import lock_duty


def project(document: Document, reader: Reader) -> None:
    """Read the document, keep what it says, and tell its kind."""
    reading = read_document(reader, document, "project")
    with unit_of_work(Scope(document.cooperation_id)):
        current = find_document(document.id)
        if current is None or current.epoch != document.epoch:
            return  # it is another journal by now, and is read again
        if not _keep(document, reading):
            return
        on_projected = find_kind(document.kind).on_projected
        if on_projected is not None:
            on_projected(document.id, reading.answer["content"])
        _end_duty(document, reading.seq)


def _keep(document: Document, reading: Reading) -> bool:
    """Keep the reading unless a newer one is there."""
    row = session().scalar(select(LiveProjection).where(LiveProjection.document_id == document.id))
    if row is None:
        row = LiveProjection(document_id=document.id, seq=0, epoch=document.epoch)
        session().add(row)
    elif row.epoch == document.epoch and row.seq > reading.seq:
        return False
    is_new = row.seq != reading.seq or row.changed_at is None
    row.seq, row.epoch = reading.seq, document.epoch
    row.content, row.text = reading.answer["content"], reading.answer["text"].replace("\0", "")
    if is_new:
        row.changed_at = _find_time(document.id, reading.seq)
    return True


def _find_time(document_id: UUID, seq: int) -> datetime | None:
    """When the entry was written; once a snapshot stands for it, when that was made."""
    written = session().scalar(
        select(LiveUpdate.at).where(LiveUpdate.document_id == document_id, LiveUpdate.seq == seq)
    )
    if written is not None:
        return written
    snapshot = find_snapshot(document_id)
    return None if snapshot is None else snapshot.at


def _end_duty(document: Document, seq: int) -> None:
    """Nothing is owed any more when nothing came meanwhile."""
    lock_duty(session(), document.id)
    if read_last_seq(document.id) == seq and find_next_operation(document.id) is None:
        session().execute(delete(LiveDuty).where(LiveDuty.document_id == document.id))
