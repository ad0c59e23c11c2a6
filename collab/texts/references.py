"""Texts that refer to something outside of them: images, links to documents, decisions, tasks.

What those are now is known by the packages that keep them; texts ask `Surroundings`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from flask_babel import gettext as _
from markupsafe import Markup, escape

from collab.texts.nodes import Node, attrs_of, words_of
from collab.texts.rendering import EMPTY, Renderer, ours, tag

#: of images, in hundredths of the text's; a text may say anything, also what has no hash
WIDTHS: Final = (25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class Shown:
    """What something that a text refers to is called now, and where it is."""

    words: str
    #: None: it has no address for this reader
    address: str | None = None
    #: of the words, as HTML has it
    language: str | None = None
    #: how it stands, in the reader's words
    detail: str = ""
    #: of a document: folder, page or file
    kind: str = ""


class Surroundings:
    """What a text refers to. Here nothing is known; packages that know more say so."""

    def find_image(self, _image: str) -> str | None:
        """The address of an image; None: it is not there."""
        return None

    def find_document(self, _document: str) -> Shown | None:
        """A document; None: it is gone, or not for this reader."""
        return None

    def find_embed(self, _attrs: Node) -> Shown | None:
        """A decision or a task; None: it is gone, or not for this reader."""
        return None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in a text; `anchor` leads to it."""

    anchor: str
    level: int
    words: str


@dataclass(slots=True)
class Rendered:
    """A text as HTML, and its headings in order."""

    body: Markup = EMPTY
    headings: list[Heading] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read or to look at."""
        return not self.body.striptags().strip() and "<img" not in self.body


class ReferringRenderer(Renderer):
    """Writes one text with what it refers to; blocks can be linked to by their ids."""

    def __init__(
        self,
        around: Surroundings,
        level: int = 1,
        names: Mapping[UUID, str] | None = None,
    ) -> None:
        super().__init__(level, names)
        self._around = around
        self.headings: list[Heading] = []
        self._writers |= {
            "image": self._image,
            "documentLink": self._document_link,
            "embed": self._embed,
        }

    def _heading(self, node: Node) -> Markup:
        inside = self._inside(node)
        if not inside:
            return EMPTY
        given = attrs_of(node).get("level")
        level = given if isinstance(given, int) and 1 <= given <= 4 else 1
        anchor = f"heading-{len(self.headings) + 1}"
        self.headings.append(Heading(anchor, level, words_of(node).strip()))
        return tag(f"h{min(self._level + level, 6)}", inside, id=anchor)

    def _image(self, node: Node) -> Markup:
        attrs = attrs_of(node)
        address = self._around.find_image(str(attrs.get("image") or ""))
        alt = str(attrs.get("alt") or "")
        if address is None:
            return tag("p", escape(alt), class_="image-lost") if alt else EMPTY
        picture = Markup('<img src="{}" alt="{}" loading="lazy">').format(address, alt)
        caption = str(attrs.get("caption") or "")
        told = tag("figcaption", escape(caption)) if caption else EMPTY
        width = attrs.get("width")
        chosen = width if width in WIDTHS else None
        return tag("figure", picture + told, class_="image", data_width=chosen)

    def _document_link(self, node: Node) -> Markup:
        attrs = attrs_of(node)
        found = self._around.find_document(str(attrs.get("document") or ""))
        words = escape((found and found.words) or str(attrs.get("label") or ""))
        if found is None or found.address is None:
            return tag("span", words, class_="document-link is-gone")
        return tag("a", words, class_="document-link", href=found.address, lang=found.language)

    def _embed(self, node: Node) -> Markup:
        attrs = attrs_of(node)
        found = self._around.find_embed(attrs)
        words = escape((found and found.words) or str(attrs.get("label") or ""))
        kind = "task" if attrs.get("kind") == "task" else "decision"
        inside = tag(
            "span", ours(_("Task") if kind == "task" else _("Decision")), class_="embed-kind"
        )
        if found and found.address:
            inside += tag("a", words, class_="embed-words", href=found.address, lang=found.language)
        else:
            inside += tag("span", words, class_="embed-words")
        detail = found.detail if found else _("It is not there any more, or not for you.")
        if detail:
            inside += tag("span", ours(detail), class_="embed-detail")
        return tag("div", inside, class_="embed", data_kind=kind)


def render_document(
    document: Node,
    around: Surroundings,
    level: int = 1,
    names: Mapping[UUID, str] | None = None,
) -> Rendered:
    """The document as HTML below a heading of `level`; `names` as for Renderer."""
    renderer = ReferringRenderer(around, level, names)
    return Rendered(renderer.write(document), renderer.headings)
