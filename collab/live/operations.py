"""Edits that the server owes to documents, made by the reader and appended like anybody's."""

import logging
from collections.abc import Callable

from sqlalchemy import delete, select

from collab.core.db import Scope, session, unit_of_work
from collab.live.journal import Document, find_next_operation
from collab.live.models import LiveOperation
from collab.live.readings import read_document
from collab.live.room import Entry, RefusedError, Room
from collab.live.supervisor import DIED, Reader, ReadingError

_log = logging.getLogger(__name__)


def apply_operations(room: Room, reader: Reader, flush: Callable[[Room, Entry], None]) -> None:
    """Make all edits that are owed to the room's document, in order; `flush` waits for the disk."""
    document = room.document
    while (owed := _find_next(document)) is not None:
        try:
            made = read_document(reader, document, "edit", operation=owed.operation).blobs
            if made:
                flush(room, room.take_from_server(made[0], owed.id, owed.author_id))
            else:
                _forget(document, owed)
        except (ReadingError, RefusedError) as error:
            if isinstance(error, ReadingError) and error.code == DIED:
                raise  # not the edit's fault: it is still owed
            _log.error("cannot edit %s: %s", document.id, error)
            _give_up(document, owed, str(error))


def _find_next(document: Document) -> LiveOperation | None:
    with unit_of_work(Scope(document.cooperation_id), writes=False):
        return find_next_operation(document.id)


def _forget(document: Document, owed: LiveOperation) -> None:
    with unit_of_work(Scope(document.cooperation_id)):
        session().execute(delete(LiveOperation).where(LiveOperation.id == owed.id))


def _give_up(document: Document, owed: LiveOperation, reason: str) -> None:
    with unit_of_work(Scope(document.cooperation_id)):
        row = session().scalar(select(LiveOperation).where(LiveOperation.id == owed.id))
        if row is not None:
            row.failure = reason[:2000]
