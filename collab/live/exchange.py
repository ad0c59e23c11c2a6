"""Keeps the rooms of this process in step with what other processes do to the same documents."""

import logging
from collections.abc import Callable
from functools import partial
from itertools import groupby
from typing import Any, Final
from uuid import UUID

import gevent

from collab.core.bus import Bus, bus
from collab.core.db import Scope, unit_of_work
from collab.live.committer import Committer
from collab.live.journal import Document, list_ends
from collab.live.ledger import GapError
from collab.live.lib0 import MalformedError
from collab.live.neighbours import Report, channel_of, decode, encode_greeting, encode_report
from collab.live.room import Room
from collab.live.rooms import Rooms, read_foreign

#: how often the journals of open rooms are looked at: a message may have been lost
LOOK_SECONDS: Final = 5.0
#: and while there is no word from other processes
LOOK_ALONE_SECONDS: Final = 1.0
#: a room is there soon after its channel is heard, or never
_GREET_TRIES: Final = 40
_GREET_PAUSE_SECONDS: Final = 0.05
_MOST_WAITS: Final = 20
_log = logging.getLogger(__name__)


class Exchange:
    """Tells other processes what was written here, and takes over what they tell."""

    def __init__(
        self,
        rooms: Rooms,
        committer: Committer,
        reopen: Callable[[UUID], None],
        bus: Bus = bus,
    ) -> None:
        self._rooms = rooms
        self._committer = committer
        self._reopen = reopen
        self._bus = bus
        rooms.is_shared = bus.is_configured
        self._behind: set[UUID] = set()
        self._looker: gevent.Greenlet[..., None] | None = None
        rooms.on_opening = self.open
        rooms.on_closed = self.close

    def start(self) -> None:
        """Begin to listen, and to look into the journals of open rooms."""
        self._bus.on_recovered(self.recover)
        self._bus.on_process_gone(self.forget_process)
        self._looker = gevent.spawn(self._look_again_and_again)

    def stop(self) -> None:
        """End; everything is on disk."""
        if self._looker is not None:
            self._looker.kill(block=False)

    def open(self, document: Document) -> None:
        """Listen to what others say about a document, before its journal is read."""
        if self._bus.is_configured:
            greet = partial(_begin, self.greet, document)
            self._bus.subscribe(_channel(document), partial(self._hear, document.id), greet)

    def close(self, document: Document) -> None:
        """Listen no longer."""
        if self._bus.is_configured:
            self._bus.unsubscribe(_channel(document))

    def greet(self, document: Document) -> None:
        """Ask the others who is there, once the answer finds the room open."""
        for _try in range(_GREET_TRIES):
            if self._rooms.find(document.id) is not None:
                self._bus.publish(_channel(document), encode_greeting())
                return
            gevent.sleep(_GREET_PAUSE_SECONDS)

    def publish(self, room: Room) -> None:
        """Tell the others what was written here, and who is where."""
        if room.is_shared and (report := room.report()) is not None:
            self._bus.publish(_channel(room.document), encode_report(report))

    def _introduce(self, room: Room) -> None:
        """Say how far the journal is known here, and everybody who is connected to us."""
        words = room.presence.list_here()
        report = Report(room.document.epoch, room.seq, words=words)
        self._bus.publish(_channel(room.document), encode_report(report))

    def _hear(self, document_id: UUID, process: bytes, message: bytes) -> None:
        room = self._rooms.find(document_id)
        if room is None or room.is_closed:
            return
        try:
            report = decode(message)
        except MalformedError:
            _log.exception("another process says something that cannot be read")
            return
        if report is None:
            self._introduce(room)
        else:
            self._take(room, process, report)

    def _take(self, room: Room, process: bytes, report: Report) -> None:
        room.presence.hear(process, report.words)
        if report.epoch != room.document.epoch:
            gevent.spawn(self._look_at, [room])  # which of us is behind, the database knows
            return
        try:
            room.hear(report.written, report.owners)
        except GapError:
            self.catch_up(room)
        except Exception as error:  # noqa: BLE001 the room begins again from the journal
            self._committer.give_up(room, error)
            return
        if not report.written and report.seq > room.seq:
            self.catch_up(room)
        self._schedule(room)

    def _schedule(self, room: Room) -> None:
        if room.wants_flush and not room.is_closed:
            self._committer.schedule(room, is_update=room.has_untold)

    def wait_for(self, room: Room, seq: int) -> None:
        """Take over what others wrote up to this entry, of which somebody has heard already."""
        for _try in range(_MOST_WAITS):
            if room.seq >= seq or room.is_closed or not room.is_shared:
                return
            if room.is_flushing:
                self._committer.wait()
            elif not self._read_on(room):
                return  # the journal has no such entry

    def _read_on(self, room: Room) -> bool:
        """Whether the journal goes on after what is known here."""
        foreign = read_foreign(room)
        try:
            room.hear(*foreign)
        except Exception as error:  # noqa: BLE001 the room begins again from the journal
            self._committer.give_up(room, error)
        self._schedule(room)
        return bool(foreign.written)

    def catch_up(self, room: Room) -> None:
        """Read in the journal what others wrote, in the background."""
        if room.document.id not in self._behind:
            self._behind.add(room.document.id)
            gevent.spawn(self._catch_up, room)

    def _catch_up(self, room: Room) -> None:
        try:
            self._read_on(room)
        finally:
            self._behind.discard(room.document.id)

    def forget_process(self, process: bytes) -> None:
        """Nobody is connected to a process that has ended."""
        for room in self._rooms:
            room.presence.forget_process(process)
            self._schedule(room)

    def recover(self) -> None:
        """Messages were lost: ask the journals, and say again who is here."""
        gevent.spawn(self._recover)

    def _recover(self) -> None:
        self.look()
        for room in self._rooms:
            if room.is_shared:
                self._introduce(room)
                self._bus.publish(_channel(room.document), encode_greeting())

    def _look_again_and_again(self) -> None:
        while True:
            is_alone = self._bus.is_configured and not self._bus.is_healthy
            gevent.sleep(LOOK_ALONE_SECONDS if is_alone else LOOK_SECONDS)
            self.look()

    def look(self) -> None:
        """Compare the open rooms with their journals."""
        rooms = sorted((room for room in self._rooms if room.members), key=_cooperation_of)
        for _cooperation_id, some in groupby(rooms, key=_cooperation_of):
            try:
                self._look_at(list(some))
            except Exception:  # noqa: BLE001 the next look may go well
                _log.exception("cannot look into the journals of open rooms")

    def _look_at(self, rooms: list[Room]) -> None:
        """Rooms of one cooperation."""
        with unit_of_work(Scope(_cooperation_of(rooms[0])), writes=False) as running:
            ends = list_ends(running, [room.document.id for room in rooms])
        for room in rooms:
            end = ends.get(room.document.id)
            if end is None or end.epoch != room.document.epoch:
                self._reopen(room.document.id)
            elif end.seq > room.seq and not room.is_flushing:
                self.catch_up(room)


def _cooperation_of(room: Room) -> UUID:
    return room.document.cooperation_id


def _channel(document: Document) -> str:
    return channel_of(document.cooperation_id, document.id)


def _begin(call: Callable[..., None], *arguments: Any) -> None:
    """Have it done in the background."""
    gevent.spawn(call, *arguments)
