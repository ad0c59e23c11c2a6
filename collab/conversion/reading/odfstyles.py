"""What the styles of an ODT mean."""

from dataclasses import dataclass, field
from typing import Final

from collab.conversion.reading.markup import Element

OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
STYLE: Final = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
TEXT: Final = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
FO: Final = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
#: names of paragraphs that mean something, as LibreOffice and pandoc write them
_MEANINGS: Final = {
    "title": "title",
    "quotations": "quote",
    "quote": "quote",
    "block text": "quote",
    "preformatted text": "code",
    "source code": "code",
    "horizontal line": "line",
    "caption": "caption",
    "figurecaption": "caption",
    "figure": "caption",
    "illustration": "caption",
}
_CODE: Final = frozenset({"source text", "teletype", "verbatim char"})
_MAX_PARENTS: Final = 12


@dataclass(slots=True)
class Style:
    """A style of paragraphs or of text."""

    name: str
    parent: str = ""
    marks: set[str] = field(default_factory=set)
    #: "sup", "sub" or ""
    position: str = ""
    list_style: str = ""
    outline: int = 0
    is_own: bool = False


class Styles:
    """All styles of one document, by family and name."""

    def __init__(self, content: Element, common: Element | None) -> None:
        self._styles: dict[tuple[str, str], Style] = {}
        #: first number by name and depth; 0: it has dashes
        self._levels: dict[tuple[str, int], int] = {}
        for root in (common, content):
            if root is None:
                continue
            for element in root.iter(f"{{{STYLE}}}style"):
                found = _read(element)
                self._styles[str(element.get(f"{{{STYLE}}}family")), found.name] = found
            for element in root.iter(f"{{{TEXT}}}list-style"):
                self._note_list(element)

    def _note_list(self, element: Element) -> None:
        name = str(element.get(f"{{{STYLE}}}name"))
        for level in element:
            depth = _number(level.get(f"{{{TEXT}}}level"), 1)
            is_number = str(level.tag).endswith("-number") and level.get(f"{{{STYLE}}}num-format")
            first = _number(level.get(f"{{{TEXT}}}start-value"), 1)
            self._levels[name, depth] = max(first, 1) if is_number else 0

    def chain(self, family: str, name: str) -> list[Style]:
        """The style and those it is based on, itself first."""
        found: list[Style] = []
        while name and len(found) < _MAX_PARENTS:
            style = self._styles.get((family, name))
            if style is None:
                found.append(Style(name))
                break
            found.append(style)
            name = style.parent
        return found

    def meaning(self, name: str) -> str:
        """What a paragraph of this style is: quote, code, title, line, caption or ""."""
        for style in self.chain("paragraph", name):
            known = _MEANINGS.get(_plain(style.name))
            if known:
                return known
        return ""

    def outline(self, name: str) -> int:
        """The level of the heading that such a paragraph is; 0: none."""
        return next((each.outline for each in self.chain("paragraph", name) if each.outline), 0)

    def marks(self, family: str, name: str) -> tuple[set[str], str]:
        """The marks of its text, and whether it is raised or lowered.

        Of paragraphs only what somebody set by hand counts: headings are bold as it is.
        """
        chain = self.chain(family, name)
        if family == "paragraph":
            chain = [each for each in chain[:1] if each.is_own]
        marks = {mark for each in chain for mark in each.marks}
        if any(_plain(each.name) in _CODE for each in chain):
            marks.add("code")
        return marks, next((each.position for each in chain if each.position), "")

    def list_style(self, name: str) -> str:
        """The list that paragraphs of this style are items of; ""."""
        chain = self.chain("paragraph", name)
        return next((each.list_style for each in chain if each.list_style), "")

    def first_number(self, list_style: str, depth: int) -> int | None:
        """Where the numbers of such a list begin; None: it has none."""
        known = self._levels.get((list_style, depth), self._levels.get((list_style, 1)))
        return known or None


def _plain(name: str) -> str:
    """The name of a style as a person reads it: it comes with its spaces spelt out."""
    return name.lower().replace("_20_", " ").replace("_", " ")


def _read(element: Element) -> Style:
    made = Style(
        name=str(element.get(f"{{{STYLE}}}name")),
        parent=str(element.get(f"{{{STYLE}}}parent-style-name") or ""),
        list_style=str(element.get(f"{{{STYLE}}}list-style-name") or ""),
        outline=_number(element.get(f"{{{STYLE}}}default-outline-level"), 0),
        is_own=str(getattr(element.getparent(), "tag", "")).endswith("automatic-styles"),
    )
    properties = element.find(f"{{{STYLE}}}text-properties")
    if properties is not None:
        _note_text(made, properties)
    return made


def _note_text(made: Style, properties: Element) -> None:
    weight = str(properties.get(f"{{{FO}}}font-weight") or "")
    if weight == "bold" or (weight.isdigit() and int(weight) >= 600):
        made.marks.add("bold")
    if properties.get(f"{{{FO}}}font-style") in {"italic", "oblique"}:
        made.marks.add("italic")
    if properties.get(f"{{{STYLE}}}text-underline-style", "none") != "none":
        made.marks.add("underline")
    lines = (f"{{{STYLE}}}text-line-through-style", f"{{{STYLE}}}text-line-through-type")
    if any(properties.get(name, "none") != "none" for name in lines):
        made.marks.add("strike")
    position = str(properties.get(f"{{{STYLE}}}text-position") or "").split()[:1]
    if position and position[0] not in {"0%", "0"}:
        is_low = position[0] == "sub" or position[0].startswith("-")
        made.position = "sub" if is_low else "sup"


def _number(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.isascii() and value.isdigit() else otherwise


def find_margins(common: Element) -> bool:
    """Whether words stand at the top or the bottom of each page; numbers of pages are none."""
    return any(
        any(one.isalpha() for text in part.itertext() for one in str(text))
        for name in ("header", "footer")
        for part in common.iter(f"{{{STYLE}}}{name}")
    )


def read_language(common: Element) -> str:
    """The language of the document as "de-DE"; ""."""
    for default in common.iter(f"{{{STYLE}}}default-style"):
        properties = default.find(f"{{{STYLE}}}text-properties")
        if default.get(f"{{{STYLE}}}family") == "paragraph" and properties is not None:
            language = str(properties.get(f"{{{FO}}}language") or "")
            country = str(properties.get(f"{{{FO}}}country") or "")
            parts = [each for each in (language, country) if each not in {"", "none"}]
            return "-".join(parts) if language not in {"", "none", "zxx"} else ""
    return ""
