"""Pages as DOCX."""

from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.image.exceptions import UnrecognizedImageError
from docx.shared import Cm, Emu
from flask_babel import gettext as _

from collab.conversion.writing.parts import Section, Work
from collab.conversion.writing.wordruns import RunWriter
from collab.conversion.writing.wordstyles import (
    CODE,
    RULE,
    TABLE_HEADING,
    Numbering,
    prepare,
    set_beside_item,
    set_item,
)
from collab.conversion.writing.wordtables import write_table
from collab.conversion.writing.wordxml import (
    begin_field,
    box,
    element_of,
    end_field,
    mark_place,
)
from collab.core.i18n import language_tag
from collab.texts.nodes import MAX_DEPTH, Node, attrs_of, children_of, words_of
from collab.texts.references import Shown
from collab.texts.rendering import safe_address

_WIDTH: Final = Cm(16)
_PIXEL: Final = 9525
_DEEPEST: Final = 9
_LISTS: Final = ("bulletList", "orderedList", "taskList")


class WordWriter:
    """Writes one page into a document."""

    def __init__(self, document: Any, section: Section, language: str, numbers: Numbering) -> None:
        self._document = document
        self._section = section
        own = language_tag(section.language)
        self.runs = RunWriter(section.around, own if own != language else None)
        self._numbers = numbers
        self._depth = 0
        self._writers: dict[str, Callable[[Any, Node, str], None]] = {
            "paragraph": self._paragraph,
            "heading": self._heading,
            "blockquote": lambda into, node, _style: self.blocks(into, node, "Quote"),
            "codeBlock": self._code,
            "horizontalRule": lambda into, _node, _style: _drop(into.add_paragraph(style=RULE)),
            "table": self._table,
            "image": self._image,
            "embed": self._embed,
            "decision": self._decision,
            "actionItem": self._action,
            **dict.fromkeys(_LISTS, lambda into, node, _style: self._list(into, node, 0)),
        }

    def blocks(self, into: Any, node: Node, style: str = "Normal") -> None:
        """What is in the node, at the end of a document or of a cell."""
        if self._depth >= MAX_DEPTH:
            into.add_paragraph(words_of(node), style)
            return
        self._depth += 1
        for child in children_of(node):
            writer = self._writers.get(str(child.get("type")))
            if writer is not None:
                writer(into, child, style)
            else:
                self.blocks(into, child, style)
        self._depth -= 1

    def _paragraph(self, into: Any, node: Node, style: str) -> None:
        self.runs.write(into.add_paragraph(style=style), children_of(node))

    def _heading(self, into: Any, node: Node, _style: str) -> None:
        given = attrs_of(node).get("level")
        level = (given if isinstance(given, int) else 1) + self._section.depth
        made = into.add_paragraph(style=f"Heading {max(1, min(level, _DEEPEST))}")
        self.runs.write(made, children_of(node))

    def _code(self, into: Any, node: Node, _style: str) -> None:
        text = "".join(str(each.get("text", "")) for each in children_of(node))
        into.add_paragraph(text, CODE)

    def _list(self, into: Any, node: Node, level: int) -> None:
        kind = str(node.get("type"))
        start = attrs_of(node).get("start")
        number = self._numbers.begin(kind, level, start if isinstance(start, int) else 1)
        for item in children_of(node):
            first, *rest = children_of(item) or [{}]
            paragraph = into.add_paragraph(style="List Paragraph")
            set_item(paragraph, number, level)
            if item.get("type") == "taskItem":
                element_of(paragraph).append(box(is_ticked=attrs_of(item).get("checked") is True))
                paragraph.add_run(" ")
            self.runs.write(paragraph, children_of(first))
            for child in rest:
                self._in_item(into, child, level)

    def _in_item(self, into: Any, node: Node, level: int) -> None:
        if node.get("type") in _LISTS and level < MAX_DEPTH:
            self._list(into, node, level + 1)
        elif node.get("type") == "paragraph":
            paragraph = into.add_paragraph(style="List Paragraph")
            set_beside_item(paragraph, level)
            self.runs.write(paragraph, children_of(node))
        else:
            self.blocks(into, {"content": [node]})

    def _table(self, into: Any, node: Node, _style: str) -> None:
        after = into.add_paragraph()  # two tables would grow together without it
        write_table(element_of(after), into, node, self._cell)

    def _cell(self, cell: Any, node: Node) -> None:
        is_header = node.get("type") == "tableHeader"
        self.blocks(cell, node, TABLE_HEADING if is_header else "Normal")

    def _image(self, into: Any, node: Node, _style: str) -> None:
        attrs = attrs_of(node)
        alt, caption = str(attrs.get("alt") or ""), str(attrs.get("caption") or "")
        picture = self._section.find_picture(str(attrs.get("image") or ""))
        paragraph = into.add_paragraph()
        with suppress(UnrecognizedImageError):
            if picture is not None:
                share = attrs.get("width")
                shown = paragraph.add_run().add_picture(BytesIO(picture.data))
                _size(shown, share if isinstance(share, int) else None)
                shown._inline.docPr.set("descr", alt)  # noqa: SLF001 - no other way
                alt = ""
        self.runs.words(paragraph, alt)
        if caption:
            self.runs.words(into.add_paragraph(style="Caption"), caption)

    def _embed(self, into: Any, node: Node, _style: str) -> None:
        attrs = attrs_of(node)
        found = self._section.around.find_embed(attrs) or Shown("")
        kind = _("Task") if attrs.get("kind") == "task" else _("Decision")
        paragraph = into.add_paragraph(style="Quote")
        paragraph.add_run(f"{kind}: ")
        address = safe_address(found.address) if found.address else None
        self.runs.words(paragraph, found.words or str(attrs.get("label") or "–"), address)
        if found.detail:
            paragraph.add_run(f" ({found.detail})")

    def _decision(self, into: Any, node: Node, _style: str) -> None:
        into.add_paragraph(style="Quote").add_run(_("Decision")).bold = True
        self.blocks(into, node, "Quote")

    def _action(self, into: Any, node: Node, _style: str) -> None:
        paragraph = into.add_paragraph()
        element_of(paragraph).append(box(is_ticked=attrs_of(node).get("done") is True))
        paragraph.add_run(" ")
        self.runs.write(paragraph, children_of(node))


