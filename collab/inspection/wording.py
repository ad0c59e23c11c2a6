"""A child process: reads the words in a file and writes them to its standard output.

Run by collab.inspection.words, never imported by the server: what strangers sent is opened here.
"""

import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pypdfium2
from lxml import etree, html

from collab.core.confined import limit_self

MAX_PAGES: Final = 2_000
MAX_LETTERS: Final = 2_000_000
_MAX_BYTES: Final = 8 * 1024**2
#: parts of office documents that hold words, in the order in which they are read
_PARTS: Final = (
    "content.xml",
    "word/document.xml",
    "word/footnotes.xml",
    "word/endnotes.xml",
    "word/header",
    "word/footer",
    "xl/sharedStrings.xml",
    "ppt/slides/slide",
    "ppt/notesSlides/notesSlide",
)
_BREAKS: Final = frozenset({"p", "h", "br", "line-break", "cr", "tr", "si"})
_GAPS: Final = frozenset({"tab", "s", "tc", "table-cell"})
_UNSAID: Final = frozenset({"script", "style", "template", "noscript", "head"})


def read_pdf(path: Path) -> Iterator[str]:
    """The words of each page, up to MAX_PAGES."""
    document = pypdfium2.PdfDocument(path)
    for number in range(min(len(document), MAX_PAGES)):
        page = document[number]
        text = page.get_textpage()
        yield text.get_text_bounded() + "\n"
        text.close()
        page.close()


def read_office(path: Path) -> Iterator[str]:
    """The words of an OOXML or ODF document, a line for each paragraph."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        for part in _PARTS:
            for name in sorted(each for each in names if each.startswith(part)):
                with archive.open(name) as content:
                    yield from _read_part(content, is_odf=part == "content.xml")


def _read_part(content: object, *, is_odf: bool) -> Iterator[str]:
    events = etree.iterparse(
        content,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    for event, element in events:
        name = etree.QName(element).localname
        if event == "end":
            yield from _said(element, name, is_odf=is_odf)


def _said(element: etree._Element, name: str, *, is_odf: bool) -> Iterator[str]:
    """What an element that just ended adds; then it is forgotten."""
    if is_odf:
        if name in {"p", "h"}:
            yield "".join(_odf_text(element)) + "\n"
            _forget(element)
        return
    if name == "t":
        yield element.text or ""
    elif name in _BREAKS:
        yield "\n"
    elif name in _GAPS:
        yield "\t" if name == "tab" else " "
    _forget(element)


def _forget(element: etree._Element) -> None:
    tail = element.tail
    element.clear()
    element.tail = tail


def _odf_text(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = etree.QName(child).localname
        if name in _GAPS:
            yield " "
        elif name in _BREAKS:
            yield "\n"
        else:
            yield from _odf_text(child)
        yield child.tail or ""


def read_html(path: Path) -> Iterator[str]:
    """The words that a browser would show."""
    tree = html.fromstring(
        _decoded(path.read_bytes()[:_MAX_BYTES]).encode("utf-8"),
        parser=html.HTMLParser(encoding="utf-8", no_network=True),
    )
    etree.strip_elements(tree, *_UNSAID, etree.Comment, with_tail=False)
    for text in tree.itertext():
        yield f"{text!s} "


def read_text(path: Path) -> Iterator[str]:
    """The text itself."""
    with path.open("rb") as file:
        yield _decoded(file.read(_MAX_BYTES))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # a letter may have been cut in the middle
        if len(content) == _MAX_BYTES and error.start > len(content) - 4:
            return content[: error.start].decode("utf-8-sig")
        return content.decode("cp1252", "replace")


READERS: Final[dict[str, Callable[[Path], Iterator[str]]]] = {
    "pdf": read_pdf,
    "office": read_office,
    "html": read_html,
    "text": read_text,
}


def main() -> None:
    """Write what the file named says, up to MAX_LETTERS, as it is found."""
    kind, path = limit_self()
    left = MAX_LETTERS
    for piece in READERS[kind](Path(path)):
        sys.stdout.write(piece[:left])
        left -= len(piece)
        if left <= 0:
            break
    sys.stdout.flush()


if __name__ == "__main__":
    main()
