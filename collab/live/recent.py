"""The end of a journal in memory, for those who come back after a moment."""

from collections import deque
from collections.abc import Iterator
from typing import Final

from collab.live.journal import Row

_ROWS: Final = 512
_BYTES: Final = 2 * 2**20


class Recent:
    """The last entries: so many, and so many bytes."""

    __slots__ = ("_bytes", "_rows")

    def __init__(self) -> None:
        self._rows: deque[Row] = deque()
        self._bytes = 0

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def append(self, row: Row) -> None:
        """Add the entry that comes next, and forget the oldest for it."""
        rows = self._rows
        rows.append(row)
        self._bytes += len(row.payload)
        while len(rows) > _ROWS or self._bytes > _BYTES:
            self._bytes -= len(rows.popleft().payload)

    def list_after(self, seq: int) -> list[bytes] | None:
        """Return what follows an entry; None when it does not reach back so far."""
        if not self._rows or self._rows[0].seq > seq + 1:
            return None
        return [row.payload for row in self._rows if row.seq > seq]
