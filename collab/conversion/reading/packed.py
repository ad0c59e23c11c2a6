"""Parts of a document that is a ZIP, read as XML that may fetch and repeat nothing."""

import zipfile
import zlib
from typing import Final

from lxml import etree

from collab.conversion.reading.markup import Element
from collab.conversion.results import Unreadable

#: bytes of one part of a document that are unpacked
_MAX_PART: Final = 80_000_000


def open_package(path: str) -> zipfile.ZipFile:
    """The ZIP; Unreadable."""
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise Unreadable(path) from error


def read_part(package: zipfile.ZipFile, name: str) -> bytes | None:
    """What is in a part; None when there is none; Unreadable when it is damaged or far too long."""
    try:
        with package.open(name) as part:
            data = part.read(_MAX_PART + 1)
    except KeyError:
        return None
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise Unreadable(name) from error
    if len(data) > _MAX_PART:
        raise Unreadable(name)
    return data


def read_xml(package: zipfile.ZipFile, name: str) -> Element | None:
    """The root of a part; None when there is none; Unreadable."""
    data = read_part(package, name)
    if data is None:
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root: Element = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(name) from error
    if root.getroottree().docinfo.doctype:
        raise Unreadable(name)
    return root
