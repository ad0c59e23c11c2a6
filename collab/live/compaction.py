"""Replaces a long journal by a snapshot, after a look at whether they say the same.

The reader compares what both say and hold; here the clocks are compared with what is live.
"""

import logging
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from sqlalchemy import delete

from collab.core.clock import now
from collab.core.db import Scope, session, unit_of_work
from collab.core.storage import aside
from collab.live.guard import read_update
from collab.live.journal import (
    Document,
    Row,
    find_snapshot,
    list_ends,
    list_quarantined,
    measure_rows,
)
from collab.live.ledger import Ledger
from collab.live.models import LiveSnapshot, LiveUpdate
from collab.live.readings import Reading, read_document
from collab.live.room import Room
from collab.live.supervisor import Reader

COMPACT_AFTER_ROWS: Final = 500
#: whoever opens the document has all of them parsed
COMPACT_AFTER_BYTES: Final = 2**20
#: where several processes have a document open, one that is behind finds so much of its end
_KEPT_ROWS: Final = 50
_MOST_AT_ONCE: Final = 2_000
_log = logging.getLogger(__name__)


def find_end(room: Room) -> int:
    """Return the entry up to which a snapshot is due; 0 when none is, or none would be taken.

    A long journal is cut in several turns, so that none of them takes long.
    """
    kept = _KEPT_ROWS if room.is_shared else 0
    with unit_of_work(Scope(room.document.cooperation_id), writes=False):
        count, size = measure_rows(room.document.id, room.seq)
        is_damaged = bool(list_quarantined(room.document.id))
    room.tail_length = count
    if (
        is_damaged
        or count <= kept
        or (count < COMPACT_AFTER_ROWS + kept and size < COMPACT_AFTER_BYTES)
    ):
        return 0
    return room.seq - max(kept, count - _MOST_AT_ONCE)


def compact(document: Document, reader: Reader, upto: int) -> int:
    """Put a snapshot in the place of the entries up to `upto`; how many of them went.

    Does nothing when an entry is quarantined or the snapshot lacks anything: then the entries are
    the only place where it is.
    """
    reading = read_document(reader, document, "snapshot", upto=upto)
    if not reading.is_complete or not reading.rows:
        return 0
    start, state = _read_known(document)
    tail = [row for row in reading.rows if row.seq > start]
    if start > upto:
        return 0
    # long documents take their time: others have a turn meanwhile
    ledger = aside(partial(_read_ledger, state, tail))
    if not _is_whole(ledger, reading):
        _log.error("the snapshot of %s does not match its journal", document.id)
        return 0
    # the snapshot does not say who deleted what is no longer in it
    reading.answer["ledger"]["graves"] = ledger.graves.to_json()
    with unit_of_work(Scope(document.cooperation_id)):
        is_done = _replace(document, reading, start, len(tail))
    return len(tail) if is_done else 0


def _read_known(document: Document) -> tuple[int, dict[str, Any] | None]:
    """Where the snapshot that is there ends, and its ledger."""
    with unit_of_work(Scope(document.cooperation_id), writes=False):
        known = find_snapshot(document.id)
        return (0, None) if known is None else (known.upto_seq, known.ledger)


def _read_ledger(state: dict[str, Any] | None, tail: Sequence[Row]) -> Ledger:
    ledger = Ledger() if state is None else Ledger.from_json(state, {})
    for row in tail:
        ledger.absorb(read_update(row.payload), is_from_server=row.is_from_server)
    return ledger


def _is_whole(ledger: Ledger, reading: Reading) -> bool:
    """Whether the snapshot has every clock that the old one and the entries after it have."""
    found = {int(client): end for client, end in reading.answer["ledger"]["clocks"].items()}
    return found == ledger.clocks


def _replace(document: Document, reading: Reading, start: int, count: int) -> bool:
    """Put the snapshot in place, unless the journal is another one by now; whether it was done."""
    end = list_ends(session(), [document.id], locks=True).get(document.id)
    known = find_snapshot(document.id)
    was = 0 if known is None else known.upto_seq
    if end is None or end.epoch != document.epoch or was != start:
        return False
    if measure_rows(document.id, reading.seq)[0] != count:
        _log.error("the journal of %s has changed meanwhile", document.id)
        return False
    known = known or LiveSnapshot(document_id=document.id)
    known.upto_seq, known.payload = reading.seq, reading.blobs[0]
    known.ledger, known.at = reading.answer["ledger"], now()
    session().add(known)
    session().execute(
        delete(LiveUpdate).where(
            LiveUpdate.document_id == document.id, LiveUpdate.seq <= reading.seq
        )
    )
    return True
