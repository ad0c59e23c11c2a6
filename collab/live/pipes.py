"""How the server and its reader process talk: a head in JSON, then blobs, all with lengths."""

import json
import struct
from collections.abc import Sequence
from typing import IO, Any, Final

_LENGTH: Final = struct.Struct("!I")
_LARGEST: Final = 256 * 2**20


class PipeClosedError(EOFError):
    """The other side is gone."""


def write_message(stream: IO[bytes], head: dict[str, Any], blobs: Sequence[bytes] = ()) -> None:
    """Send one message; raises OSError when the other side is gone."""
    text = json.dumps({**head, "sizes": [len(blob) for blob in blobs]}).encode()
    stream.write(b"".join((_LENGTH.pack(len(text)), text, *blobs)))
    stream.flush()


def read_message(stream: IO[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """Wait for one message; raises PipeClosedError when the other side is gone."""
    (length,) = _LENGTH.unpack(_read(stream, _LENGTH.size))
    head = json.loads(_read(stream, length))
    return head, [_read(stream, size) for size in head.pop("sizes")]


def _read(stream: IO[bytes], count: int) -> bytes:
    if count > _LARGEST:
        raise PipeClosedError("a message of an impossible size")
    parts = []
    while count:
        part = stream.read(count)
        if not part:
            raise PipeClosedError("the other side is gone")
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
