"""What a file looks like, without the program it comes from."""

from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from markupsafe import Markup

from collab.conversion.showing import html_of_office
from collab.core.errors import DomainError
from collab.core.storage import FileMissing, storage
from collab.files.models import FileVersion
from collab.inspection.formats import OFFICES
from collab.inspection.images import Reencoded, reencode
from collab.inspection.words import has_words

#: of a text that is shown
MAX_SHOWN: Final = 200_000
#: pixels of the longer side
_MAX_SIDE: Final = 1600
_KEPT: Final = 24
_WRITTEN: Final = frozenset(OFFICES[each].media_type for each in ("docx", "odt"))
_IMAGES: Final = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif", "image/bmp"})


class Look(StrEnum):
    """How a file is shown."""

    PDF = "pdf"
    IMAGE = "image"
    #: as HTML in which nothing acts
    OFFICE = "office"
    TEXT = "text"
    #: there is nothing to see
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Preview:
    """A file to look at."""

    look: Look
    #: of OFFICE, safe to show as it is
    html: str = ""
    #: of TEXT
    text: str = ""
    is_cut: bool = False


#: of the last documents, as they never change
_offices: OrderedDict[UUID, Markup] = OrderedDict()


def look_of(version: FileVersion) -> Look:
    """How this version is shown."""
    kind = version.media_type
    if kind == "application/pdf":
        return Look.PDF
    if kind in _IMAGES:
        return Look.IMAGE
    if kind in _WRITTEN:
        return Look.OFFICE
    return Look.TEXT if has_words(kind) else Look.NONE


def make_preview(version: FileVersion) -> Preview:
    """What is shown of this version. Call it outside of units of work, it may take a second."""
    look = look_of(version)
    if look is Look.OFFICE:
        return _show_office(version)
    if look is Look.TEXT:
        return _show_text(version)
    return Preview(look)


def make_picture(version: FileVersion) -> Reencoded:
    """The image made anew, as large as a screen; NoImage, FileMissing."""
    with storage.on_disk(version.cooperation_id, version.id) as path:
        return reencode(path, max_side=_MAX_SIDE)


def _show_office(version: FileVersion) -> Preview:
    html = _offices.get(version.id)
    if html is None:
        try:
            with storage.on_disk(version.cooperation_id, version.id) as path:
                html = Markup(html_of_office(path, version.media_type))  # noqa: S704 safe
        except FileMissing:
            raise
        except DomainError:
            return _show_words(version.text or "")
        _offices[version.id] = html
        while len(_offices) > _KEPT:
            _offices.popitem(last=False)
    return Preview(Look.OFFICE, html=html)


def _show_text(version: FileVersion) -> Preview:
    if not version.media_type.startswith("text/") or version.media_type == "text/html":
        return _show_words(version.text or "")
    taken = b""
    for piece in storage.read(version.cooperation_id, version.id):
        taken += piece
        if len(taken) > 4 * MAX_SHOWN:
            break
    return _show_words(_decoded(taken))


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            if encoding == "utf-8-sig" and error.start > len(data) - 4:
                return data[: error.start].decode(encoding)
    return data.decode("latin-1")


def _show_words(text: str) -> Preview:
    shown = "".join(one for one in text[:MAX_SHOWN] if one.isprintable() or one in "\n\t")
    return Preview(Look.TEXT if shown else Look.NONE, text=shown, is_cut=len(text) > MAX_SHOWN)
