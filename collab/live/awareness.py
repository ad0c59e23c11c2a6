"""Awareness: who is where in a document right now. Kept in memory only, one id a socket."""

import json
import re
from dataclasses import dataclass
from typing import Final

from collab.live.lib0 import Cursor, MalformedError, write_bytes, write_varuint

MAX_AWARENESS_BYTES: Final = 4096
_MAX_DEPTH: Final = 8
#: a string without an end goes to the end, so that the search stays linear
_STRINGS: Final = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_BRACKETS: Final = re.compile(r"[\[{\]}]")


@dataclass(frozen=True, slots=True)
class Awareness:
    """One client's last word about itself, as it came over the wire."""

    client: int
    clock: int
    is_gone: bool
    blob: bytes


def parse_awareness(blob: bytes) -> Awareness:
    """Read an awareness update about exactly one client; raises MalformedError."""
    if len(blob) > MAX_AWARENESS_BYTES:
        raise MalformedError("too much awareness")
    cursor = Cursor(blob)
    if cursor.varuint() != 1:
        raise MalformedError("awareness about more than one client")
    client, clock, text = cursor.varuint(), cursor.varuint(), cursor.text()
    cursor.finish()
    check_json_depth(text, _MAX_DEPTH)
    try:
        state = json.loads(text)
    except ValueError as error:
        raise MalformedError("awareness that is not JSON") from error
    if state is not None and not isinstance(state, dict):
        raise MalformedError("awareness that is not an object")
    return Awareness(client, clock, state is None, blob)


def end_of(awareness: Awareness) -> bytes:
    """Return the awareness update that says this client has gone."""
    out = bytearray()
    write_varuint(out, 1)
    write_varuint(out, awareness.client)
    write_varuint(out, awareness.clock)
    write_bytes(out, b"null")
    return bytes(out)


def check_json_depth(text: str, deepest: int) -> None:
    """Raise MalformedError when JSON text nests deeper than allowed, without parsing it."""
    if text.count("{") + text.count("[") <= deepest:
        return
    depth = 0
    for bracket in _BRACKETS.findall(_STRINGS.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > deepest:
            raise MalformedError("values nested too deep")
