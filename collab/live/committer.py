"""The one greenlet of a process that brings rooms to disk, and then tells everybody."""

import logging
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import gevent
from gevent.event import Event
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from collab.core.db import database
from collab.core.storage import aside
from collab.live.ledger import GapError, OvertakenError
from collab.live.pace import Load
from collab.live.room import Room
from collab.live.writing import Batch, StaleJournalError, write_batches

_RETRY_SECONDS: Final = 0.5
_MOST_REPAIRS: Final = 5
_log = logging.getLogger(__name__)


def off_the_loop(call: Callable[..., Any], *arguments: Any) -> Any:
    """Run a write so that the loop goes on: SQLite blocks its thread, psycopg yields by itself."""
    if not database.is_sqlite:
        return call(*arguments)
    with database.writer:
        return aside(partial(call, *arguments))


class Committer:
    """Writes what waits in all rooms in one transaction, then sends one frame a room."""

    def __init__(
        self,
        send: Callable[[Room, bytes], None],
        repair: Callable[[Room], None],
        abandon: Callable[[Room], None],
        fall_behind: Callable[[Room], None] = lambda _room: None,
    ) -> None:
        self._send = send
        self._repair = repair
        self._abandon = abandon
        self._fall_behind = fall_behind
        self._due: dict[Room, float] = {}
        self._load = Load()
        self._woken = Event()
        self._next_flush = Event()
        self._is_flushing = False
        #: what wakes the greenlet next, and when
        self._alarm: Any = None
        self._alarm_at = 0.0
        self._greenlet: gevent.Greenlet[..., None] | None = None

    def start(self) -> None:
        """Begin to work."""
        self._greenlet = gevent.spawn(self._run)

    def flush(self, seconds: float) -> None:
        """Flush what waits, for as long as the disk takes it, and no longer than this."""
        for room in self._due:
            self._due[room] = 0.0
        self._woken.set()
        end = time.monotonic() + seconds
        while (self._due or self._is_flushing) and time.monotonic() < end:
            self.wait()

    def stop(self) -> None:
        """End at once; what waits is not written."""
        self._silence()
        if self._greenlet is not None:
            self._greenlet.kill(block=False)

    def schedule(self, room: Room, *, is_update: bool) -> None:
        """Flush the room when its pace allows."""
        due = room.pace.due(time.monotonic(), self._load, is_update=is_update)
        known = self._due.get(room)
        if known is None or due < known:
            self._due[room] = due
            self._wake_at(due)

    def _wake_at(self, due: float) -> None:
        """Wake the greenlet then, and not before: a switch costs as much as taking in a change."""
        if self._is_flushing or (self._alarm is not None and self._alarm_at <= due):
            return
        self._silence()
        wait = due - time.monotonic()
        if wait <= 0:
            self._woken.set()
            return
        self._alarm_at = due
        self._alarm = gevent.get_hub().loop.timer(wait)
        self._alarm.start(self._woken.set)

    def _silence(self) -> None:
        alarm, self._alarm = self._alarm, None
        if alarm is not None:
            alarm.close()

    def wait(self) -> None:
        """Wait for the end of the next flush."""
        self._next_flush.wait(timeout=_RETRY_SECONDS)

    def _run(self) -> None:
        while True:
            self._woken.clear()
            now = time.monotonic()
            rooms = [room for room, due in self._due.items() if due <= now]
            if not rooms:
                self._silence()
                if self._due:
                    self._wake_at(min(self._due.values()))
                self._woken.wait()
                continue
            for room in rooms:
                del self._due[room]
            self._is_flushing = True
            self._flush(rooms)
            self._is_flushing = False
            flushed, self._next_flush = self._next_flush, Event()
            flushed.set()
            gevent.sleep(0)  # who reads must have a turn between two flushes

    def _flush(self, rooms: Sequence[Room]) -> None:
        # what waits in a closed room is sent again by whoever wrote it
        rooms = [room for room in rooms if not room.is_closed]
        batches = [Batch(room, room.begin_flush(), room.seq) for room in rooms]
        try:
            self._write_and_tell(batches)
        finally:
            for batch in batches:
                self._end(batch.room)

    def _end(self, room: Room) -> None:
        if room.is_closed:
            return
        try:
            room.hear_on()
        except GapError:
            self._fall_behind(room)
        except Exception as error:  # noqa: BLE001 the greenlet that writes for all must go on
            self.give_up(room, error)
            return
        if room.wants_flush:
            self.schedule(room, is_update=bool(room.pending) or room.has_untold)

    def _write_and_tell(self, batches: Sequence[Batch]) -> None:
        written = self._write(batches)
        began = time.monotonic()  # waiting for the disk costs the loop nothing
        for batch in written:
            self._tell(batch)
        ended = time.monotonic()
        self._load.note(ended - began, ended)
        for batch in batches:
            batch.room.pace.note(ended - began, ended)

    def _tell(self, batch: Batch) -> None:
        room = batch.room
        room.failures = 0
        # where the room is shared, another process may end the duty without a word
        room.is_duty_noted |= not room.is_shared and any(each.update for each in batch.entries)
        try:
            frame = room.finish_flush(batch.entries)
            if frame is not None:
                self._send(room, frame)
        except Exception as error:  # noqa: BLE001 the greenlet that writes for all must go on
            self.give_up(room, error)

    def _write(self, batches: Sequence[Batch]) -> list[Batch]:
        """Write the batches; those that cannot be written now go back into their rooms."""
        filled = [batch for batch in batches if batch.entries]
        if not filled:
            return list(batches)
        try:
            off_the_loop(write_batches, filled)
        except Exception as error:  # noqa: BLE001 the greenlet that writes for all must go on
            if len(filled) > 1:
                return [done for batch in batches for done in self._write([batch])]
            self._put_back(filled[0], error)
            return [batch for batch in batches if not batch.entries]
        return list(batches)

    def _put_back(self, batch: Batch, error: Exception) -> None:
        room = batch.room
        room.restore(batch.entries)
        room.failures += 1
        if isinstance(error, (IntegrityError, StaleJournalError)):
            self._settle(room, error)
        elif isinstance(error, SQLAlchemyError):
            _log.error("cannot write to the journal of %s: %s", room.document.id, error)
            gevent.sleep(_RETRY_SECONDS)
        else:
            self.give_up(room, error)

    def _settle(self, room: Room, error: Exception) -> None:
        if room.failures > _MOST_REPAIRS:
            self.give_up(room, error)
            return
        _log.warning("the journal of %s was written elsewhere", room.document.id)
        try:
            self._repair(room)
        except OvertakenError as overtaken:
            self.give_up(room, overtaken)
        except Exception:  # noqa: BLE001 it is tried again, until there were too many
            _log.exception("the room of %s could not be repaired", room.document.id)
            gevent.sleep(_RETRY_SECONDS)

    def give_up(self, room: Room, error: Exception) -> None:
        """Close the room: whoever is in it joins again and sends again what is not on disk."""
        _log.error("the room of %s is given up", room.document.id, exc_info=error)
        self._due.pop(room, None)
        room.is_closed = True
        try:
            self._abandon(room)
        except Exception:  # noqa: BLE001 they find out when they ask for what follows
            _log.exception("not everybody in %s was told", room.document.id)
