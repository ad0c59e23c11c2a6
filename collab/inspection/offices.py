"""Documents of office programs: whether they are such, and whether they hold macros."""

import mmap
import re
import zipfile
from pathlib import Path
from typing import Final
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import create_parser
from flask_babel import lazy_gettext as _l

from collab.inspection.errors import NotWhatItSays, Unreadable, Unsafe
from collab.inspection.formats import Office

_PIECE: Final = 4096
#: nothing needs so much before a document begins
_MAX_PROLOG: Final = 1024**2
_MACROS: Final = re.compile(
    r"(?:^|/)vbaProject\.bin$|^Scripts/.|^Basic/(?:[^/]+/)+(?!script-l[bc]\.xml$|dialog-l[bc]\.xml$)",
    re.IGNORECASE,
)
#: the name of a stream in the old format of Microsoft Office
_OLD_MACROS: Final = "_VBA_PROJECT".encode("utf-16-le")


class ForeignEntities(Unsafe):
    """The document tells its reader to fetch or repeat something: no office program does that."""

    code = "file_entities"
    message = _l("This document would load other files when it is opened. It was not taken.")


class NoDocument(NotWhatItSays):
    """A ZIP that is only called like a document."""

    message = _l("The name says that this is a document, but what a document needs is not in it.")


class _Begun(Exception):
    """The document itself has begun: nothing more can be declared."""


class _Start(ContentHandler):
    def startElement(self, name: str, attrs: object) -> None:  # noqa: N802 - so it is called there
        raise _Begun


def check_office(path: Path, office: Office, names: list[str]) -> None:
    """NotWhatItSays, ForeignEntities or Unreadable unless the ZIP is such a document."""
    if not set(office.needed) <= set(names):
        raise NoDocument
    with zipfile.ZipFile(path) as archive:
        if "mimetype" in office.needed:
            with archive.open("mimetype") as said:
                if said.read(200).strip() != office.media_type.encode():
                    raise NoDocument
        for name in names:
            if name.casefold().endswith((".xml", ".rels")):
                _check_part(archive, name)


def _check_part(archive: zipfile.ZipFile, name: str) -> None:
    """Read the part until its first element: before it, nothing may be declared."""
    parser = create_parser(forbid_dtd=True)
    parser.setContentHandler(_Start())
    read = 0
    try:
        with archive.open(name) as part:
            while piece := part.read(_PIECE):
                read += len(piece)
                parser.feed(piece)
                if read > _MAX_PROLOG:
                    raise ForeignEntities
            parser.close()
    except _Begun:
        return
    except DefusedXmlException as error:
        raise ForeignEntities from error
    except SAXException as error:
        raise Unreadable from error


def has_macros(names: list[str]) -> bool:
    """Whether one of the parts of a document is a macro."""
    return any(_MACROS.search(name) for name in names)


def has_old_macros(path: Path) -> bool:
    """Whether a document in the old format of Microsoft Office holds macros."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(_OLD_MACROS) >= 0
