"""Uploaded files, outside of the database: in a folder, or in a bucket of S3 and the like.

Each lies under its cooperation's id and an id of its own; what it is called is in the database.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeVar
from uuid import UUID

import gevent
from flask_babel import lazy_gettext as _l
from obstore.store import LocalStore, from_url

from collab.core.errors import DomainError
from collab.core.ids import parse_id

PIECE: Final = 256 * 1024
Answer = TypeVar("Answer")
_END: Final = b""


class FileMissing(DomainError):
    """The database knows a file that the storage has lost."""

    status = 410
    code = "file_missing"
    message = _l("The file itself is not there any more. Please tell whoever runs this platform.")


@dataclass(frozen=True, slots=True)
class Stored:
    """What was stored."""

    #: bytes
    size: int
    #: SHA-256, hexadecimal
    digest: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that lies in the storage."""

    cooperation_id: UUID
    file_id: UUID
    at: datetime


class Storage:
    """The files of this process's installation."""

    def __init__(self) -> None:
        self._place = ""
        self._store: Any = None

    def use(self, place: str) -> None:
        """Keep files there from now on: a folder, made when it is needed, or s3://bucket/folder."""
        self._place, self._store = place, None

    def put(self, cooperation_id: UUID, file_id: UUID, file: BinaryIO) -> Stored:
        """Store what the file says from where it is read to now; a half is never kept."""
        return _aside(lambda: self._put(_path(cooperation_id, file_id), file))

    def _put(self, path: str, file: BinaryIO) -> Stored:
        digest, size = hashlib.sha256(), 0

        def read() -> Iterator[bytes]:
            nonlocal size
            while piece := file.read(PIECE):
                digest.update(piece)
                size += len(piece)
                yield piece

        self._opened().put(path, read())
        return Stored(size, digest.hexdigest())

    def read(self, cooperation_id: UUID, file_id: UUID) -> Iterator[bytes]:
        """What is in the file, piece by piece; FileMissing at once."""
        path = _path(cooperation_id, file_id)
        try:
            found = _aside(lambda: self._opened().get(path))
        except FileNotFoundError as error:
            raise FileMissing from error
        pieces = iter(found.stream(min_chunk_size=PIECE))
        return iter(lambda: bytes(_aside(lambda: next(pieces, _END))), _END)

    def remove(self, cooperation_id: UUID, file_id: UUID) -> None:
        """Forget the file, if there is one."""
        path = _path(cooperation_id, file_id)
        try:
            _aside(lambda: self._opened().delete(path))
        except FileNotFoundError:
            return

    def list_kept(self) -> Iterator[Kept]:
        """Every file of every cooperation; what else lies there is not ours."""
        for batch in self._opened().list():
            for each in batch:
                owner, _slash, name = str(each["path"]).partition("/")
                cooperation_id, file_id = parse_id(owner), parse_id(name)
                if cooperation_id and file_id:
                    yield Kept(cooperation_id, file_id, each["last_modified"])

    def _opened(self) -> Any:
        if self._store is None:
            if "://" in self._place:
                self._store = from_url(self._place)
            else:
                folder = Path(self._place).absolute()
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._store = LocalStore(folder)
        return self._store


def _path(cooperation_id: UUID, file_id: UUID) -> str:
    return f"{cooperation_id}/{file_id}"


def _aside(call: Callable[[], Answer]) -> Answer:
    """Let the loop go on while a disk or a bucket is waited for."""
    answer: Answer = gevent.get_hub().threadpool.apply(call)
    return answer


storage = Storage()
