"""What an item of a Yjs update may hold, passed over within limits and never built."""

import json
from collections.abc import Callable
from math import isinf
from typing import Final

from collab.live.awareness import check_json_depth
from collab.live.lib0 import Cursor, MalformedError

MAX_CLOCK: Final = 2**31 - 1
MAX_VALUE_DEPTH: Final = 16

DELETED_REF: Final = 1
TYPE_REF: Final = 7
#: what makes JSON text slow to look through
_JSON_PARTS: Final = '{["'
#: the kind of a shared type that has a name; 5 would have one too, but Yrs takes it to have none
_XML_ELEMENT: Final = 3
_PLAIN_TYPES: Final = frozenset({0, 1, 2, 4, 6})
_WITHOUT_PAYLOAD: Final = frozenset({120, 121, 126, 127})


def skip_content(cursor: Cursor, ref: int) -> int:
    """Pass over the content that `ref` announces, and return how many clocks it takes."""
    skip = _CONTENTS.get(ref)
    if skip is None:
        raise MalformedError("content of an unknown or forbidden kind")
    return skip(cursor)


def _deleted(cursor: Cursor) -> int:
    return cursor.varuint(MAX_CLOCK)


def _binary(cursor: Cursor) -> int:
    cursor.bytes()
    return 1


def _string(cursor: Cursor) -> int:
    text = cursor.text()
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


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


def _type(cursor: Cursor) -> int:
    kind = cursor.varuint()
    if kind == _XML_ELEMENT:
        cursor.text()
    elif kind not in _PLAIN_TYPES:
        raise MalformedError("a shared type of an unknown kind")
    return 1


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
    length = 1
    while cursor.byte() & 128:
        length += 1
        if length > 10:
            raise MalformedError("number without an end")


# 2 is JSON as Yjs wrote it before 2020, of which Yrs reads one value too many; 9 would be a document
# inside the document, which we have no use for.
_CONTENTS: Final[dict[int, Callable[[Cursor], int]]] = {
    DELETED_REF: _deleted,
    3: _binary,
    4: _string,
    5: _json,
    6: _format,
    TYPE_REF: _type,
    8: _any_list,
}
