"""Edits that the server owes to documents, made by the reader and appended like anybody's."""

import logging
import time
from collections.abc import Callable
from typing import Final

from sqlalchemy import delete, select

from collab.core.db import Scope, session, unit_of_work
from collab.live.entries import Entry, RefusedError
from collab.live.journal import Document, find_next_operation
from collab.live.ledger import OvertakenError
from collab.live.models import LiveOperation
from collab.live.readings import read_document
from collab.live.room import Room
from collab.live.supervisor import DIED, Reader, ReadingError

#: how often in a row an edit is made again because somebody wrote in what it deletes
_MOST_OVERTAKEN: Final = 40
_WAIT_SECONDS: Final = 0.1
_log = logging.getLogger(__name__)


#: edits after which nobody should find in the journal what was there before
FORGETTING: Final = frozenset({"relabel", "forget"})


def apply_operations(room: Room, reader: Reader, flush: Callable[[Room, Entry], None]) -> bool:
    """Make all edits that are owed to the room's document, in order; `flush` waits for the disk.

    Returns whether the journal is to be replaced by a snapshot, so that it forgets.
    """
    document = room.document
    overtaken = 0
    forgets = False
    while (owed := _find_next(document)) is not None:
        seen = dict(room.on_disk)  # before reading: what is read may be more, never less
        try:
            made = read_document(reader, document, "edit", operation=owed.operation).blobs
            if made:
                flush(room, room.take_from_server(made[0], owed.id, owed.author_id, seen))
            else:
                _forget(document, owed)
            overtaken = 0
            forgets = forgets or owed.operation.get("op") in FORGETTING
        except OvertakenError:
            overtaken += 1
            if overtaken == _MOST_OVERTAKEN:
                raise  # it is still owed
            time.sleep(_WAIT_SECONDS)
        except (ReadingError, RefusedError) as error:
            if isinstance(error, ReadingError) and error.code == DIED:
                raise  # not the edit's fault: it is still owed
            _log.error("cannot edit %s: %s", document.id, error)
            _give_up(document, owed, str(error))
    return forgets


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
