"""ZIPs, looked into before they are believed: how much comes out of them, and what it is called."""

import re
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final

from flask_babel import lazy_gettext as _l

from collab.inspection.errors import Unreadable, Unsafe

PIECE: Final = 256 * 1024
MAX_ENTRIES: Final = 10_000
#: bytes that come out of it, and out of the archives in it
MAX_UNPACKED: Final = 1024**3
#: so many bytes out of one, once it is more than a little
MAX_RATIO: Final = 200
_A_LITTLE: Final = 20 * 1024**2
#: an archive in an archive in an archive
MAX_DEPTH: Final = 3
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_HIDDEN: Final = re.compile(r"[\x00-\x1f\x7f]")
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    UnicodeError,
    ValueError,
)


class TooMuchInside(Unsafe):
    """A bomb: small to send, too large to unpack."""

    code = "archive_bomb"
    message = _l("Far too much would come out of this file when it is unpacked.")


class UnsafeNames(Unsafe):
    """Unpacked, it would write outside of its folder."""

    code = "archive_names"
    message = _l("Files in this archive are called so that unpacking it could overwrite others.")


class Locked(Unsafe):
    """What cannot be read cannot be checked."""

    code = "archive_locked"
    message = _l("This file is protected by a password, so that nobody can check what is in it.")
    hint = _l("Please upload it without a password; who sees it is decided by where it lies.")


@dataclass(slots=True)
class Budget:
    """How much may still come out of an archive and of those in it."""

    entries: int = MAX_ENTRIES
    unpacked: int = MAX_UNPACKED

    def take(self, entries: int, unpacked: int) -> None:
        """Use up that much; TooMuchInside."""
        self.entries -= entries
        self.unpacked -= unpacked
        if self.entries < 0 or self.unpacked < 0:
            raise TooMuchInside


def check_archive(path: Path) -> list[str]:
    """The names in the ZIP, all of which was read and is fine; Refused says what is not."""
    with path.open("rb") as file:
        return _check(file, path.stat().st_size, Budget(), 1)


def _check(file: IO[bytes], size: int, budget: Budget, depth: int) -> list[str]:
    if depth > MAX_DEPTH:
        raise TooMuchInside(_l("Too many archives are packed into each other in this file."))
    try:
        with zipfile.ZipFile(file) as archive:
            return _check_entries(archive, size, budget, depth)
    except _DAMAGED as error:
        raise Unreadable from error


def _check_entries(archive: zipfile.ZipFile, size: int, budget: Budget, depth: int) -> list[str]:
    entries = archive.infolist()
    declared = sum(entry.file_size for entry in entries)
    budget.take(len(entries), 0)
    if declared > budget.unpacked or declared > max(_A_LITTLE, MAX_RATIO * size):
        raise TooMuchInside
    for entry in entries:
        _check_entry(entry)
    for entry in entries:
        if not entry.is_dir():
            _read(archive, entry, budget, depth)
    return [entry.filename for entry in entries]


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename.replace("\\", "/")
    is_outside = name.startswith("/") or bool(_DRIVE.match(name)) or ".." in name.split("/")
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    if not name or is_outside or is_link or _HIDDEN.search(name):
        raise UnsafeNames
    if entry.flag_bits & 0x1:
        raise Locked


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget, depth: int) -> None:
    """Read the whole entry: what is damaged or longer than it says fails; then what is in it."""
    with archive.open(entry) as packed:
        first = packed.read(PIECE)
        budget.take(0, len(first))
        if first[:4] != b"PK\x03\x04":
            while piece := packed.read(PIECE):
                budget.take(0, len(piece))
            return
        with TemporaryFile() as inner:
            length = inner.write(first)
            while piece := packed.read(PIECE):
                budget.take(0, len(piece))
                length += inner.write(piece)
            inner.seek(0)
            _check(inner, length, budget, depth + 1)
