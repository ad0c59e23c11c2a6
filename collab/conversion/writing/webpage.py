"""Pages as one HTML file that needs no other: for browsers, for print, for other programs."""

from base64 import b64encode
from pathlib import Path
from typing import Final

from flask_babel import gettext as _
from markupsafe import Markup, escape

from collab.conversion.writing.parts import Section, Work
from collab.core.i18n import language_tag
from collab.texts.nodes import Node, attrs_of, children_of, words_of
from collab.texts.references import WIDTHS, Heading, ReferringRenderer
from collab.texts.rendering import EMPTY, ours, tag

_STYLE: Final = Path(__file__).with_name("document.css").read_text(encoding="utf-8")
_BREAK: Final = Markup("\n")


class FileRenderer(ReferringRenderer):
    """Writes one page of a file: no scripts, images inside, every place with its own anchor."""

    def __init__(self, section: Section, number: int, *, is_on_screen: bool = False) -> None:
        super().__init__(section.around, level=section.depth + 1)
        self._find_picture = section.find_picture
        self._number = number
        self._is_on_screen = is_on_screen
        self._writers |= {"decision": self._decision, "actionItem": self._action}

    def _heading(self, node: Node) -> Markup:
        inside = self._inside(node)
        if not inside:
            return EMPTY
        given = attrs_of(node).get("level")
        level = given if isinstance(given, int) and 1 <= given <= 4 else 1
        anchor = f"p{self._number}-{len(self.headings) + 1}"
        self.headings.append(Heading(anchor, self._level + level, words_of(node).strip()))
        return tag(f"h{min(self._level + level, 6)}", inside, id=anchor)

    def _table(self, node: Node) -> Markup:
        return super()._table(node) if self._is_on_screen else self._bare_table(node)

    def _task(self, node: Node) -> Markup:
        first, *rest = children_of(node) or [{}]
        line = tag("p", _sign(attrs_of(node).get("checked") is True) + self._inside(first))
        return tag("li", line + EMPTY.join(self._write(each) for each in rest))

    def _action(self, node: Node) -> Markup:
        attrs = attrs_of(node)
        facts = [str(attrs[name]) for name in ("assigneeLabel", "due") if attrs.get(name)]
        told = escape(f" ({', '.join(facts)})" if facts else "")
        return tag("p", _sign(attrs.get("done") is True) + self._inside(node) + told)

    def _decision(self, node: Node) -> Markup:
        return tag("div", tag("p", ours(_("Decision"))) + self._inside(node), class_="decision")

    def _image(self, node: Node) -> Markup:
        attrs = attrs_of(node)
        alt = str(attrs.get("alt") or "")
        picture = self._find_picture(str(attrs.get("image") or ""))
        if picture is None:
            return tag("p", escape(alt)) if alt else EMPTY
        source = f"data:{picture.media_type};base64,{b64encode(picture.data).decode()}"
        shown = Markup('<img src="{}" alt="{}">').format(source, alt)
        caption = str(attrs.get("caption") or "")
        told = tag("figcaption", escape(caption)) if caption else EMPTY
        width = attrs.get("width")
        return tag("figure", shown + told, class_=f"wide-{width}" if width in WIDTHS else None)


def _sign(is_done: bool) -> Markup:
    """A box in front of a step, as other programs write it too."""
    return Markup("☑ ") if is_done else Markup("☐ ")


def write_webpage(work: Work) -> str:
    """The whole file as HTML; several pages get a table of contents."""
    headings: list[Heading] = []
    body = EMPTY
    for number, section in enumerate(work.sections, start=1):
        renderer = FileRenderer(section, number)
        written = renderer.write(section.content)
        headings.append(Heading(f"p{number}", section.depth + 1, section.title))
        headings.extend(renderer.headings)
        body += tag(
            "section",
            (EMPTY if number == 1 else _title(section, number)) + written,
            lang=language_tag(section.language),
        )
    begin = _title(work.sections[0], 1)
    begin += _contents(headings) if work.has_contents else EMPTY
    page = tag("main", begin + body)
    head = Markup('<meta charset="utf-8">') + tag("title", escape(work.title))
    head += Markup('<meta name="viewport" content="width=device-width, initial-scale=1">')
    style = tag("style", Markup(_STYLE))  # noqa: S704 - our own file
    inside = tag("head", head + style) + _BREAK + tag("body", page)
    return str(Markup("<!DOCTYPE html>\n") + tag("html", inside, lang=language_tag(work.language)))


def _title(section: Section, number: int) -> Markup:
    name, language = f"h{min(section.depth + 1, 6)}", language_tag(section.language)
    return tag(name, escape(section.title), id=f"p{number}", lang=language) + _BREAK


def _contents(headings: list[Heading]) -> Markup:
    entries = EMPTY.join(
        tag(
            "li", tag("a", escape(each.words), href=f"#{each.anchor}"), class_=f"level-{each.level}"
        )
        for each in headings[1:]
        if each.level <= 4
    )
    label = tag("h2", escape(_("Contents")), id="contents")
    inside = label + tag("ul", entries)
    return tag("nav", inside, aria_labelledby="contents", lang=language_tag())


def write_excerpt(section: Section) -> str:
    """The page's text alone as HTML, its headings below one that stands there already."""
    return str(FileRenderer(section, 1, is_on_screen=True).write(section.content))
