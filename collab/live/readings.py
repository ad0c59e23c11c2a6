"""Asks the reader about a whole document, and puts aside what breaks it."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, select

from collab.core.clock import now
from collab.core.db import Scope, session, unit_of_work
from collab.live.journal import Document, Row, list_quarantined, list_rows
from collab.live.models import LiveQuarantine
from collab.live.supervisor import DIED, BrokenUpdateError, Reader, ReadingError
from collab.live.telling import WHOLE, tell_of_broken

_TWICE: Final = "again: "
_MOST_QUARANTINED: Final = 20
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """The reader's answer, and what it read."""

    answer: dict[str, Any]
    blobs: list[bytes]
    rows: list[Row]
    seq: int
    is_complete: bool


def read_document(
    reader: Reader, document: Document, task: str, upto: int | None = None, **head: Any
) -> Reading:
    """Let the reader do a task over the journal; runs outside of a unit of work.

    An entry that breaks the reader is quarantined, and the rest is read without it.
    """
    for _attempt in range(_MOST_QUARANTINED):
        with unit_of_work(Scope(document.cooperation_id), writes=False):
            rows = list_rows(document.id, upto=upto)
            quarantined = list_quarantined(document.id)
        kept = [row for row in rows if row.seq not in quarantined]
        try:
            answer, blobs = reader.ask(task, [row.payload for row in kept], **head)
        except BrokenUpdateError as error:
            seq = _find_broken(kept, error)
            if seq == WHOLE:
                _note_whole(document, str(error))
                raise ReadingError(DIED, f"the document as a whole: {error}") from error
            _quarantine(document, seq, str(error))
            continue
        if WHOLE in quarantined:
            _release(document)
        seq = rows[-1].seq if rows else 0
        return Reading(answer, blobs, rows, seq, is_complete=len(kept) == len(rows))
    raise ReadingError("failed", "too many entries of the journal are broken")


def _find_broken(kept: Sequence[Row], error: BrokenUpdateError) -> int:
    """Return the entry that broke the reader: never a snapshot, for without it little is left."""
    if not 0 <= error.index < len(kept) or kept[error.index].is_snapshot:
        return WHOLE
    return kept[error.index].seq


def _quarantine(document: Document, seq: int, reason: str) -> None:
    _log.error("entry %s of %s is quarantined: %s", seq, document.id, reason)
    with unit_of_work(Scope(document.cooperation_id)):
        tell_of_broken(document, seq)
        session().add(
            LiveQuarantine(document_id=document.id, seq=seq, reason=reason[:2000], at=now())
        )


def _note_whole(document: Document, reason: str) -> None:
    """Once may be the machine's fault, which had no time or memory: people are told of twice."""
    with unit_of_work(Scope(document.cooperation_id)):
        row = session().scalar(_whole_of(document))
        if row is None:
            row = LiveQuarantine(document_id=document.id, seq=WHOLE, reason=reason[:2000], at=now())
            session().add(row)
        elif not row.reason.startswith(_TWICE):
            tell_of_broken(document, WHOLE)
            row.reason = f"{_TWICE}{reason}"[:2000]


def _whole_of(document: Document) -> Select[LiveQuarantine]:
    return select(LiveQuarantine).where(
        LiveQuarantine.document_id == document.id, LiveQuarantine.seq == WHOLE
    )


def _release(document: Document) -> None:
    """The document as a whole can be read after all."""
    with unit_of_work(Scope(document.cooperation_id)):
        row = session().scalar(_whole_of(document))
        if row is not None:
            session().delete(row)
