"""Replaces a long journal by a snapshot, after a look at whether they say the same."""

import logging
from collections.abc import Sequence
from typing import Final

from sqlalchemy import delete

from collab.core.clock import now
from collab.core.db import Scope, session, unit_of_work
from collab.live.guard import read_update
from collab.live.journal import Document, Row, count_rows, find_snapshot
from collab.live.ledger import Ledger
from collab.live.models import LiveSnapshot, LiveUpdate
from collab.live.readings import Reading, read_document
from collab.live.supervisor import Reader

COMPACT_AFTER_ROWS: Final = 500
_log = logging.getLogger(__name__)


def compact(document: Document, reader: Reader, upto: int) -> int:
    """Put a snapshot in the place of the entries up to `upto`; how many of them went.

    Does nothing when an entry is quarantined or the snapshot lacks anything: then the entries are
    the only place where it is.
    """
    reading = read_document(reader, document, "snapshot", upto=upto)
    if not reading.is_complete or not reading.rows:
        return 0
    with unit_of_work(Scope(document.cooperation_id)):
        known = find_snapshot(document.id)
        start = 0 if known is None else known.upto_seq
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
