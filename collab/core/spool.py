"""Uploads on their way: written to the spool in large pieces, while the loop goes on.

See collab.core.storage for where it is, and for what becomes of them.
"""

import fcntl
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Final

from flask import Request, current_app, has_app_context
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import ClientDisconnected

from collab.core.db import new_id
from collab.core.errors import Conflict
from collab.core.storage import aside, full_is_said, storage

PIECE: Final = 1024 * 1024


class AlreadyComing(Conflict):
    """Another request is bringing the same file."""

    code = "already_coming"


class _RawFile(io.FileIO):
    """A file whose writing keeps nobody else waiting."""

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        with full_is_said():
            return aside(lambda: io.FileIO.write(self, piece))


class SpooledFile(io.BufferedRandom):
    """A file of a form; it lies at `path` until it is adopted or closed."""

    def __init__(self) -> None:
        self.path = storage.spool() / str(new_id())
        super().__init__(_RawFile(self.path, "x+"), PIECE)

    def close(self) -> None:
        """Close it, and delete it unless the storage has adopted it."""
        try:
            super().close()
        finally:
            self.path.unlink(missing_ok=True)


class SpoolingRequest(Request):
    """A request whose files go to the spool at once, where the view says so."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if has_app_context() and spools_files(self.endpoint):
            return SpooledFile()
        return super()._get_file_stream(
            total_content_length, content_type, filename, content_length
        )


def spooled_path(given: FileStorage) -> Path:
    """Where a file of a form lies; TypeError when the view does not spool its files."""
    stream = given.stream
    if not isinstance(stream, SpooledFile):
        raise TypeError("the view does not spool its files")
    stream.flush()
    return stream.path


def spools_files(endpoint: str | None) -> bool:
    """Whether the files of a form to this endpoint go to the spool."""
    view = current_app.view_functions.get(endpoint or "")
    return bool(getattr(view, "spools_files", False))


@contextmanager
def held(path: Path) -> Iterator[IO[bytes]]:
    """The spooled file for writing, made if it is new; AlreadyComing while somebody else writes."""
    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyComing from error
        yield file


def append(file: IO[bytes], at: int, read: Callable[[int], bytes], most: int) -> int:
    """Write what `read` gives behind the first `at` bytes; how many there are then.

    At most `most` bytes are read, fewer when the sender goes away; all are on the disk afterwards.
    """
    done = 0
    with full_is_said():
        file.truncate(at)
        while done < most and (piece := _next(read, min(PIECE, most - done))):
            aside(partial(file.write, piece))
            done += len(piece)
        file.flush()
        aside(lambda: os.fsync(file.fileno()))
    return at + done


def _next(read: Callable[[int], bytes], size: int) -> bytes:
    """The next piece; empty at the end, and when the sender went away."""
    try:
        return read(size)
    except (ClientDisconnected, OSError):
        return b""


def list_forgotten(before: datetime) -> Iterator[Path]:
    """What lies in the spool since before then."""
    for path in storage.spool().iterdir():
        with suppress(FileNotFoundError):
            if path.is_file() and path.stat().st_mtime < before.timestamp():
                yield path
