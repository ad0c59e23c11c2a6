"""Frames of the websocket protocol (RFC 6455), as a server reads and writes them.

Of its own because the readers of the libraries, made of generators and states, take three to ten
times as long for what editors send. Masks are undone by `websockets`.
"""

from collections.abc import Iterator
from typing import Final

try:
    from websockets.speedups import apply_mask
except ImportError:  # no wheel for this machine
    from websockets.utils import apply_mask

TEXT: Final = 1
BINARY: Final = 2
CLOSE: Final = 8
PING: Final = 9
PONG: Final = 10
PROTOCOL_ERROR: Final = 1002
NOT_TEXT: Final = 1007
TOO_BIG: Final = 1009
_CONTROL: Final = frozenset({CLOSE, PING, PONG})
_LONGEST_CONTROL: Final = 125
#: the first byte of a message in one piece
_WHOLE: Final = frozenset({128 | TEXT, 128 | BINARY})


class FrameError(ValueError):
    """What no client may send; `code` is what the goodbye says."""

    def __init__(self, code: int) -> None:
        super().__init__(f"a frame that ends the connection ({code})")
        self.code = code


def build(opcode: int, data: bytes) -> bytes:
    """Return a whole frame as a server sends it."""
    size = len(data)
    if size < 126:
        return bytes((128 | opcode, size)) + data
    if size < 65536:
        return bytes((128 | opcode, 126)) + size.to_bytes(2, "big") + data
    return bytes((128 | opcode, 127)) + size.to_bytes(8, "big") + data


class Incoming:
    """Puts together what one client sends; never holds more than `largest` and what came last."""

    __slots__ = ("_opcode", "_parts", "_size", "_waiting", "largest")

    def __init__(self, largest: int) -> None:
        self.largest = largest
        self._waiting = bytearray()
        #: of the message whose parts are coming; 0 between messages
        self._opcode = 0
        self._parts: list[bytes] = []
        self._size = 0

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield whole messages and what is said between them, by opcode; raises FrameError."""
        source: bytes | bytearray = data
        if self._waiting:
            self._waiting += data
            source = self._waiting
        at, end = 0, len(source)
        while (found := self._read(source, at, end)) is not None:
            at, is_last, opcode, payload = found
            if opcode in _CONTROL or (is_last and not self._opcode):
                yield opcode, payload
            elif (whole := self._join(is_last, opcode, payload)) is not None:
                yield whole
        if source is self._waiting:
            del self._waiting[:at]
        elif at < end:
            self._waiting += data[at:]

    def _join(self, is_last: bool, opcode: int, payload: bytes) -> tuple[int, bytes] | None:
        self._opcode = self._opcode or opcode
        if payload:  # empty ones would add up to much
            self._parts.append(payload)
            self._size += len(payload)
        if not is_last:
            return None
        whole = self._opcode, b"".join(self._parts)
        self._opcode = self._size = 0
        self._parts.clear()
        return whole

    def _read(
        self, source: bytes | bytearray, at: int, end: int
    ) -> tuple[int, bool, int, bytes] | None:
        """Return where the frame ends, whether it is a last part, its opcode and its payload."""
        if end - at < 2:
            return None
        first, second = source[at], source[at + 1]
        if first in _WHOLE and 127 < second < 254 and not self._opcode:
            return self._read_short(source, at, end)
        opcode, size = first & 15, second & 127
        at += 2
        self._check(first, second, opcode, size)
        if size > 125:
            width = 2 if size == 126 else 8
            if end - at < width:
                return None
            size = int.from_bytes(source[at : at + width], "big")
            at += width
        if opcode not in _CONTROL and self._size + size > self.largest:
            raise FrameError(TOO_BIG)
        begins = at + 4
        ends = begins + size
        if end < ends:
            return None
        payload = apply_mask(bytes(source[begins:ends]), bytes(source[at:begins]))
        return ends, first > 127, opcode, payload

    def _read_short(
        self, source: bytes | bytearray, at: int, end: int
    ) -> tuple[int, bool, int, bytes] | None:
        """As `_read`, for a whole message of up to 125 bytes: nearly all that editors send."""
        begins = at + 6
        ends = begins + source[at + 1] - 128
        if ends - begins > self.largest:
            raise FrameError(TOO_BIG)
        if end < ends:
            return None
        payload = apply_mask(bytes(source[begins:ends]), bytes(source[at + 2 : begins]))
        return ends, True, source[at] & 15, payload

    def _check(self, first: int, second: int, opcode: int, size: int) -> None:
        """Nothing is compressed, everything is masked, and parts come one after the other."""
        is_good = not first & 112 and second > 127
        if opcode in _CONTROL:
            is_good = is_good and first > 127 and size <= _LONGEST_CONTROL
        elif opcode in (TEXT, BINARY):
            is_good = is_good and not self._opcode
        else:
            is_good = is_good and opcode == 0 and self._opcode != 0
        if not is_good:
            raise FrameError(PROTOCOL_ERROR)
