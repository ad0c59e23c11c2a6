"""The update guard: a bounded reader of the Yjs v1 encoding, run before anything is stored."""

from collections.abc import Callable
from typing import Final, NamedTuple

from collab.live.contents import (
    GC,
    MAX_CLOCK,
    SKIP,
    STRING,
    TYPE,
    read_string,
    read_type,
    skip_content,
)
from collab.live.lib0 import MAX_SAFE_INTEGER, Cursor, MalformedError, OverspentError

#: by long-polling it travels as base64, and has to fit into one message even so
MAX_UPDATE_BYTES: Final = 750_000
#: structs, deletions and values of one update of a client: so many stop nobody else for long
MAX_PARTS: Final = 30_000
_PARTS_AT_ONCE: Final = 512

Place = tuple[int, int]
"""A client id and one of its clocks."""

Range = tuple[int, int]
"""Clocks of one client: the first, and the one after the last."""


class TooLargeError(MalformedError):
    """An update that is longer than we take."""


class Struct(NamedTuple):
    """One entry of an update: `length` clocks of `client` from `clock` on, and what it hangs on.

    `content` is what it holds, as `contents` numbers that.
    """

    client: int
    clock: int
    length: int
    content: int = STRING
    #: the neighbour that it was put next to, whose parent it shares
    origin: Place | None = None
    right: Place | None = None
    parent: Place | None = None
    #: the type of the document itself that it is put into
    root: str | None = None
    #: it is the value of a key, such as an attribute
    is_value: bool = False
    #: where in it second halves of characters are that take two clocks
    halves: tuple[int, ...] = ()


class Update(NamedTuple):
    """What an update consists of: its structs, and per client what it deletes."""

    structs: list[Struct]
    deletes: dict[int, list[Range]]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it at all."""
        return not self.structs and not self.deletes


def read_update(
    blob: bytes,
    largest: int = MAX_UPDATE_BYTES,
    parts: int = MAX_SAFE_INTEGER,
    pause: Callable[[], None] | None = None,
) -> Update:
    """Read an update; raises MalformedError for what could hurt a reader of it.

    `pause` is called now and then, so that others have a turn.
    """
    if len(blob) > largest:
        raise TooLargeError("an update that is too large")
    cursor = Cursor(blob, parts)
    structs: list[Struct] = []
    try:
        for _each in range(cursor.count()):
            _read_client(cursor, structs, pause)
        deletes = _read_deletes(cursor)
    except OverspentError as error:
        raise TooLargeError("an update of too many parts") from error
    cursor.finish()
    return Update(structs, deletes)


def read_ahead(blob: bytes, pause: Callable[[], None]) -> Update | MalformedError:
    """Read what a client sent, with pauses; returns the error for whoever can tell the client."""
    try:
        return read_update(blob, parts=MAX_PARTS, pause=pause)
    except MalformedError as error:
        return error


def _read_client(cursor: Cursor, structs: list[Struct], pause: Callable[[], None] | None) -> None:
    count, client, clock = cursor.count(), cursor.varuint(), cursor.varuint(MAX_CLOCK)
    for index in range(count):
        struct = _read_struct(cursor, client, clock)
        clock += struct.length
        if struct.length < 1 or clock > MAX_CLOCK:
            raise MalformedError("a clock out of range")
        structs.append(struct)
        if pause is not None and index % _PARTS_AT_ONCE == _PARTS_AT_ONCE - 1:
            pause()


def _read_struct(cursor: Cursor, client: int, clock: int) -> Struct:
    info = cursor.byte()
    ref = info & 31
    if ref in (GC, SKIP):
        return Struct(client, clock, cursor.varuint(MAX_CLOCK), ref)
    origin = _read_place(cursor) if info & 128 else None
    right = _read_place(cursor) if info & 64 else None
    parent = root = None
    is_value = False
    if not info & 192:
        if cursor.varuint(MAX_CLOCK) == 1:
            root = cursor.text()
        else:
            parent = _read_place(cursor)
        if info & 32:
            is_value = True
            cursor.text()
    kind = ref
    halves: tuple[int, ...] = ()
    if ref == STRING:
        length, halves = read_string(cursor)
    elif ref == TYPE:
        kind, length = read_type(cursor), 1
    else:
        length = skip_content(cursor, ref)
    return Struct(client, clock, length, kind, origin, right, parent, root, is_value, halves)


def _read_place(cursor: Cursor) -> Place:
    return cursor.varuint(), cursor.varuint(MAX_CLOCK)


def _read_deletes(cursor: Cursor) -> dict[int, list[Range]]:
    deletes: dict[int, list[Range]] = {}
    for _each in range(cursor.count()):
        client = cursor.varuint()
        for _each in range(cursor.count()):
            start = cursor.varuint(MAX_CLOCK)
            end = start + cursor.varuint(MAX_CLOCK)
            if end > MAX_CLOCK:
                raise MalformedError("a deletion out of range")
            deletes.setdefault(client, []).append((start, end))
    return deletes
