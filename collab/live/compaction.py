"""Replaces a long journal by a snapshot, after a look at whether they say the same.

The reader compares what both say and hold; here the clocks are compared with what is live.
"""

import logging
from collections.abc import Sequence
from typing import Final

from sqlalchemy import delete

from collab.core.clock import now
from collab.core.db import Scope, session, unit_of_work
from collab.live.guard import read_update
from collab.live.journal import Document, Row, count_rows, find_snapshot, list_ends
from collab.live.ledger import Ledger
from collab.live.models import LiveSnapshot, LiveUpdate
from collab.live.readings import Reading, read_document
from collab.live.room import Room
from collab.live.supervisor import Reader

COMPACT_AFTER_ROWS: Final = 500
#: where several processes have a document open, one that is behind finds so much of its end
_KEPT_ROWS: Final = 50
_log = logging.getLogger(__name__)


def find_end(room: Room) -> int:
    """Return the entry up to which a snapshot is due; 0 when none is."""
    kept = _KEPT_ROWS if room.is_shared else 0
    if room.tail_length < COMPACT_AFTER_ROWS + kept:
        return 0
    if room.is_shared:  # another process may have done it
        with unit_of_work(Scope(room.document.cooperation_id), writes=False):
            room.tail_length = count_rows(room.document.id, room.seq)
    return room.seq - kept if room.tail_length >= COMPACT_AFTER_ROWS + kept else 0


def compact(document: Document, reader: Reader, upto: int) -> int:
    """Put a snapshot in the place of the entries up to `upto`; how many of them went.

    Does nothing when an entry is quarantined or the snapshot lacks anything: then the entries are
    the only place where it is.
    """
    reading = read_document(reader, document, "snapshot", upto=upto)
    if not reading.is_complete or not reading.rows:
        return 0
    with unit_of_work(Scope(document.cooperation_id)):
        end = list_ends(session(), [document.id], locks=True).get(document.id)
        if end is None or end.epoch != document.epoch:
            return 0  # it is another journal by now
        known = find_snapshot(document.id)
        start = 0 if known is None else known.upto_seq
        if start > upto:
            return 0
        tail = [row for row in reading.rows if row.seq > start]
        ledger = _read_ledger(known, tail)
        if count_rows(document.id, upto) != len(tail) or not _is_whole(ledger, reading):
            _log.error("the snapshot of %s does not match its journal", document.id)
            return 0
        # the snapshot does not say who deleted what is no longer in it
        reading.answer["ledger"]["graves"] = ledger.graves.to_json()
        _replace(document, known, reading, upto)
    return len(tail)


def _read_ledger(known: LiveSnapshot | None, tail: Sequence[Row]) -> Ledger:
    ledger = Ledger() if known is None else Ledger.from_json(known.ledger, {})
    for row in tail:
        ledger.absorb(read_update(row.payload), is_from_server=row.is_from_server)
    return ledger


def _is_whole(ledger: Ledger, reading: Reading) -> bool:
    """Whether the snapshot has every clock that the old one and the entries after it have."""
    return bool(reading.answer["ledger"]["clocks"] == ledger.to_json()["clocks"])


def _replace(document: Document, known: LiveSnapshot | None, reading: Reading, upto: int) -> None:
    if known is None:
        known = LiveSnapshot(document_id=document.id)
        session().add(known)
    known.upto_seq, known.payload = upto, reading.blobs[0]
    known.ledger, known.at = reading.answer["ledger"], now()
    session().execute(
        delete(LiveUpdate).where(LiveUpdate.document_id == document.id, LiveUpdate.seq <= upto)
    )
