"""Runs of text in a DOCX."""

from typing import Any, Final

from docx.oxml.ns import qn
from docx.text.run import Run

from collab.conversion.writing.wordstyles import CODE_IN_TEXT, LINK
from collab.conversion.writing.wordxml import Xml, add, begin_link, element_of
from collab.texts.nodes import Node, attrs_of
from collab.texts.references import Shown, Surroundings
from collab.texts.rendering import safe_address

_FONTS: Final = {"bold": "bold", "italic": "italic", "underline": "underline", "strike": "strike"}


class RunWriter:
    """Writes lines of text; `language` is said where it is not the document's."""

    def __init__(self, around: Surroundings, language: str | None) -> None:
        self._around = around
        self._language = language

    def write(self, paragraph: Any, nodes: list[Node]) -> None:
        """The nodes at the end of the paragraph."""
        for node in nodes:
            kind, attrs = node.get("type"), attrs_of(node)
            if kind == "text":
                self._text(paragraph, node)
            elif kind == "hardBreak":
                paragraph.add_run().add_break()
            elif kind == "mention":
                self.words(paragraph, f"@{attrs.get('label') or ''}")
            elif kind == "documentLink":
                found = self._around.find_document(str(attrs.get("document") or "")) or Shown("")
                self.words(paragraph, found.words or str(attrs.get("label") or ""), found.address)

    def words(self, paragraph: Any, text: str, address: str | None = None) -> Any:
        """Plain words, with an address when they lead somewhere."""
        if not text:
            return None
        if address is None:
            return self._speak(paragraph.add_run(text))
        run = Run(add(begin_link(paragraph, address), "r"), paragraph)
        run.text = text
        self._style(run, LINK)
        return self._speak(run)

    def _text(self, paragraph: Any, node: Node) -> None:
        marks = [mark for mark in node.get("marks") or () if isinstance(mark, dict)]
        names = {mark.get("type") for mark in marks}
        addresses = [attrs_of(mark).get("href") for mark in marks if mark.get("type") == "link"]
        address = safe_address(addresses[0]) if addresses else None
        run = self.words(paragraph, str(node.get("text", "")), address)
        if run is None:
            return
        for name, attribute in _FONTS.items():
            if name in names:
                setattr(run.font, attribute, True)
        if "code" in names:
            self._style(run, CODE_IN_TEXT)

    def _style(self, run: Any, name: str) -> None:
        run.style = run.part.document.styles[name]

    def _speak(self, run: Any) -> Any:
        if self._language:
            properties: Xml = element_of(run).get_or_add_rPr()
            add(properties, "lang").set(qn("w:val"), self._language)
        return run
