"""The check that every file goes through before it is kept."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask_babel import lazy_gettext as _l

from collab.core.storage import aside
from collab.inspection.archives import check_archive
from collab.inspection.errors import Empty, NotWhatItSays, Unsafe
from collab.inspection.formats import (
    ALSO,
    EXPECTED,
    MEDIA_TYPES,
    OFFICES,
    PROGRAMS,
    UNKNOWN,
    Family,
    guess_media_type,
)
from collab.inspection.names import clean_name, ending_of
from collab.inspection.offices import check_office, has_macros, has_old_macros
from collab.inspection.scanner import scanner
from collab.inspection.sniffing import is_media, is_two_at_once, read_head, tell_family

_KNOWN: Final = frozenset(Family) - {Family.OTHER, Family.TEXT}


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file turned out to be."""

    #: cleaned, see clean_name
    name: str
    #: what its content is; what the name says only where both agree
    media_type: str
    #: a document with macros: readers are told before they open it
    has_macros: bool
    #: bytes
    size: int


def check(path: Path, name: str) -> Checked:
    """Look into the file before it is kept under that name; Refused says why it is not taken.

    The file itself is not changed. Nobody else waits while it is read.
    """
    return aside(lambda: _check(path, clean_name(name)))


def _check(path: Path, name: str) -> Checked:
    size, ending = path.stat().st_size, ending_of(name)
    if not size:
        raise Empty
    head = read_head(path)
    family = tell_family(head)
    _refuse_kinds(ending, family)
    media_type = _agreed(ending, family, head)
    if is_two_at_once(path, head, family):
        raise NotWhatItSays(_l("This file is two things at once, which is a way to hide one."))
    macros = _look_inside(path, ending, family)
    scanner.scan(path)
    return Checked(name, media_type, macros, size)


def _refuse_kinds(ending: str, family: Family) -> None:
    if ending in PROGRAMS or family is Family.PROGRAM:
        raise Unsafe(_l("Programs and scripts cannot be added here."))
    if family is Family.ARCHIVE:
        raise Unsafe(_l("Archives of this kind cannot be checked. Please pack it as ZIP."))


def _agreed(ending: str, family: Family, head: bytes) -> str:
    """The media type on which name and content agree; NotWhatItSays."""
    expected, media_type = EXPECTED.get(ending, (None, guess_media_type(ending)))
    if expected is not None:
        if family is not expected and family not in ALSO.get(ending, ()):
            raise _mismatch(ending)
        return media_type
    is_promised = media_type.startswith(("audio/", "video/"))
    if is_promised and (family in _KNOWN or not is_media(head)):
        raise _mismatch(ending)
    if family in MEDIA_TYPES and media_type == UNKNOWN:
        return MEDIA_TYPES[family]
    return media_type if family in {Family.TEXT, Family.OTHER, Family.ZIP} else UNKNOWN


def _mismatch(ending: str) -> NotWhatItSays:
    return NotWhatItSays(
        _l("The name ends in .%(ending)s, but what is inside is something else.", ending=ending)
    )


def _look_inside(path: Path, ending: str, family: Family) -> bool:
    """Look into archives; whether there are macros in it."""
    if family is Family.OLE:
        return has_old_macros(path)
    if family is not Family.ZIP:
        return False
    names = check_archive(path)
    office = OFFICES.get(ending)
    if office is not None:
        check_office(path, office, names)
    return has_macros(names)
