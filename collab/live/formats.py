"""The names that marks have in Yjs, as y-prosemirror gives them.

Marks of a kind that a text can carry several of at once, like comments, are told apart by a hash.
"""

from base64 import b64encode
from hashlib import sha256
from typing import Any, Final

from collab.live.schema import Node, excludes_itself

_LENGTH: Final = 6


def format_name(mark: Node) -> str:
    """The name of the format in which Yjs keeps this mark."""
    if excludes_itself(mark["type"]):
        return str(mark["type"])
    told = {"type": mark["type"]} | ({"attrs": mark["attrs"]} if mark.get("attrs") else {})
    return f"{mark['type']}--{_hash(told)}"


def _hash(value: Any) -> str:
    digest = bytearray(sha256(_encode(value)).digest())
    for at in range(_LENGTH, len(digest)):
        digest[at % _LENGTH] ^= digest[at]
    return b64encode(bytes(digest[:_LENGTH])).decode()


def _encode(value: Any) -> bytes:
    """What lib0 makes of objects, words and nothing."""
    if value is None:
        return b"\x7e"
    if isinstance(value, str):
        return b"\x77" + _encode_words(value)
    if isinstance(value, dict):
        parts = (_encode_words(key) + _encode(each) for key, each in value.items())
        return b"\x76" + _encode_length(len(value)) + b"".join(parts)
    raise TypeError(f"marks have no attribute like {value!r}")


def _encode_words(words: str) -> bytes:
    encoded = words.encode()
    return _encode_length(len(encoded)) + encoded


def _encode_length(length: int) -> bytes:
    made = bytearray()
    while length > 0x7F:
        made.append(0x80 | (length & 0x7F))
        length >>= 7
    made.append(length)
    return bytes(made)
