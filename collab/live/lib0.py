"""The lib0 encoding that Yjs and our wire share: varuints and bytes, read with bounds."""

from typing import Final

MAX_SAFE_INTEGER: Final = 2**53 - 1


class MalformedError(ValueError):
    """Bytes that do not follow the encoding, or that go beyond a limit."""


class OverspentError(MalformedError):
    """More parts than whoever reads is ready to look at."""


class Cursor:
    """Reads lib0 values from bytes, and raises MalformedError instead of running past the end."""

    __slots__ = ("_allowance", "data", "end", "position")

    def __init__(self, data: bytes, allowance: int = MAX_SAFE_INTEGER) -> None:
        self.data = data
        self.position = 0
        self.end = len(data)
        self._allowance = allowance

    def byte(self) -> int:
        """Return the next byte."""
        position = self.position
        if position >= self.end:
            raise MalformedError("unexpected end")
        self.position = position + 1
        return self.data[position]

    def varuint(self, highest: int = MAX_SAFE_INTEGER) -> int:
        """Return the next unsigned number, which is at most `highest`."""
        data, position, end = self.data, self.position, self.end
        if position < end and data[position] < 128 and data[position] <= highest:
            self.position = position + 1
            return data[position]
        number = shift = 0
        while position < end and shift <= 63:
            byte = data[position]
            position += 1
            number |= (byte & 127) << shift
            if byte < 128:
                if number > highest:
                    raise MalformedError("number out of range")
                self.position = position
                return number
            shift += 7
        raise MalformedError("number without an end")

    def skip(self, count: int) -> None:
        """Pass over `count` bytes."""
        position = self.position + count
        if position > self.end:
            raise MalformedError("unexpected end")
        self.position = position

    def take(self, count: int) -> bytes:
        """Return the next `count` bytes."""
        start = self.position
        self.skip(count)
        return self.data[start : self.position]

    def bytes(self) -> bytes:
        """Return the next length-prefixed bytes."""
        return self.take(self.varuint(self.end))

    def text(self) -> str:
        """Return the next length-prefixed text, which is valid UTF-8."""
        try:
            return self.bytes().decode()
        except UnicodeDecodeError as error:
            raise MalformedError("text that is not UTF-8") from error

    def count(self) -> int:
        """Return the length of a list, of which every element takes a byte at least."""
        count = self.varuint()
        if count > self.end - self.position:
            raise MalformedError("a count of more than is there")
        self.spend(count)
        return count

    def spend(self, parts: int) -> None:
        """Count parts that are about to be looked at; raises OverspentError for too many."""
        self._allowance -= parts
        if self._allowance < 0:
            raise OverspentError("too many parts")

    def finish(self) -> None:
        """Raise MalformedError unless everything has been read."""
        if self.position != self.end:
            raise MalformedError("trailing bytes")


def write_varuint(out: bytearray, number: int) -> None:
    """Append an unsigned number."""
    while number > 127:
        out.append(128 | (number & 127))
        number >>= 7
    out.append(number)


def write_bytes(out: bytearray, data: bytes) -> None:
    """Append length-prefixed bytes."""
    write_varuint(out, len(data))
    out += data
