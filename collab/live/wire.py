"""The blobs of the wire: `change` from a client, `changes` to a room, updates of a join."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from collab.live.guard import Update
from collab.live.lib0 import Cursor, MalformedError, write_bytes, write_varuint


class Change(NamedTuple):
    """The n-th message of a session, with an update, an awareness, or both."""

    n: int
    update: bytes
    awareness: bytes
    #: the update as it was read already, or what is wrong with it
    read: Update | MalformedError | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What a room sends: the updates up to `seq`, receipts as (session, n), and awareness."""

    seq: int
    updates: tuple[bytes, ...]
    receipts: tuple[tuple[int, int], ...]
    awareness: tuple[bytes, ...]


def encode_change(change: Change) -> bytes:
    """Return the blob of a change."""
    out = bytearray()
    write_varuint(out, change.n)
    write_bytes(out, change.update)
    write_bytes(out, change.awareness)
    return bytes(out)


def decode_change(blob: bytes) -> Change:
    """Read the blob of a change; raises MalformedError."""
    cursor = Cursor(blob)
    change = Change(cursor.varuint(), cursor.bytes(), cursor.bytes())
    cursor.finish()
    return change


def encode_changes(
    seq: int,
    updates: Sequence[bytes] = (),
    receipts: Mapping[int, int] | None = None,
    awareness: Sequence[bytes] = (),
) -> bytes:
    """Return the blob that everybody in a room gets; `seq` is that of the last update."""
    out = bytearray()
    write_varuint(out, seq)
    _write_list(out, updates)
    pairs = receipts or {}
    write_varuint(out, len(pairs))
    for session, n in pairs.items():
        write_varuint(out, session)
        write_varuint(out, n)
    _write_list(out, awareness)
    return bytes(out)


def decode_changes(blob: bytes) -> Changes:
    """Read the blob of a room; raises MalformedError."""
    cursor = Cursor(blob)
    seq = cursor.varuint()
    updates = _read_list(cursor)
    receipts = tuple((cursor.varuint(), cursor.varuint()) for _each in range(cursor.count()))
    awareness = _read_list(cursor)
    cursor.finish()
    return Changes(seq, updates, receipts, awareness)


def encode_updates(updates: Iterable[bytes]) -> bytes:
    """Return the blob of a list of updates, as the ack of a join carries it."""
    out = bytearray()
    _write_list(out, list(updates))
    return bytes(out)


def decode_updates(blob: bytes) -> tuple[bytes, ...]:
    """Read a list of updates; raises MalformedError."""
    cursor = Cursor(blob)
    updates = _read_list(cursor)
    cursor.finish()
    return updates


def _write_list(out: bytearray, items: Sequence[bytes]) -> None:
    write_varuint(out, len(items))
    for item in items:
        write_bytes(out, item)


def _read_list(cursor: Cursor) -> tuple[bytes, ...]:
    return tuple(cursor.bytes() for _each in range(cursor.count()))
