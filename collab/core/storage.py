"""Uploaded files, outside of the database: in a folder, or in a bucket of S3 and the like.

Each lies under its cooperation's id and an id of its own; what it is called is in the database.
"""

import errno
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeVar, cast
from uuid import UUID

import gevent
from flask_babel import lazy_gettext as _l
from obstore.exceptions import BaseError
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


class StorageFull(DomainError):
    """There is no room left where files are kept."""

    status = 507
    code = "storage_full"
    message = _l("There is no room for more files on this platform at the moment.")
    hint = _l("Nothing was saved. Please tell whoever runs this platform.")


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
        self._place = self._spool = ""
        self._store: Any = None

    def use(self, place: str, spool: str = "") -> None:
        """Keep files there from now on: a folder, made when it is needed, or s3://bucket/folder.

        Uploads wait in the folder `spool`; without one beside the files, on the same disk.
        """
        self._place, self._spool, self._store = place, spool, None

    def put(self, cooperation_id: UUID, file_id: UUID, file: BinaryIO) -> Stored:
        """Store what the file says from where it is read to now; a half is never kept."""
        with full_is_said():
            return aside(lambda: self._put(_path(cooperation_id, file_id), file))

    def spool(self) -> Path:
        """The folder of this machine in which uploads wait until somebody has looked at them."""
        beside = Path(tempfile.gettempdir()) / "collab" if self._is_remote else Path(self._place)
        folder = Path(self._spool) if self._spool else beside / "spool"
        self._check_place()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder.absolute()

    def _check_place(self) -> None:
        """Without a place, files would lie wherever a command happens to be run."""
        if not self._place:
            raise RuntimeError("say first where files are kept")

    def adopt(self, cooperation_id: UUID, file_id: UUID, path: Path) -> Stored:
        """Store the file that lies in the spool, which then has it no more; a half is never kept.

        In a folder it is only moved, once the disk has it.
        """
        with full_is_said():
            return aside(lambda: self._adopt(_path(cooperation_id, file_id), path))

    def _adopt(self, name: str, path: Path) -> Stored:
        with path.open("rb") as file:
            if self._is_remote:
                stored = self._put(name, file)
            else:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
                stored = Stored(os.fstat(file.fileno()).st_size, digest)
                os.fsync(file.fileno())
                self._move(name, path)
        path.unlink(missing_ok=True)
        return stored

    def _move(self, name: str, path: Path) -> None:
        target = Path(self._place).absolute() / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            path.replace(target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            with path.open("rb") as file:  # the spool was put on another disk
                self._put(name, file)

    def copy(self, cooperation_id: UUID, file_id: UUID, to: UUID) -> None:
        """Have the same file under another id, too; FileMissing."""
        source, target = _path(cooperation_id, file_id), _path(cooperation_id, to)
        try:
            with full_is_said():
                aside(lambda: self._opened().copy(source, target))
        except FileNotFoundError as error:
            raise FileMissing from error

    @contextmanager
    def on_disk(self, cooperation_id: UUID, file_id: UUID) -> Iterator[Path]:
        """The file as one of this machine, for those who cannot read pieces; not to be changed."""
        if not self._is_remote:
            path = Path(self._place).absolute() / _path(cooperation_id, file_id)
            if not path.is_file():
                raise FileMissing
            yield path
            return
        with tempfile.NamedTemporaryFile(dir=self.spool()) as copy:
            for piece in self.read(cooperation_id, file_id):
                copy.write(piece)
            copy.flush()
            yield Path(copy.name)

    @property
    def _is_remote(self) -> bool:
        return "://" in self._place

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

    def read(self, cooperation_id: UUID, file_id: UUID, start: int = 0) -> Iterator[bytes]:
        """What is in the file from that byte on, piece by piece; FileMissing at once."""
        path = _path(cooperation_id, file_id)
        options = {"range": {"offset": start}} if start else None
        try:
            found = aside(lambda: self._opened().get(path, options=options))
        except FileNotFoundError as error:
            raise FileMissing from error
        pieces = iter(found.stream(min_chunk_size=PIECE))
        return iter(lambda: bytes(aside(lambda: next(pieces, _END))), _END)

    def remove(self, cooperation_id: UUID, file_id: UUID) -> None:
        """Forget the file, if there is one."""
        path = _path(cooperation_id, file_id)
        try:
            aside(lambda: self._opened().delete(path))
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
            if not self._place:
                raise RuntimeError("nobody has said where files are kept")
            if self._is_remote:
                self._store = from_url(self._place)
            else:
                folder = Path(self._place).absolute()
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._store = LocalStore(folder)
        return self._store


def _path(cooperation_id: UUID, file_id: UUID) -> str:
    return f"{cooperation_id}/{file_id}"


@contextmanager
def full_is_said() -> Iterator[None]:
    """Say StorageFull where the disk, or what is behind it, has no room left."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull from error
        raise
    except BaseError as error:
        if "os error 28" in str(error).lower() or "no space left" in str(error).lower():
            raise StorageFull from error
        raise


def aside(call: Callable[[], Answer]) -> Answer:
    """Let the loop go on while a disk or a bucket is waited for."""
    answer, error = gevent.get_hub().threadpool.apply(_caught, (call,))
    if error is not None:
        raise error
    return cast("Answer", answer)


def _caught(call: Callable[[], Answer]) -> tuple[Answer | None, BaseException | None]:
    """What it gave, and what it raised: the thread itself would write that to the log."""
    try:
        return call(), None
    except BaseException as error:  # noqa: BLE001 it is raised where it is waited for
        return None, error


storage = Storage()
