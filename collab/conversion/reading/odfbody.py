"""The text of an ODT as HTML, element by element."""

from collections import Counter
from collections.abc import Callable
from typing import Final

from lxml import etree, html

from collab.conversion.reading.markup import Element
from collab.conversion.reading.odfframes import FrameReader
from collab.conversion.reading.odfstyles import TEXT, Styles
from collab.conversion.reading.odftables import write_table
from collab.conversion.results import Loss

_XLINK: Final = "http://www.w3.org/1999/xlink"
_MARKS: Final = {"bold": "b", "italic": "i", "underline": "u", "strike": "s", "code": "code"}
_MAX_SPACES: Final = 40
_MAX_DEPTH: Final = 60
_NAMES_OF_INDEXES: Final = """
table-of-content illustration-index table-index object-index user-index alphabetical-index
bibliography
"""
_INDEXES: Final = frozenset(_NAMES_OF_INDEXES.split())
_NAMES_OF_SKIPPED: Final = """
annotation-end soft-page-break sequence-decls variable-decls user-field-decls forms
bookmark bookmark-start bookmark-end reference-mark change change-start change-end
"""
_SKIPPED: Final = frozenset(_NAMES_OF_SKIPPED.split())


def local(element: Element) -> str:
    """The name of the element without its namespace; "" of comments."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


class BodyWriter:
    """Writes one text; `losses`, and pictures in `aside`, fill while it does."""

    def __init__(self, styles: Styles, read: Callable[[str], bytes | None]) -> None:
        self.losses: Counter[Loss] = Counter()
        self._styles = styles
        self._frames = FrameReader(read, self.losses, self._children)
        self._notes: list[Element] = []
        self._depth = 0
        self._writers: dict[str, Callable[[Element, Element], None]] = {
            "p": self._paragraph,
            "h": self._heading,
            "list": lambda into, each: self._list(into, each, 1, ""),
            "table": lambda into, each: write_table(into, each, self._children),
            "span": self._span,
            "a": self._link,
            "s": self._spaces,
            "tab": lambda into, _each: _append_text(into, " "),
            "line-break": lambda into, _each: _sub(into, "br"),
            "note": self._note,
            "frame": self._frames.write,
            "tracked-changes": self._changes,
        }

    @property
    def aside(self) -> dict[str, bytes]:
        """Pictures by the address under which the text names them."""
        return self._frames.aside

    def write(self, body: Element) -> Element:
        """An element with the whole text, its footnotes at the end."""
        root = html.Element("div")
        self._children(root, body)
        if self._notes:
            _sub(root, "hr")
            _sub(root, "ol").extend(self._notes)
        return root

    def _children(self, into: Element, element: Element) -> None:
        if self._depth > _MAX_DEPTH:
            _append_text(into, " ".join(element.itertext()))
            return
        self._depth += 1
        if local(element) in {"p", "h", "span", "a"}:
            _append_text(into, element.text or "")
        for child in element:
            self._one(into, child)
            if child.tail and local(element) in {"p", "h", "span", "a"}:
                _append_text(into, child.tail)
        self._depth -= 1

    def _one(self, into: Element, element: Element) -> None:
        name = local(element)
        if name in _INDEXES:
            self.losses[Loss.CONTENTS] += 1
        elif name == "annotation":
            self.losses[Loss.COMMENTS] += 1
        elif name in self._writers:
            self._writers[name](into, element)
        elif name.startswith("custom-shape") or name in {"rect", "ellipse", "line", "g", "path"}:
            self.losses[Loss.DRAWINGS] += 1
            self._children(_sub(into, "div"), element)
        elif name and name not in _SKIPPED:
            if not len(element):  # fields: page numbers, dates, references
                _append_text(into, element.text or "")
            self._children(into, element)

    def _paragraph(self, into: Element, element: Element) -> None:
        style = str(element.get(f"{{{TEXT}}}style-name") or "")
        meaning, level = self._styles.meaning(style), self._styles.outline(style)
        if meaning == "line":
            _sub(into, "hr")
        elif meaning == "code":
            self._children(self._code(into), element)
        elif meaning == "title":
            self._children(_sub(into, "h1", {"class": "title"}), element)
        elif level:
            self._children(_sub(into, f"h{min(level, 6)}"), element)
        elif meaning == "quote":
            quote = _last(into, "blockquote")
            self._marked(_sub(quote, "p"), element, "paragraph", style)
        else:
            tag = "figcaption" if meaning == "caption" else "p"
            self._marked(_sub(into, tag), element, "paragraph", style)

    def _code(self, into: Element) -> Element:
        """The block that the line of code belongs to: programs make a paragraph of each."""
        before = into[-1] if len(into) else None
        block = _last(into, "pre")
        if before is block:
            _append_text(block, "\n")
        return block

    def _marked(self, into: Element, element: Element, family: str, style: str) -> None:
        marks, position = self._styles.marks(family, style)
        inner = into
        for mark in sorted(marks):
            inner = _sub(inner, _MARKS[mark])
        self._children(_sub(inner, position) if position else inner, element)

    def _heading(self, into: Element, element: Element) -> None:
        level = str(element.get(f"{{{TEXT}}}outline-level") or "1")
        number = int(level) if level.isdigit() else 1
        self._children(_sub(into, f"h{max(1, min(number, 6))}"), element)

    def _list(self, into: Element, element: Element, depth: int, style: str) -> None:
        style = str(element.get(f"{{{TEXT}}}style-name") or "") or style or self._style_in(element)
        first = self._styles.first_number(style, depth)
        items = [each for each in element if local(each) in {"list-item", "list-header"}]
        if first is None:
            made = _sub(into, "ul")
        else:
            said = items[0].get(f"{{{TEXT}}}start-value") if items else None
            made = _sub(into, "ol", {"start": str(said or first)})
        for item in items:
            entry = _sub(made, "li")
            for child in item:
                if local(child) == "list":
                    self._list(entry, child, depth + 1, style)
                else:
                    self._one(entry, child)

    def _style_in(self, element: Element) -> str:
        """The list's style, when only the paragraphs in it say so."""
        first = next(element.iter(f"{{{TEXT}}}p"), None)
        name = first.get(f"{{{TEXT}}}style-name") if first is not None else None
        return self._styles.list_style(str(name)) if name else ""

    def _span(self, into: Element, element: Element) -> None:
        style = str(element.get(f"{{{TEXT}}}style-name") or "")
        self._marked(into, element, "text", style)

    def _link(self, into: Element, element: Element) -> None:
        address = str(element.get(f"{{{_XLINK}}}href") or "")
        self._children(_sub(into, "a", {"href": address}), element)

    def _spaces(self, into: Element, element: Element) -> None:
        count = str(element.get(f"{{{TEXT}}}c") or "1")
        _append_text(into, " " * min(int(count) if count.isdigit() else 1, _MAX_SPACES))

    def _note(self, into: Element, element: Element) -> None:
        self.losses[Loss.FOOTNOTES] += 1
        item = html.Element("li")
        self._notes.append(item)
        _append_text(into, f"[{len(self._notes)}]")
        body = element.find(f"{{{TEXT}}}note-body")
        if body is not None:
            self._children(item, body)

    def _changes(self, into: Element, element: Element) -> None:
        self.losses[Loss.CHANGES] += len(element)


def _sub(into: Element, tag: str, attributes: dict[str, str] | None = None) -> Element:
    made = html.Element(tag, attributes or {})
    into.append(made)
    return made


def _last(into: Element, tag: str) -> Element:
    """The element of this name with which `into` ends, else a new one."""
    before = into[-1] if len(into) else None
    if before is not None and before.tag == tag and not before.tail:
        return before
    return _sub(into, tag)


def _append_text(into: Element, text: str) -> None:
    if len(into):
        into[-1].tail = (into[-1].tail or "") + text
    else:
        into.text = (into.text or "") + text
