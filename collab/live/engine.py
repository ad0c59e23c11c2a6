"""The live engine of one process: who is connected, the rooms they are in, and their upkeep."""

import logging
from dataclasses import dataclass, field
from math import inf
from typing import Any, Final
from uuid import UUID

import gevent

from collab.core.bus import bus
from collab.core.errors import DomainError
from collab.core.revocation import AccessChange, on_access_change
from collab.core.sockets import disconnect, emit
from collab.live.access import Access, SignedOutError, look_up
from collab.live.committer import Committer
from collab.live.connections import Connection, checked_now, is_concerned, is_outdated
from collab.live.delivery import NAMESPACE, deliver, deliver_awareness, describe, look_after
from collab.live.entries import RefusedError
from collab.live.exchange import Exchange
from collab.live.journal import Document
from collab.live.limits import limits
from collab.live.members import Member
from collab.live.messages import Join
from collab.live.room import Room
from collab.live.rooms import Rooms, adopt_foreign, read_since, resume_session
from collab.live.upkeep import Upkeep
from collab.live.watch import watch_sessions, watch_standings
from collab.live.wire import Change

MAX_PENDING_BYTES: Final = 4 * 2**20
_SWEEP_SECONDS: Final = 0.5
_log = logging.getLogger(__name__)
_GOODBYE_SECONDS: Final = 3.0


