"""Seals on what processes tell each other through Redis: what does not verify is dropped."""

import hmac
import struct
from hashlib import blake2b
from typing import Final, NamedTuple

PROCESS_BYTES: Final = 8
_SEAL_BYTES: Final = 16
_COUNT: Final = struct.Struct(">Q")
_HEAD_BYTES: Final = _SEAL_BYTES + PROCESS_BYTES + _COUNT.size


class Opened(NamedTuple):
    """A message that one of our own processes has sent."""

    process: bytes
    #: 1, 2, 3 … per process
    number: int
    message: bytes


class Sealer:
    """Seals and opens messages with a key made from the installation's secret."""

    def __init__(self, secret: str) -> None:
        def derive(purpose: bytes, size: int) -> bytes:
            return blake2b(secret.encode(), digest_size=size, person=purpose).digest()

        self._key = derive(b"collab bus", 32)
        # pub/sub knows no database numbers: installations on one Redis differ in this
        self._prefix = b"collab:" + derive(b"collab channel", 8).hex().encode() + b":"

    def name(self, channel: str) -> bytes:
        """Return what a channel of ours is called in Redis."""
        return self._prefix + channel.encode()

    def seal(self, name: bytes, opened: Opened) -> bytes:
        """Return the bytes that go over the channel of this name."""
        rest = opened.process + _COUNT.pack(opened.number) + opened.message
        return self._hash(name, rest) + rest

    def open(self, name: bytes, sealed: bytes) -> Opened | None:
        """Return what was sealed for the channel of this name; None when it was not."""
        seal, rest = sealed[:_SEAL_BYTES], sealed[_SEAL_BYTES:]
        if len(sealed) < _HEAD_BYTES or not hmac.compare_digest(seal, self._hash(name, rest)):
            return None
        (number,) = _COUNT.unpack_from(rest, PROCESS_BYTES)
        return Opened(rest[:PROCESS_BYTES], number, rest[PROCESS_BYTES + _COUNT.size :])

    def _hash(self, name: bytes, rest: bytes) -> bytes:
        seal = blake2b(key=self._key, digest_size=_SEAL_BYTES)
        seal.update(len(name).to_bytes(4, "big"))
        seal.update(name)
        seal.update(rest)
        return seal.digest()
