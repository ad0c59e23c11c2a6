"""What a file is, told from its bytes."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import puremagic

from collab.inspection.formats import HEAD, Family

_STARTS: Final = (
    (b"\x89PNG\r\n\x1a\n", Family.PNG),
    (b"\xff\xd8\xff", Family.JPEG),
    (b"GIF87a", Family.GIF),
    (b"GIF89a", Family.GIF),
    (b"II*\0", Family.TIFF),
    (b"MM\0*", Family.TIFF),
    (b"PK\x03\x04", Family.ZIP),
    (b"PK\x05\x06", Family.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Family.OLE),
    (b"{\\rtf", Family.RTF),
    (b"\x7fELF", Family.PROGRAM),
    (b"\xca\xfe\xba\xbe", Family.PROGRAM),
    (b"\xcf\xfa\xed\xfe", Family.PROGRAM),
    (b"Rar!\x1a\x07", Family.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Family.ARCHIVE),
    (b"\x1f\x8b", Family.ARCHIVE),
    (b"BZh", Family.ARCHIVE),
    (b"\xfd7zXZ\0", Family.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", Family.ARCHIVE),
    (b"MSCF", Family.ARCHIVE),
)
#: PDF programs take so much before the beginning
_BEFORE_PDF: Final = 1024
#: what takes more than the first bytes to be told
_SIGNS: Final[tuple[tuple[Family, Callable[[bytes], bool]], ...]] = (
    (Family.PROGRAM, lambda head: head[:2] == b"MZ" and b"\0" in head[:64]),
    (Family.WEBP, lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP"),
    (Family.BMP, lambda head: head[:2] == b"BM" and head[6:10] == b"\0\0\0\0"),
    (Family.PDF, lambda head: b"%PDF-" in head[:_BEFORE_PDF]),
    (Family.ARCHIVE, lambda head: head[257:262] == b"ustar"),
)
_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
#: with what browsers believe that something is a page
_HTML: Final = re.compile(
    rb"\s*<(?:!doctype\s+html|html|head|body|script|iframe|title|style|table"
    rb"|meta|h1|div|font|img|a\s|br|p[\s>]|!--)",
    re.IGNORECASE,
)
#: what was read before the drawing is not read in another way again: that would take for ever
_SVG: Final = re.compile(
    rb"\s*(?>(?:<\?.*?\?>\s*|<!--.*?-->\s*)*)(?:<!doctype\s+svg.*?>\s*)?<(?:\w+:)?svg[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_XHTML: Final = re.compile(rb"<(?:\w+:)?html[\s>]", re.IGNORECASE)
_RUNS: Final = re.compile(rb"<(?:script|html|svg|iframe|\?php|!doctype)[\s>]", re.IGNORECASE)
_NOT_IN_TEXT: Final = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]")
_MEDIA: Final = ("audio/", "video/")


def read_head(path: Path) -> bytes:
    """The first bytes of the file."""
    with path.open("rb") as file:
        return file.read(HEAD)


def tell_family(head: bytes) -> Family:
    """What a file that begins so is."""
    for start, family in _STARTS:
        if head.startswith(start):
            return family
    for family, is_meant in _SIGNS:
        if is_meant(head):
            return family
    return _tell_text(head)


def _tell_text(head: bytes) -> Family:
    plain = _as_bytes(head)
    if plain is None:
        return Family.OTHER
    if _SVG.match(plain):
        return Family.SVG
    if _HTML.match(plain) or (plain.lstrip()[:5] == b"<?xml" and _XHTML.search(plain)):
        return Family.HTML
    return Family.TEXT


def _as_bytes(head: bytes) -> bytes | None:
    """The text in one byte per letter, where it is ASCII; None: it is no text."""
    if head.startswith(_MARKS[1:]):
        return head.decode("utf-16", "ignore").encode("utf-8")
    plain = head.removeprefix(_MARKS[0])
    return None if _NOT_IN_TEXT.search(plain) else plain


def is_two_at_once(path: Path, head: bytes, family: Family) -> bool:
    """Whether some program would take the file for something else than it begins as."""
    if family not in {Family.ZIP, Family.OLE, Family.PROGRAM} and _holds_archive(path):
        return True
    if family is not Family.PDF:
        is_image = family in {Family.PNG, Family.JPEG, Family.GIF, Family.WEBP, Family.BMP}
        return b"%PDF-" in head[:_BEFORE_PDF] or (is_image and bool(_RUNS.search(head[:4096])))
    before = head[: head.index(b"%PDF-")]
    return bool(before.strip(b"\r\n\t \0\xef\xbb\xbf"))


def _holds_archive(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return bool(archive.namelist())
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return False


def is_media(head: bytes) -> bool:
    """Whether it is sound or moving pictures."""
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return False
    return any(str(each.mime_type).startswith(_MEDIA) for each in found)
