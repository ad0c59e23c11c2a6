"""Does what is owed to documents where no engine runs: in commands, and in tests."""

from sqlalchemy import select

from collab.core.db import GLOBAL, Scope, database, unit_of_work
from collab.live.compaction import compact
from collab.live.entries import Entry
from collab.live.journal import Document, find_document, read_tail
from collab.live.models import LiveDuty
from collab.live.operations import apply_operations
from collab.live.projection import project
from collab.live.room import Room
from collab.live.supervisor import Reader
from collab.live.writing import Batch, write_batches


def run_pending_operations() -> int:
    """Make all owed edits and projections; how many documents had any. No unit of work may run."""
    with unit_of_work(GLOBAL, writes=False) as session:
        found = select(LiveDuty.document_id, LiveDuty.cooperation_of)
        duties = [(row.document_id, row.cooperation_of) for row in session.execute(found)]
    reader = Reader()
    try:
        for document_id, cooperation_id in duties:
            with unit_of_work(Scope(cooperation_id), writes=False):
                document = find_document(document_id)
            if document is not None:
                _serve(document, reader)
    finally:
        reader.close()
    return len(duties)


def _serve(document: Document, reader: Reader) -> None:
    with unit_of_work(Scope(document.cooperation_id), writes=False):
        room = Room(document, read_tail(document.id))
    forgets = apply_operations(room, reader, _write)
    project(document, reader)
    if forgets:
        compact(document, reader, room.seq)


def _write(room: Room, _entry: Entry) -> None:
    batch = Batch(room, room.begin_flush(), room.seq)
    with database.writer:
        write_batches([batch])
    room.finish_flush(batch.entries)
