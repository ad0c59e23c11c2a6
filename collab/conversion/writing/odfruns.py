"""Runs of text in an ODT."""

import re
from typing import Final

from markupsafe import Markup, escape

from collab.conversion.writing.odf import EMPTY, el
from collab.texts.nodes import Node, attrs_of
from collab.texts.references import Shown, Surroundings
from collab.texts.rendering import safe_address

_SPACES: Final = re.compile(r"^ | {2,}|\t|\n")
_PROPERTIES: Final = {
    "bold": {"fo_font_weight": "bold"},
    "italic": {"fo_font_style": "italic"},
    "underline": {"style_text_underline_style": "solid"},
    "strike": {"style_text_line_through_style": "solid"},
}


class RunStyles:
    """The styles of runs in one document, made when they are first used."""

    def __init__(self) -> None:
        self._names: dict[tuple[frozenset[str], str], str] = {}

    def name(self, marks: frozenset[str], language: str) -> str | None:
        """What the style of these marks in that language is called; None: it needs none."""
        if not marks and not language:
            return None
        return self._names.setdefault((marks, language), f"T{len(self._names) + 1}")

    def write(self) -> Markup:
        """All of them."""
        return EMPTY.join(
            self._style(name, marks, language) for (marks, language), name in self._names.items()
        )

    def _style(self, name: str, marks: frozenset[str], language: str) -> Markup:
        told: dict[str, str] = {}
        for mark in marks:
            told |= _PROPERTIES[mark]
        if language:
            own, _dash, country = language.partition("-")
            told |= {"fo_language": own, "fo_country": country or "none"}
        inside = el("style:text-properties", **told)
        return el("style:style", inside, style_name=name, style_family="text")


class RunWriter:
    """Writes lines of text; `language` is said where it is not the document's."""

    def __init__(self, around: Surroundings, styles: RunStyles, language: str) -> None:
        self._around = around
        self._styles = styles
        self._language = language

    def write(self, nodes: list[Node]) -> Markup:
        """The nodes of one line."""
        return EMPTY.join(self._write(node) for node in nodes)

    def words(self, text: str, address: str | None = None, *marks: str) -> Markup:
        """Plain words, with an address when they lead somewhere."""
        made = spaced(text)
        known = frozenset(mark for mark in marks if mark in _PROPERTIES)
        style = self._styles.name(known, self._language)
        if style:
            made = el("text:span", made, text_style_name=style)
        if "code" in marks:
            made = el("text:span", made, text_style_name="Source_20_Text")
        if address is None or not text:
            return made
        return el("text:a", made, xlink_type="simple", xlink_href=address)

    def _write(self, node: Node) -> Markup:
        kind, attrs = node.get("type"), attrs_of(node)
        if kind == "hardBreak":
            return el("text:line-break")
        if kind == "mention":
            return self.words(f"@{attrs.get('label') or ''}")
        if kind == "documentLink":
            found = self._around.find_document(str(attrs.get("document") or "")) or Shown("")
            return self.words(found.words or str(attrs.get("label") or ""), found.address)
        marks = [mark for mark in node.get("marks") or () if isinstance(mark, dict)]
        addresses = [attrs_of(mark).get("href") for mark in marks if mark.get("type") == "link"]
        address = safe_address(addresses[0]) if addresses else None
        names = [str(mark.get("type")) for mark in marks]
        return self.words(str(node.get("text", "")), address, *names)


def spaced(text: str) -> Markup:
    """The words, with spaces that programs would else leave out."""
    made, end = EMPTY, 0
    for found in _SPACES.finditer(text):
        made += escape(text[end : found.start()]) + _space(found[0])
        end = found.end()
    return made + escape(text[end:])


def _space(found: str) -> Markup:
    if found == "\n":
        return el("text:line-break")
    return el("text:tab") if found == "\t" else el("text:s", text_c=len(found))
