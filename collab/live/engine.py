"""The live engine of one process: who is connected, the rooms they are in, and their upkeep."""

import logging
import time
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import gevent

from collab.accounts.identity import Identity
from collab.core.errors import NotFound
from collab.core.revocation import AccessChange, on_access_change
from collab.core.sockets import Broadcast, backlog_of, disconnect, emit
from collab.live.access import GOOD_FOR_SECONDS, Access, SignedOutError, look_up
from collab.live.committer import Committer
from collab.live.journal import Document
from collab.live.members import Member
from collab.live.messages import Join
from collab.live.room import Room
from collab.live.rooms import Rooms, adopt_foreign, read_since, resume_session
from collab.live.upkeep import Upkeep
from collab.live.wire import Change, encode_changes

NAMESPACE: Final = "/live"
SKIP_BACKLOG_BYTES: Final = 256 * 1024
DROP_BACKLOG_BYTES: Final = 8 * 2**20
MAX_PENDING_BYTES: Final = 4 * 2**20
_SWEEP_SECONDS: Final = 0.5
_GOODBYE_SECONDS: Final = 3.0
_log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Connection:
    """One signed-in socket, and the document that it has open."""

    sid: str
    eio_sid: str
    transport: Any
    identity: Identity
    document: Document | None = None
    member: Member | None = None


