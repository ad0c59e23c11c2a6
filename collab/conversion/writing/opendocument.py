"""Pages as ODT."""

from collections.abc import Callable
from typing import Final

from flask_babel import gettext as _
from markupsafe import Markup

from collab.conversion.writing.odf import EMPTY, LISTS, el, pack
from collab.conversion.writing.odfruns import RunStyles, RunWriter, spaced
from collab.conversion.writing.odftables import write_table
from collab.conversion.writing.parts import Section, Work
from collab.core.i18n import language_tag
from collab.texts.nodes import MAX_DEPTH, Node, attrs_of, children_of, words_of
from collab.texts.references import Heading, Shown

#: centimetres between the margins, and of a pixel
_WIDTH: Final = 16.6
_PIXEL: Final = 2.54 / 96
_DEEPEST: Final = 6


class OdtWriter:
    """Writes one page; `headings` and `pictures` fill while it does."""

    def __init__(
        self,
        section: Section,
        runs: RunWriter,
        pictures: dict[str, bytes],
        headings: list[Heading],
    ) -> None:
        self._section = section
        self._runs = runs
        self._pictures = pictures
        self._headings = headings
        self._depth = 0
        self._writers: dict[str, Callable[[Node, str], Markup]] = {
            "paragraph": lambda node, style: self.line(self._runs.write(children_of(node)), style),
            "heading": self._heading,
            "blockquote": lambda node, _style: self.blocks(node, "Quotations"),
            "codeBlock": self._code,
            "horizontalRule": lambda _node, _style: self.line(EMPTY, "Horizontal_20_Line"),
            "table": lambda node, _style: write_table(node, self.blocks),
            "image": self._image,
            "embed": self._embed,
            "decision": self._decision,
            "actionItem": lambda node, style: self.line(
                self._step(attrs_of(node).get("done"), node), style
            ),
            **dict.fromkeys(LISTS, lambda node, _style: self._list(node)),
        }

    def blocks(self, node: Node, style: str = "Standard") -> Markup:
        """What is in the node; paragraphs of it are of that style."""
        if self._depth >= MAX_DEPTH:
            return self.line(spaced(words_of(node)), style)
        self._depth += 1
        made = EMPTY
        for child in children_of(node):
            writer = self._writers.get(str(child.get("type")), self.blocks)
            made += writer(child, style)
        self._depth -= 1
        return made

    def line(self, inside: Markup, style: str) -> Markup:
        """A paragraph."""
        return el("text:p", inside, text_style_name=style)

    def title(self, level: int, words: str) -> Markup:
        """A heading that other places lead to."""
        return self._place(level, words, self._runs.words(words))

    def _place(self, level: int, words: str, inside: Markup) -> Markup:
        deep = max(1, min(level, _DEEPEST))
        anchor = f"place{len(self._headings) + 1}"
        self._headings.append(Heading(anchor, deep, words))
        mark = el("text:bookmark", text_name=anchor)
        style = {"text_style_name": f"Heading_20_{deep}", "text_outline_level": deep}
        return el("text:h", mark + inside, **style)

    def _heading(self, node: Node, _style: str) -> Markup:
        level = attrs_of(node).get("level")
        deep = self._section.depth + (level if isinstance(level, int) else 1)
        return self._place(deep, words_of(node).strip(), self._runs.write(children_of(node)))

    def _code(self, node: Node, _style: str) -> Markup:
        text = "".join(str(each.get("text", "")) for each in children_of(node))
        return EMPTY.join(
            self.line(spaced(one), "Preformatted_20_Text") for one in text.split("\n")
        )

    def _list(self, node: Node) -> Markup:
        kind = str(node.get("type"))
        start = attrs_of(node).get("start")
        made = EMPTY
        for number, item in enumerate(children_of(node)):
            first, *rest = children_of(item) or [{}]
            inside = self._runs.write(children_of(first))
            if item.get("type") == "taskItem":
                inside = self._step(attrs_of(item).get("checked"), first)
            begins = start if not number and kind == "orderedList" and start != 1 else None
            entry = self.line(inside, "Standard") + self.blocks({"content": rest})
            made += el("text:list-item", entry, text_start_value=begins)
        return el("text:list", made, text_style_name=LISTS[kind])

    def _step(self, is_done: object, node: Node) -> Markup:
        sign = Markup("☒ ") if is_done is True else Markup("☐ ")
        return sign + self._runs.write(children_of(node))

    def _image(self, node: Node, style: str) -> Markup:
        attrs = attrs_of(node)
        alt, caption = str(attrs.get("alt") or ""), str(attrs.get("caption") or "")
        picture = self._section.find_picture(str(attrs.get("image") or ""))
        told = self.line(self._runs.words(caption), "Illustration") if caption else EMPTY
        if picture is None:
            return (self.line(self._runs.words(alt), style) if alt else EMPTY) + told
        name = f"Pictures/{len(self._pictures) + 1}.{picture.ending}"
        self._pictures[name] = picture.data
        share = attrs.get("width")
        natural = min(picture.width * _PIXEL, _WIDTH) or _WIDTH
        wide = _WIDTH * share / 100 if isinstance(share, int) else natural
        high = wide * picture.height / max(picture.width, 1)
        shown = el("draw:image", xlink_href=name, xlink_type="simple")
        frame = el(
            "draw:frame",
            shown + (el("svg:desc", spaced(alt)) if alt else EMPTY),
            text_anchor_type="as-char",
            svg_width=f"{wide:.2f}cm",
            svg_height=f"{high:.2f}cm",
        )
        return self.line(frame, style) + told

    def _embed(self, node: Node, _style: str) -> Markup:
        attrs = attrs_of(node)
        found = self._section.around.find_embed(attrs) or Shown("")
        kind = _("Task") if attrs.get("kind") == "task" else _("Decision")
        words = found.words or str(attrs.get("label") or "–")
        detail = spaced(f" ({found.detail})") if found.detail else EMPTY
        inside = spaced(f"{kind}: ") + self._runs.words(words, found.address) + detail
        return self.line(inside, "Quotations")

    def _decision(self, node: Node, _style: str) -> Markup:
        head = self._runs.words(_("Decision"), None, "bold")
        return self.line(head, "Quotations") + self.blocks(node, "Quotations")


def write_opendocument(work: Work) -> bytes:
    """The whole file."""
    styles, pictures, headings = RunStyles(), dict[str, bytes](), list[Heading]()
    own = language_tag(work.language)
    body = EMPTY
    for section in work.sections:
        tag = language_tag(section.language)
        runs = RunWriter(section.around, styles, tag if tag != own else "")
        writer = OdtWriter(section, runs, pictures, headings)
        if section.depth:
            body += writer.title(section.depth, section.title)
        body += writer.blocks(section.content)
    title = el("text:p", spaced(work.title), text_style_name="Title")
    contents = _contents(headings) if work.has_contents else EMPTY
    return pack(title + contents + body, styles.write(), work.title, own, pictures)


def _contents(headings: list[Heading]) -> Markup:
    head = el("text:p", spaced(_("Contents")), text_style_name="Contents_20_Heading")
    lines = EMPTY.join(
        el(
            "text:p",
            el("text:a", spaced(each.words), xlink_type="simple", xlink_href=f"#{each.anchor}"),
            text_style_name=f"Contents_20_{each.level}",
        )
        for each in headings
        if each.level <= 4
    )
    source = el("text:table-of-content-source", text_outline_level=4)
    body = el("text:index-body", el("text:index-title", head, text_name="Contents_Head") + lines)
    return el("text:table-of-content", source + body, text_name="Contents", text_protected="false")