def _drop(_made: Any) -> None:
    """Nothing more happens to it."""


def _size(shown: Any, share: int | None) -> None:
    """As wide as chosen, else as its pixels, never wider than the text."""
    wide, high = shown.width, shown.height
    wanted = int(_WIDTH * share / 100) if share else min(wide, _WIDTH)
    shown.width, shown.height = Emu(wanted), Emu(max(1, int(high * wanted / max(wide, 1))))


def write_word(work: Work) -> bytes:
    """The whole file."""
    document = Document()
    prepare(document, work)
    numbers = Numbering(document)
    language = language_tag(work.language)
    for number, section in enumerate(work.sections):
        writer = WordWriter(document, section, language, numbers)
        style = f"Heading {min(section.depth, _DEEPEST)}" if section.depth else "Title"
        writer.runs.words(document.add_paragraph(style=style), section.title)
        if not number and work.has_contents:
            document.add_paragraph(_("Contents"), "TOC Heading")
            contents = document.add_paragraph()
        writer.blocks(document, section.content)
    if work.has_contents:
        _fill_contents(document, contents)
    sink = BytesIO()
    document.save(sink)
    return sink.getvalue()


def _fill_contents(document: Any, place: Any) -> None:
    """The field that Word fills with numbers of pages, showing the headings until then."""
    writer = RunWriter(Section("", "", {}).around, None)
    headings = [
        (int(each.style.name[-1]), each)
        for each in document.paragraphs
        if each.style.name.startswith("Heading ") and each.text.strip()
    ]
    begin_field(place, 'TOC \\o "1-4" \\h \\z \\u')
    line = place
    for number, (level, heading) in enumerate(each for each in headings if each[0] <= 4):
        mark_place(heading, f"_Toc{number + 1}", number + 1)
        if number:
            line = _line_after(line)
        line.paragraph_format.left_indent = Cm(0.6 * (level - 1))
        writer.words(line, heading.text, f"#_Toc{number + 1}")
    end_field(line)


def _line_after(paragraph: Any) -> Any:
    made = paragraph.insert_paragraph_before()
    element_of(paragraph).addprevious(element_of(made))
    element_of(made).addprevious(element_of(paragraph))
    return made
