"""What the engines of several processes say to each other about a document.

Truth is the database: who misses a message asks the journal. A greeting asks the others for theirs,
and a report says what its sender has written, and who is connected to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from uuid import UUID

from collab.live.awareness import parse_awareness
from collab.live.lib0 import Cursor, MalformedError, write_bytes, write_varuint
from collab.live.presence import Word

#: what is longer is not sent along: the others read it in the journal
MOST_BYTES: Final = 256 * 1024
_GREETING: Final = 0
_REPORT: Final = 1
_UUID_BYTES: Final = 16
_NOBODY: Final = bytes(_UUID_BYTES)


class Written(NamedTuple):
    """An entry of the journal as one process tells it to the others."""

    seq: int
    payload: bytes
    #: None: the server itself
    session: int | None
    n: int | None


@dataclass(frozen=True, slots=True)
class Report:
    """Where the journal ends for the sender, its last entries that the sender wrote, and words."""

    epoch: int
    seq: int
    written: list[Written] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    #: the client ids that are new in these entries, and whose they are; None: the server's
    owners: dict[int, UUID | None] = field(default_factory=dict)


def channel_of(cooperation_id: UUID, document_id: UUID) -> str:
    """Return where a document is spoken about; it names the cooperation, as every key does."""
    return f"live:{cooperation_id}:{document_id}"


def encode_greeting() -> bytes:
    """Return the question who else has the document open."""
    return bytes([_GREETING])


def encode_report(report: Report) -> bytes:
    """Return a report; without its entries when they are long."""
    is_long = sum(len(each.payload) for each in report.written) > MOST_BYTES
    out = bytearray([_REPORT])
    write_varuint(out, report.epoch)
    write_varuint(out, report.seq)
    _write_entries(out, () if is_long else report.written)
    write_varuint(out, len(report.words))
    for word in report.words:
        out += word.person_id.bytes
        write_bytes(out, word.awareness.blob)
    owners = {} if is_long else report.owners
    write_varuint(out, len(owners))
    for client, owner in owners.items():
        write_varuint(out, client)
        out += _NOBODY if owner is None else owner.bytes
    return bytes(out)


def _write_entries(out: bytearray, entries: Sequence[Written]) -> None:
    write_varuint(out, len(entries))
    for entry in entries:
        write_varuint(out, entry.seq)
        write_bytes(out, entry.payload)
        write_varuint(out, 0 if entry.session is None else entry.session)
        write_varuint(out, entry.n or 0)


def decode(blob: bytes) -> Report | None:
    """Read a report; None is a greeting. Raises MalformedError."""
    cursor = Cursor(blob)
    kind = cursor.byte()
    if kind == _GREETING:
        return None
    if kind != _REPORT:
        raise MalformedError("a message of an unknown kind")
    epoch, seq = cursor.varuint(), cursor.varuint()
    written = [_read_entry(cursor) for _each in range(cursor.count())]
    words = [_read_word(cursor) for _each in range(cursor.count())]
    owners = dict(_read_owner(cursor) for _each in range(cursor.count()))
    cursor.finish()
    return Report(epoch, seq, written, words, owners)


def _read_entry(cursor: Cursor) -> Written:
    seq, payload, session, n = cursor.varuint(), cursor.bytes(), cursor.varuint(), cursor.varuint()
    return Written(seq, payload, session or None, n or None)


def _read_word(cursor: Cursor) -> Word:
    person_id = UUID(bytes=cursor.take(_UUID_BYTES))
    return Word(person_id, parse_awareness(cursor.bytes()))


def _read_owner(cursor: Cursor) -> tuple[int, UUID | None]:
    client, owner = cursor.varuint(), cursor.take(_UUID_BYTES)
    return client, None if owner == _NOBODY else UUID(bytes=owner)
