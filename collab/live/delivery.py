"""What the engine sends: frames to rooms, the ack of a join, and patience with the slow."""

from typing import Any, Final

from collab.core.sockets import Broadcast, backlog_of, disconnect, emit
from collab.live.connections import Connection
from collab.live.members import Member
from collab.live.room import Room
from collab.live.wire import encode_changes

NAMESPACE: Final = "/live"
SKIP_BACKLOG_BYTES: Final = 256 * 1024
DROP_BACKLOG_BYTES: Final = 8 * 2**20


def deliver(room: Room, frame: bytes) -> None:
    """Send a frame to everybody in the room; who is too far behind is left out and joins again."""
    broadcast = Broadcast(NAMESPACE, "changes", frame)
    for member in list(room.members.values()):
        if not member.is_lagging:
            member.is_lagging = not broadcast.send(member.transport, SKIP_BACKLOG_BYTES)


def deliver_awareness(room: Room, member: Member) -> None:
    """Tell somebody new who is where; runs when the ack of their join is queued."""
    present = room.presence.list_all()
    if present and room.members.get(member.sid) is member:
        blob = encode_changes(room.seq, awareness=present)
        Broadcast(NAMESPACE, "changes", blob).send(member.transport)


def look_after(connection: Connection) -> None:
    """A slow client joins again when it has caught up, and is dropped when it never does."""
    waiting = backlog_of(connection.transport)
    if waiting > DROP_BACKLOG_BYTES:
        disconnect(connection.eio_sid)
    elif connection.member is not None and connection.member.is_lagging and waiting == 0:
        connection.member.is_lagging = False
        emit("resync", connection.sid, NAMESPACE)


def describe(room: Room, member: Member) -> dict[str, Any]:
    """Return the head of the ack of a join."""
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
