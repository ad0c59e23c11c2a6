"""Pages as files that other programs open."""

import ctypes.util
import re
import zipfile
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass, replace
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from collab.conversion.errors import NotPossibleHere, NotWritten
from collab.conversion.results import Format
from collab.conversion.writing.markdown import write_markdown
from collab.conversion.writing.odf import MEDIA_TYPE as ODT_TYPE
from collab.conversion.writing.opendocument import write_opendocument
from collab.conversion.writing.parts import Section, Work
from collab.conversion.writing.webpage import write_webpage
from collab.conversion.writing.word import write_word
from collab.core.child import MIB, ChildFailed, Limits, run_child
from collab.core.storage import aside
from collab.texts.nodes import Node, attrs_of, children_of

_PRINTING: Final = Path(__file__).with_name("printing.py")
_LIMITS: Final = Limits(memory=2048 * MIB, seconds=90, answer=200 * MIB)
#: what WeasyPrint loads; Debian calls them libpango-1.0-0 and libpangoft2-1.0-0
_LIBRARIES: Final = ("pango-1.0", "pangoft2-1.0")
_MAX_NAME: Final = 80
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
IMAGES: Final = "images"


@dataclass(frozen=True, slots=True)
class Written:
    """A file."""

    data: bytes
    media_type: str
    #: with its ending
    name: str


@cache
def can_write_pdf() -> bool:
    """Whether the libraries are installed that PDF needs."""
    return all(ctypes.util.find_library(name) for name in _LIBRARIES)


def list_formats() -> list[Format]:
    """The formats that pages can be had in on this platform."""
    return [each for each in Format if each is not Format.PDF or can_write_pdf()]


def write_file(work: Work, kind: Format) -> Written:
    """The pages as a file; NotPossibleHere, NotWritten.

    It takes a second or more: call it outside of units of work. Nobody else waits meanwhile.
    """
    clean = Work([_printable(each) for each in work.sections])
    if kind is Format.PDF:  # in a process of its own
        return _pdf(clean)
    return aside(partial(copy_context().run, _WRITERS[kind], clean))


def _printable(section: Section) -> Section:
    """The section without characters that no file may hold."""
    title = _UNPRINTABLE.sub("", section.title)
    return replace(section, title=title, content=_cleaned(section.content))


def _cleaned(node: Node) -> Node:
    made = {**node, "content": [_cleaned(each) for each in children_of(node)]}
    if "text" in node:
        made["text"] = _UNPRINTABLE.sub("", str(node["text"]))
    attrs = attrs_of(node)
    if attrs:
        made["attrs"] = {
            name: _UNPRINTABLE.sub("", value) if isinstance(value, str) else value
            for name, value in attrs.items()
        }
    return made


def _markdown(work: Work) -> Written:
    """One file, or a ZIP with the images beside it."""
    text, pictures = write_markdown(work, IMAGES)
    if not pictures:
        return Written(text.encode(), "text/markdown; charset=utf-8", _name(work, "md"))
    sink = BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_name(work, "md"), text)
        for name, data in pictures.items():
            archive.writestr(name, data, compress_type=zipfile.ZIP_STORED)
    return Written(sink.getvalue(), "application/zip", _name(work, "zip"))


def _html(work: Work) -> Written:
    return Written(write_webpage(work).encode(), "text/html; charset=utf-8", _name(work, "html"))


def _docx(work: Work) -> Written:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return Written(write_word(work), kind, _name(work, "docx"))


def _odt(work: Work) -> Written:
    return Written(write_opendocument(work), ODT_TYPE, _name(work, "odt"))


def _pdf(work: Work) -> Written:
    if not can_write_pdf():
        raise NotPossibleHere
    return Written(_print(write_webpage(work)), "application/pdf", _name(work, "pdf"))


def _print(text: str) -> bytes:
    """The PDF of an HTML file."""
    with NamedTemporaryFile("w", encoding="utf-8", suffix=".html") as file:
        file.write(text)
        file.flush()
        try:
            return run_child(_PRINTING, file.name, limits=_LIMITS)
        except ChildFailed as error:
            raise NotWritten from error


_WRITERS: Final[dict[Format, Callable[[Work], Written]]] = {
    Format.MARKDOWN: _markdown,
    Format.HTML: _html,
    Format.DOCX: _docx,
    Format.ODT: _odt,
}


def _name(work: Work, ending: str) -> str:
    """The title as the name of a file."""
    clean = " ".join(_UNSAFE.sub(" ", work.title).split()).strip(". ")[:_MAX_NAME].strip()
    return f"{clean or 'page'}.{ending}"
