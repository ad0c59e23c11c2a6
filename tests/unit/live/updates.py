"""Updates written by hand, and by pycrdt, for tests of what reads them."""

import base64
import gzip
import json
from pathlib import Path

from pycrdt import Doc, Text

from collab.live.lib0 import write_bytes, write_varuint

DATA = Path(__file__).parents[2] / "data"


def valid_updates() -> list[bytes]:
    texts = json.loads(gzip.decompress((DATA / "valid-updates.json.gz").read_bytes()))
    return [base64.b64decode(text) for text in texts]


def hostile_updates() -> dict[str, bytes]:
    texts = json.loads((DATA / "hostile-updates.json").read_text())
    return {name: base64.b64decode(text) for name, text in texts.items()}


def misplaced_updates() -> dict[str, bytes]:
    """Well-formed, but editors or the reader stop at it, or throw away what is around it."""
    element, text = b"\x07\x01\x07default\x03\x01p", b"\x07\x00\x09\x00\x06"
    inside, beside = b"\x00\x09\x00", b"\x84\x09\x00"
    return {
        "words in the document": _structs(b"\x04\x01\x07default\x01x"),
        "a text in the document": _structs(b"\x07\x01\x07default\x06"),
        "a map in the document": _structs(b"\x07\x01\x07default\x01"),
        "words beside an element": _structs(element, beside + b"\x01x"),
        "words in an element": _structs(element, b"\x04" + inside + b"\x01x"),
        "null in an element": _structs(element, b"\x08" + inside + b"\x01\x7e"),
        "an array in an element": _structs(element, b"\x07" + inside + b"\x00"),
        "an element for an attribute": _structs(element, b"\x27" + inside + b"\x02id\x03\x01p"),
        "an embed in a text": _structs(element, text, b"\x05\x00\x09\x01\x02{}"),
        "an element in a text": _structs(element, text, b"\x07\x00\x09\x01\x03\x01p"),
        "words in words": _structs(
            element, text, b"\x04\x00\x09\x01\x01x", b"\x04\x00\x09\x02\x01x"
        ),
        "half of a character": _structs(b"\x04\x01\x01t\x04\xf0\x9f\x98\x80", b"\x84\x09\x00\x01x"),
    }


def _structs(*structs: bytes) -> bytes:
    """These structs of client 9, and nothing deleted."""
    return bytes((1, len(structs), 9, 0)) + b"".join(structs) + b"\x00"


def typed(client: int, clock: int, text: str, *, origin: tuple[int, int] | None = None) -> bytes:
    """One string of one client: at the start of the text `t`, or right of an item."""
    out = bytearray()
    for number in (1, 1, client, clock):
        write_varuint(out, number)
    if origin is None:
        out += b"\x04\x01\x01t"
    else:
        out.append(0x84)
        for number in origin:
            write_varuint(out, number)
    write_bytes(out, text.encode())
    out.append(0)
    return bytes(out)


def deleting(client: int, clock: int, length: int) -> bytes:
    """Nothing but a deletion."""
    out = bytearray([0, 1])
    for number in (client, 1, clock, length):
        write_varuint(out, number)
    return bytes(out)


class Writer:
    """A pycrdt document that tells the update of each of its edits."""

    def __init__(self, client: int) -> None:
        self.doc: Doc = Doc(client_id=client)
        self.text = self.doc.get("t", type=Text)

    def write(self, text: str) -> bytes:
        before = self.doc.get_state()
        self.text += text
        return self.doc.get_update(before)
