"""What the parts of a DOCX say beside its text."""

import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Final

from lxml import etree

from collab.conversion.reading.markup import Element
from collab.conversion.reading.packed import read_xml
from collab.conversion.results import Loss

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LOST: Final = {
    "footnoteReference": Loss.FOOTNOTES,
    "endnoteReference": Loss.FOOTNOTES,
    "commentReference": Loss.COMMENTS,
    "ins": Loss.CHANGES,
    "del": Loss.CHANGES,
    "moveFrom": Loss.CHANGES,
    "oMath": Loss.FORMULAS,
    "OLEObject": Loss.OBJECTS,
    "chart": Loss.DRAWINGS,
    "relIds": Loss.DRAWINGS,
    "wsp": Loss.DRAWINGS,
    "dropDownList": Loss.FORMS,
    "comboBox": Loss.FORMS,
    "ffData": Loss.FORMS,
}
#: in them a `w:ins` or `w:del` says how a row or a list changed, not the text
_PROPERTIES: Final = frozenset({"trPr", "rPr", "tcPr", "numPr"})
_MAX_STYLES: Final = 300
_DEEPEST: Final = 6


def _w(name: str) -> str:
    return f"{{{W}}}{name}"


def count_losses(package: zipfile.ZipFile, document: Element) -> Counter[Loss]:
    """What the text holds that a page does not."""
    losses: Counter[Loss] = Counter()
    for element in _present(document):
        name = etree.QName(element).localname
        if name in _LOST and not _is_kept(element, name):
            losses[_LOST[name]] += 1
        elif name == "instrText" and str(element.text or "").split()[:1] == ["TOC"]:
            losses[Loss.CONTENTS] += 1
    if _has_margins(package):
        losses[Loss.MARGINS] += 1
    return losses


def _is_kept(element: Element, name: str) -> bool:
    """Whether it is no loss: a change of properties, a box whose words stay."""
    if name == "wsp":
        return any(each.get("txBox") == "1" for each in element)
    parent = element.getparent()
    is_change = name in {"ins", "del"} and parent is not None
    return is_change and etree.QName(parent).localname in _PROPERTIES


def _present(element: Element) -> Iterator[Element]:
    """All elements, without the second form that old programs read instead."""
    skipped: Element | None = None
    for event, each in etree.iterwalk(element, events=("start", "end")):
        if skipped is None and event == "start":
            if etree.QName(each).localname == "Fallback":
                skipped = each
            else:
                yield each
        elif event == "end" and each is skipped:
            skipped = None


def _has_margins(package: zipfile.ZipFile) -> bool:
    for name in package.namelist():
        if name.startswith(("word/header", "word/footer")) and name.endswith(".xml"):
            part = read_xml(package, name)
            if part is not None and any(map(str.isalpha, "".join(part.itertext(_w("t"))))):
                return True
    return False


def list_heading_styles(styles: Element) -> list[tuple[str, int]]:
    """Names of styles that stand in the outline but are not called headings, with their level."""
    by_id = {
        style.get(_w("styleId")): style
        for style in styles.findall(_w("style"))[:_MAX_STYLES]
        if style.get(_w("type")) == "paragraph"
    }
    found = []
    for style in by_id.values():
        name = style.find(_w("name"))
        called = str(name.get(_w("val"))) if name is not None else ""
        level = _level(style, by_id)
        if called and level and called.isprintable() and not set(called) & {"'", "\\"}:
            found.append((called, level))
    return [each for each in found if not each[0].lower().startswith(("heading", "toc", "title"))]


def _level(style: Element, by_id: dict[str, Element]) -> int | None:
    """1 to 6, its own or that of the style it is based on; None: it is no heading."""
    current: Element | None = style
    for __ in range(10):
        if current is None:
            return None
        outline = current.find(f"{_w('pPr')}/{_w('outlineLvl')}")
        if outline is not None:
            value = str(outline.get(_w("val")))
            return int(value) + 1 if value.isdigit() and int(value) < _DEEPEST else None
        base = current.find(_w("basedOn"))
        current = by_id.get(base.get(_w("val"))) if base is not None else None
    return None


def read_language(styles: Element) -> str:
    """The language of the document as "de-DE"; ""."""
    said = styles.find(f"{_w('docDefaults')}/{_w('rPrDefault')}/{_w('rPr')}/{_w('lang')}")
    return str(said.get(_w("val")) or "") if said is not None else ""