class Engine:
    """Takes joins and changes, and keeps everybody in step with the journal."""

    def __init__(self) -> None:
        self.rooms = Rooms()
        self.connections: dict[str, Connection] = {}
        self.committer = Committer(self._send, self._repair)
        self.upkeep = Upkeep(self.rooms, self.committer)
        self._sweeper: gevent.Greenlet[..., None] | None = None
        self.is_stopping = False

    def start(self) -> None:
        """Begin to work."""
        self.committer.start()
        self.upkeep.start()
        self._sweeper = gevent.spawn(self._sweep)
        on_access_change(self.on_access_change)

    def stop(self) -> None:
        """Bring everything to disk, tell everybody, and let all connections go."""
        self.is_stopping = True
        if self._sweeper is not None:
            self._sweeper.kill()
        self.committer.stop()
        self.upkeep.stop()
        for connection in list(self.connections.values()):
            disconnect(connection.eio_sid)

    def join(self, connection: Connection, join: Join) -> tuple[dict[str, Any], list[bytes]]:
        """Open a document; returns what the ack says, and the updates that the client lacks.

        Raises NotFound for what this person may not see, SignedOutError when they are signed out.
        """
        access = look_up(connection.identity, join.cooperation, join.document_id)
        room = self.rooms.open(access.document)
        session = resume_session(room, access.actor.person_id, join)
        is_known = join.epoch in (None, room.document.epoch) and join.seq <= room.seq
        updates = read_since(room, join.seq if is_known else 0)
        # from here to the ack nobody else gets a turn: no frame falls between reading and entering
        self.leave(connection)
        self._replace(room, session.number)
        member = Member(
            connection.sid,
            connection.transport,
            access.actor,
            session,
            access.is_writer,
            time.monotonic(),
        )
        room.enter(member)
        connection.document, connection.member = room.document, member
        gevent.spawn(self._send_awareness, room, member)
        return self._describe(room, member), updates

    def _replace(self, room: Room, number: int) -> None:
        """A session goes over one socket: an older one, half dead, may no longer use it."""
        for other in list(self.connections.values()):
            member = other.member
            if member is not None and member.session.number == number:
                self.leave(other)

    def _describe(self, room: Room, member: Member) -> dict[str, Any]:
        people = {each.actor.membership_id: each.actor for each in room.members.values()}
        return {
            "ok": True,
            "session": member.session.number,
            "epoch": room.document.epoch,
            "seq": room.seq,
            "received": member.session.committed,
            "writable": member.is_writer,
            "schema": room.document.schema,
            "people": [
                {"id": str(each.membership_id), "name": each.name, "color": each.color}
                for each in people.values()
            ],
        }

    def _send_awareness(self, room: Room, member: Member) -> None:
        """Runs after the ack is queued."""
        present = room.list_awareness()
        if present and room.members.get(member.sid) is member:
            blob = encode_changes(room.seq, awareness=present)
            Broadcast(NAMESPACE, "changes", blob).send(member.transport)

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
        while room.pending_bytes > MAX_PENDING_BYTES:
            self.committer.wait()  # whoever sends too fast is read more slowly

    def _authorize(self, connection: Connection) -> Member | None:
        member = connection.member
        if member is not None and time.monotonic() - member.checked_at > GOOD_FOR_SECONDS:
            self.authorize_again(connection)
        return connection.member

    def on_access_change(self, change: AccessChange) -> None:
        """Look up again, at once, whoever is concerned."""
        for connection in list(self.connections.values()):
            if _is_concerned(connection, change):
                if connection.member is not None:
                    connection.member.checked_at = 0.0
                gevent.spawn(self.authorize_again, connection)

    def authorize_again(self, connection: Connection) -> None:
        """Look up the rights of a connection; whoever lost them is told and leaves."""
        member, document = connection.member, connection.document
        if member is None or document is None:
            return
        try:
            access = look_up(connection.identity, member.actor.cooperation_slug, document.id)
        except SignedOutError:
            self._revoke(connection)
            disconnect(connection.eio_sid)
        except NotFound:
            self._revoke(connection)
            gevent.spawn_later(_GOODBYE_SECONDS, self._end_unless_joined, connection)
        else:
            self._renew(connection, member, access)

    def _renew(self, connection: Connection, member: Member, access: Access) -> None:
        member.checked_at = time.monotonic()
        member.actor = access.actor
        if access.is_writer != member.is_writer:
            member.is_writer = access.is_writer
            emit("resync", connection.sid, NAMESPACE)

    def _revoke(self, connection: Connection) -> None:
        self.leave(connection)
        emit("resync", connection.sid, NAMESPACE)

    def _end_unless_joined(self, connection: Connection) -> None:
        if connection.member is None:
            disconnect(connection.eio_sid)

    def _send(self, room: Room, frame: bytes) -> None:
        broadcast = Broadcast(NAMESPACE, "changes", frame)
        for member in list(room.members.values()):
            if member.is_lagging:
                continue
            waiting = backlog_of(member.transport)
            if waiting > SKIP_BACKLOG_BYTES:
                member.is_lagging = True
            else:
                broadcast.send(member.transport)

    def _repair(self, room: Room) -> None:
        """Another process wrote into the journal: tell what it wrote, and go on after it."""
        frame = room.tell(adopt_foreign(room))
        if frame is not None:
            self._send(room, frame)

    def _sweep(self) -> None:
        while True:
            gevent.sleep(_SWEEP_SECONDS)
            self.rooms.close_idle()
            for connection in list(self.connections.values()):
                self._look_after(connection)

    def _look_after(self, connection: Connection) -> None:
        """A slow client joins again when it has caught up, and is dropped when it never does."""
        waiting = backlog_of(connection.transport)
        if waiting > DROP_BACKLOG_BYTES:
            disconnect(connection.eio_sid)
        elif connection.member is not None and connection.member.is_lagging and waiting == 0:
            connection.member.is_lagging = False
            emit("resync", connection.sid, NAMESPACE)


def _is_concerned(connection: Connection, change: AccessChange) -> bool:
    identity, document = connection.identity, connection.document
    return (
        change.session_id in (None, identity.session_id)
        and change.person_id in (None, identity.person_id)
        and (document is None or change.cooperation_id in (None, document.cooperation_id))
        and (document is None or change.document_id in (None, document.id))
    )


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


def wake(document_id: UUID, cooperation_id: UUID) -> None:
    """Tell the engine, if one runs here, that it owes this document something."""
    if _running.engine is not None:
        _running.engine.upkeep.wake(document_id, cooperation_id)