class Engine:
    """Takes joins and changes, and keeps everybody in step with the journal."""

    def __init__(self) -> None:
        self.rooms = Rooms()
        self.connections: dict[str, Connection] = {}
        self.committer = Committer(self._deliver, adopt_foreign, self._abandon, self._fall_behind)
        self.exchange = Exchange(self.rooms, self.committer, self.reopen)
        self.upkeep = Upkeep(self.rooms, self.committer)
        self._sweeper: gevent.Greenlet[..., None] | None = None
        self.is_stopping = False

    def start(self) -> None:
        """Begin to work."""
        self.committer.start()
        self.upkeep.start()
        self.exchange.start()
        self._sweeper = gevent.spawn(self._sweep)
        gevent.spawn(watch_sessions, self.connections, self._sign_out)
        gevent.spawn(watch_standings, self.connections, self.authorize_again)
        on_access_change(self.on_access_change)
        bus.on_recovered(self.check_everybody)

    def flush(self, seconds: float) -> None:
        """Take nothing more, and bring what has come to disk and to everybody within this time."""
        self.is_stopping = True
        self.committer.flush(seconds)

    def stop(self) -> None:
        """End everything that works in the background, and wait for none of it."""
        self.upkeep.stop()
        if self._sweeper is not None:
            self._sweeper.kill(block=False)
        self.exchange.stop()
        self.committer.stop()

    def join(self, connection: Connection, join: Join) -> tuple[dict[str, Any], list[bytes]]:
        """Open a document; returns what the ack says, and the updates that the client lacks.

        Raises NotFound for what this person may not see, Suspended and TwoFactorRequired as pages
        do, SignedOutError when they are signed out, RefusedError when it is not the moment.
        """
        access = look_up(connection.identity, join.cooperation, join.document_id)
        if limits.is_busy(access.actor.cooperation_id):
            raise RefusedError("busy")
        room = self._open(access.document)
        if join.epoch == room.document.epoch:
            self.exchange.wait_for(room, join.seq)
        session = resume_session(room, access.actor.person_id, join)
        self.exchange.wait_for(room, session.seq)  # what has its receipt is not sent again
        is_known = join.epoch in (None, room.document.epoch) and join.seq <= room.seq
        updates = read_since(room, join.seq if is_known else 0)
        if self.connections.get(connection.sid) is not connection:
            raise SignedOutError  # the socket went while we read
        if room.is_closed:
            return self.join(connection, join)  # it is another journal by now
        # from here to the ack nobody else gets a turn: no frame falls between reading and entering
        self.leave(connection)
        self._replace(room, session.number)
        member = Member(
            connection.sid,
            connection.transport,
            access.actor,
            session,
            access.is_writer,
            checked_now(),
            standing=access.standing,
        )
        room.enter(member)
        connection.document, connection.member = room.document, member
        gevent.spawn(deliver_awareness, room, member)
        return describe(room, member), updates

    def _open(self, document: Document) -> Room:
        room = self.rooms.open(document)
        if room.document.epoch == document.epoch:
            return room
        self.reopen(document.id)
        return self.rooms.open(document)

    def reopen(self, document_id: UUID) -> None:
        """Everybody joins again: the journal is no longer the one that the room knows."""
        room = self.rooms.forget(document_id)
        if room is not None:
            room.is_closed = True
        for connection in list(self.connections.values()):
            if connection.document is not None and connection.document.id == document_id:
                connection.member = connection.document = None
                emit("resync", connection.sid, NAMESPACE)

    def _replace(self, room: Room, number: int) -> None:
        """A session goes over one socket: an older one, half dead, may no longer use it."""
        for other in list(self.connections.values()):
            member = other.member
            if member is not None and member.session.number == number:
                self.leave(other)

    def leave(self, connection: Connection) -> None:
        """Take a connection out of its room."""
        member, document = connection.member, connection.document
        connection.member = connection.document = None
        room = None if document is None else self.rooms.find(document.id)
        if member is not None and room is not None and room.members.get(member.sid) is member:
            room.leave(member.sid)
            if room.wants_flush:
                self.committer.schedule(room, is_update=False)

    def change(self, connection: Connection, change: Change) -> None:
        """Take a change in; raises RefusedError when it is not taken."""
        member = self._authorize(connection)
        room = None if connection.document is None else self.rooms.find(connection.document.id)
        if member is None or room is None or self.is_stopping:
            return
        is_update = room.take(member, change)
        if room.wants_flush:
            self.committer.schedule(room, is_update=is_update)
            self.upkeep.note_edit(room, is_update=is_update)
        while room.pending_bytes > MAX_PENDING_BYTES and not room.is_closed:
            self.committer.wait()  # whoever sends too fast is read more slowly

    def _authorize(self, connection: Connection) -> Member | None:
        member = connection.member
        if member is not None and is_outdated(member):
            self.authorize_again(connection)
        return connection.member

    def on_access_change(self, change: AccessChange) -> None:
        """Look up again, at once, whoever is concerned."""
        for connection in list(self.connections.values()):
            if not is_concerned(connection, change):
                continue
            if change.session_id is not None:
                self._sign_out(connection)
                continue
            if connection.member is not None:
                connection.member.checked_at = 0.0
            gevent.spawn(self.authorize_again, connection)

    def check_everybody(self) -> None:
        """Look up everybody again, one after the other: a change of access may have been missed."""
        for connection in self.connections.values():
            if connection.member is not None:
                connection.member.checked_at = -inf

    def authorize_again(self, connection: Connection) -> None:
        """Look up the rights of a connection; whoever lost them is told and leaves."""
        member, document = connection.member, connection.document
        if member is None or document is None:
            return
        try:
            access = look_up(connection.identity, member.actor.cooperation_slug, document.id)
        except SignedOutError:
            self._sign_out(connection)
        except DomainError:  # gone, suspended, or without the second factor that is asked for
            self._revoke(connection)
            gevent.spawn_later(_GOODBYE_SECONDS, self._end_unless_joined, connection)
        else:
            self._renew(connection, member, access)

    def _renew(self, connection: Connection, member: Member, access: Access) -> None:
        member.checked_at = checked_now()
        member.actor, member.standing = access.actor, access.standing
        if access.is_writer != member.is_writer:
            member.is_writer = access.is_writer
            emit("resync", connection.sid, NAMESPACE)

    def _sign_out(self, connection: Connection) -> None:
        self._revoke(connection)
        disconnect(connection.eio_sid)

    def _revoke(self, connection: Connection) -> None:
        self.leave(connection)
        emit("resync", connection.sid, NAMESPACE)

    def _end_unless_joined(self, connection: Connection) -> None:
        if connection.member is None:
            disconnect(connection.eio_sid)

    def _deliver(self, room: Room, frame: bytes) -> None:
        deliver(room, frame)
        self.exchange.publish(room)

    def _fall_behind(self, room: Room) -> None:
        """Something that another process wrote is missing here."""
        self.exchange.catch_up(room)

    def _abandon(self, room: Room) -> None:
        """The journal takes nothing from here: it is read again, and everybody sends again."""
        self.reopen(room.document.id)

    def _sweep(self) -> None:
        while True:
            gevent.sleep(_SWEEP_SECONDS)
            self.rooms.close_idle()
            for connection in list(self.connections.values()):
                try:
                    self._attend(connection)
                except Exception:  # noqa: BLE001 the care for all others goes on
                    _log.exception("cannot look after a connection")

    def _attend(self, connection: Connection) -> None:
        look_after(connection)
        member = connection.member
        if member is not None and is_outdated(member):
            self.authorize_again(connection)


@dataclass(slots=True)
class _Running:
    engine: Engine | None = field(default=None)


_running = _Running()


def start() -> Engine:
    """Start this process's engine."""
    _running.engine = Engine()
    _running.engine.start()
    return _running.engine


def running() -> Engine | None:
    """Return this process's engine; None in commands and tests that have none."""
    return _running.engine
