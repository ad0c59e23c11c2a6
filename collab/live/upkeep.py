"""What the engine does beside the typing: owed edits, projections, snapshots."""

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Final
from uuid import UUID

import gevent
from gevent.lock import RLock
from sqlalchemy.exc import SQLAlchemyError

from collab.core.db import Scope, database, unit_of_work
from collab.live.claims import Claims
from collab.live.committer import Committer
from collab.live.compaction import compact, find_end
from collab.live.entries import Entry
from collab.live.journal import find_document, measure
from collab.live.operations import apply_operations
from collab.live.projection import project
from collab.live.room import Room
from collab.live.rooms import Rooms
from collab.live.supervisor import Reader

#: after the last edit, and at the latest after the first: while people type without a pause, what
#: they wrote is read less often, as reading it costs more than taking it in
PROJECT_AFTER_SECONDS: Final = 1.0
PROJECT_WITHIN_SECONDS: Final = 15.0
_LOOK_SECONDS: Final = 0.25
_DUTY_SECONDS: Final = 2.0
#: a document that could not be read is left alone for so long
_PAUSE_SECONDS: Final = 60.0
_READER_REST_SECONDS: Final = 120.0
_log = logging.getLogger(__name__)


class RoomClosedError(RuntimeError):
    """The room was closed before the disk had the edit; it is still owed."""


class Upkeep:
    """One document at a time, in the background."""

    def __init__(self, rooms: Rooms, committer: Committer) -> None:
        self._rooms = rooms
        self._committer = committer
        self._claims = Claims(is_alone=database.is_sqlite)
        self._reader = Reader()
        self._turn = RLock()
        #: document → when it was first edited since the last projection, and last
        self._edited: dict[UUID, tuple[float, float]] = {}
        self._paused_until: dict[UUID, float] = {}
        self._greenlets: list[gevent.Greenlet[..., None]] = []

    def start(self) -> None:
        """Begin to look for work."""
        self._greenlets = [gevent.spawn(self._watch), gevent.spawn(self._look_for_duties)]

    def stop(self) -> None:
        """End, and let the reader go; what is still owed is remembered in the database."""
        self._reader.end()
        gevent.killall(self._greenlets, block=False)

    def note_edit(self, room: Room, *, is_update: bool) -> None:
        """Remember that the document's projection is out of date."""
        if is_update:
            now = time.monotonic()
            first, _last = self._edited.get(room.document.id, (now, now))
            self._edited[room.document.id] = (first, now)

    def wake(self, document_id: UUID, cooperation_id: UUID) -> None:
        """Take up what is owed to a document, at once."""
        gevent.spawn(self._serve, document_id, cooperation_id)

    def _watch(self) -> None:
        while True:
            gevent.sleep(_LOOK_SECONDS)
            now = time.monotonic()
            for document_id, (first, last) in list(self._edited.items()):
                if min(last + PROJECT_AFTER_SECONDS, first + PROJECT_WITHIN_SECONDS) > now:
                    continue
                del self._edited[document_id]
                room = self._rooms.find(document_id)
                if room is not None:
                    self._keep_up_edited(room)
            self._reader.rest(_READER_REST_SECONDS)

    def _keep_up_edited(self, room: Room) -> None:
        if self._guarded(room.document.id, partial(self._keep_up, room)):
            return
        # whoever else was at it may have ended the duty before our last edit
        document = room.document
        self._claims.note(document.id, document.cooperation_id)
        self._guarded(document.id, partial(self._keep_up, room))

    def _look_for_duties(self) -> None:
        """What was left by a crash, or is asked for by a command in another process."""
        while True:
            for document_id, cooperation_id in self._list_duties():
                if document_id not in self._edited and not self._is_paused(document_id):
                    self._serve(document_id, cooperation_id)
            gevent.sleep(_DUTY_SECONDS)

    def _is_paused(self, document_id: UUID) -> bool:
        return self._paused_until.get(document_id, 0.0) > time.monotonic()

    def _serve(self, document_id: UUID, cooperation_id: UUID) -> None:
        call = partial(self._edit_and_keep_up, document_id, cooperation_id)
        self._guarded(document_id, call)

    def _list_duties(self) -> list[tuple[UUID, UUID]]:
        """Documents and their cooperations; none while the database is away."""
        try:
            return self._claims.list_duties()
        except SQLAlchemyError:
            _log.exception("cannot find out what is owed")
            return []

    def _guarded(self, document_id: UUID, call: Callable[[], None]) -> bool:
        """Do it unless nothing is owed or another process is at it; whether it was ours to do."""
        with self._turn:
            try:
                with self._claims.hold(document_id) as is_ours:
                    if is_ours:
                        call()
                    return is_ours
            except RoomClosedError:
                _log.info(
                    "the room of %s was closed meanwhile; the edit is still owed", document_id
                )
            except Exception as error:  # noqa: BLE001 the upkeep of all other documents goes on
                _log.exception("the upkeep of %s failed", document_id)
                # a database that is away comes back sooner than a document mends
                pause = _DUTY_SECONDS if isinstance(error, SQLAlchemyError) else _PAUSE_SECONDS
                self._paused_until[document_id] = time.monotonic() + pause
            return True

    def _edit_and_keep_up(self, document_id: UUID, cooperation_id: UUID) -> None:
        with unit_of_work(Scope(cooperation_id), writes=False):
            document = find_document(document_id)
        if document is None:
            self._claims.forget(document_id)
            return
        room = self._rooms.open(document)
        forgets = apply_operations(room, self._reader, self._flush)
        self._edited.pop(document_id, None)
        self._keep_up(room, forgets=forgets)

    def _flush(self, room: Room, entry: Entry) -> None:
        self._committer.schedule(room, is_update=True)
        while not entry.is_done:
            if room.is_closed:
                raise RoomClosedError
            self._committer.wait()

    def _keep_up(self, room: Room, *, forgets: bool = False) -> None:
        room.is_duty_noted = False  # first: what comes from now on is owed again
        project(room.document, self._reader)
        if forgets:
            self._compact(room, room.seq)
        while (upto := find_end(room)) and self._compact(room, upto):
            gevent.sleep(0)

    def _compact(self, room: Room, upto: int) -> int:
        count = compact(room.document, self._reader, upto)
        if count:
            room.tail_length -= count
            with unit_of_work(Scope(room.document.cooperation_id), writes=False):
                room.size = measure(room.document.id)
        return count
