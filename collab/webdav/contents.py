"""What is in files, as streams that wsgidav reads and writes."""

from collections.abc import Iterator
from uuid import UUID

from collab.core.storage import storage


class StoredContent:
    """A stored file, read from anywhere; it is opened when it is first read."""

    def __init__(self, cooperation_id: UUID, file_id: UUID, size: int) -> None:
        self._of, self._id, self._left = cooperation_id, file_id, size
        self._start = 0
        self._pieces: Iterator[bytes] | None = None
        self._rest = b""

    def seek(self, position: int) -> None:
        """Begin there; before anything is read."""
        self._start = position

    def read(self, size: int) -> bytes:
        """At most so many bytes; none at the end."""
        if self._pieces is None:
            self._pieces = storage.read(self._of, self._id, self._start)
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = piece
        given, self._rest = self._rest[:size], self._rest[size:]
        return given

    def close(self) -> None:
        """Let go of it."""
        self._pieces = iter(())
        self._rest = b""


class Swallowed:
    """Takes what a request brings; it was received before."""

    def write(self, data: bytes) -> None:
        """Nothing is left to be written."""

    def close(self) -> None:
        """Nothing was opened."""
