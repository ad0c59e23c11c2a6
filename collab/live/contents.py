"""What an item of a Yjs update may hold, passed over within limits and never built."""

import json
from collections.abc import Callable
from math import isinf
from typing import Final

from collab.live.awareness import check_json_depth
from collab.live.lib0 import MAX_SAFE_INTEGER, Cursor, MalformedError

MAX_CLOCK: Final = 2**31 - 1
MAX_VALUE_DEPTH: Final = 16

#: kinds of content, as Yjs numbers them
GC: Final = 0
DELETED: Final = 1
STRING: Final = 4
FORMAT: Final = 6
TYPE: Final = 7
VALUES: Final = 8
SKIP: Final = 10
#: shared types are told apart by their own kinds, added to this
TYPES: Final = 16
XML_ELEMENT: Final = TYPES + 3
XML_TEXT: Final = TYPES + 6
#: what makes JSON text slow to look through
_JSON_PARTS: Final = '{["'
_PLAIN_TYPES: Final = frozenset({0, 1, 2, 4, 6})
_WITHOUT_PAYLOAD: Final = frozenset({120, 121, 126, 127})


def skip_content(cursor: Cursor, ref: int) -> int:
    """Pass over the content that `ref` announces, and return how many clocks it takes."""
    skip = _CONTENTS.get(ref)
    if skip is None:
        raise MalformedError("content of an unknown or forbidden kind")
    return skip(cursor)


def read_type(cursor: Cursor) -> int:
    """Read the kind of a shared type, and its name where it has one."""
    kind = cursor.varuint() + TYPES
    if kind == XML_ELEMENT:
        cursor.text()
    elif kind - TYPES not in _PLAIN_TYPES:  # of which 5 has a name in Yjs and none in Yrs
        raise MalformedError("a shared type of an unknown kind")
    return kind


def _deleted(cursor: Cursor) -> int:
    return cursor.varuint(MAX_CLOCK)


def _binary(cursor: Cursor) -> int:
    cursor.bytes()
    return 1


def read_string(cursor: Cursor) -> tuple[int, tuple[int, ...]]:
    """Read words: how many clocks they take, and where in them second halves of characters are."""
    text = cursor.text()
    if text.isascii():
        return len(text), ()
    clocks = len(text.encode("utf-16-le")) // 2
    cursor.spend(clocks - len(text))
    if clocks == len(text):
        return clocks, ()
    length, halves = 0, []
    for character in text:
        length += 1
        if character > "\uffff":
            halves.append(length)
            length += 1
    return length, tuple(halves)


def _json(cursor: Cursor) -> int:
    text = cursor.text()
    cursor.spend(sum(map(text.count, _JSON_PARTS)))
    check_json_depth(text, MAX_VALUE_DEPTH)
    _check_json(text)
    return 1


def _check_json(text: str) -> None:
    """Yrs reads JSON more strictly than Python does; what it cannot read stops every reader."""
    try:
        value = json.loads(text, parse_constant=_refuse, parse_float=_float)
        if "\\u" in text:  # half of a character can be escaped
            json.dumps(value, ensure_ascii=False).encode()
    except ValueError as error:
        raise MalformedError("a value that is not JSON") from error


def _refuse(name: str) -> None:
    raise ValueError(name)


def _float(digits: str) -> float:
    value = float(digits)
    if isinf(value):
        raise ValueError(digits)
    return value


def _format(cursor: Cursor) -> int:
    cursor.text()
    return _json(cursor)


def _any_list(cursor: Cursor) -> int:
    count = cursor.count()
    for _each in range(count):
        _any(cursor, MAX_VALUE_DEPTH)
    return count


def _any(cursor: Cursor, depth: int) -> None:
    if depth < 0:
        raise MalformedError("values nested too deep")
    tag = cursor.byte()
    if tag in _WITHOUT_PAYLOAD:
        return
    if tag == 118:
        for _each in range(cursor.count()):
            cursor.text()
            _any(cursor, depth - 1)
    elif tag == 117:
        for _each in range(cursor.count()):
            _any(cursor, depth - 1)
    else:
        _any_scalar(cursor, tag)


def _any_scalar(cursor: Cursor, tag: int) -> None:
    if tag == 119:
        cursor.text()
    elif tag == 125:
        _varint(cursor)
    elif tag == 124:
        cursor.skip(4)
    elif tag in (122, 123):
        cursor.skip(8)
    elif tag == 116:
        cursor.bytes()
    else:
        raise MalformedError("a value of an unknown kind")


def _varint(cursor: Cursor) -> None:
    byte = cursor.byte()
    value, shift = byte & 63, 6
    while byte & 128:
        byte = cursor.byte()
        value |= (byte & 127) << shift
        shift += 7
        if value > MAX_SAFE_INTEGER or shift > 64:  # at which browsers throw
            raise MalformedError("a number that is too large")


# 2 is JSON as Yjs wrote it before 2020, of which Yrs reads one value too many; 9 would be a
# document inside the document, which we have no use for.
_CONTENTS: Final[dict[int, Callable[[Cursor], int]]] = {
    DELETED: _deleted,
    3: _binary,
    5: _json,
    FORMAT: _format,
    VALUES: _any_list,
}
