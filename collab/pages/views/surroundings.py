"""What pages refer to, for who reads them in the browser."""

from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from collab.core.actor import Actor
from collab.core.i18n import language_tag
from collab.core.ids import parse_id
from collab.pages.service.embeds import TASK, Known, key_of, list_keys, look_up
from collab.texts.nodes import Node
from collab.texts.references import Shown, Surroundings


def address_of(known: Known) -> str:
    """Where it is."""
    return url_for(known.endpoint, **known.arguments, _anchor=known.anchor or None)


def describe(known: Known) -> str:
    """How a task stands: "Task 12 · Doing"."""
    if known.kind != TASK:
        return ""
    number = _("Task %(number)d", number=known.arguments["number"])
    return f"{number} · {_('archived') if known.is_archived else known.column}"


def as_choice(known: Known) -> dict[str, Any]:
    """For the script in the browser."""
    return {
        "key": known.key,
        "words": known.words,
        "language": language_tag(known.language),
        "kind": known.kind,
        "url": address_of(known),
        "detail": describe(known),
    }


class PageSurroundings(Surroundings):
    """What one page refers to, asked for in a few queries; only what the actor may see."""

    def __init__(self, actor: Actor, page_id: UUID, content: Node) -> None:
        self._page_id = page_id
        self._known = look_up(actor, list_keys(content))

    def find_image(self, image: str) -> str | None:
        """The image's address in the page; the storage is not asked."""
        image_id = parse_id(image)
        if image_id is None:
            return None
        return url_for("pages.image", page_id=self._page_id, image_id=image_id)

    def find_document(self, document: str) -> Shown | None:
        """The document by its present title."""
        return self._shown(f"document:{document}")

    def find_embed(self, attrs: Node) -> Shown | None:
        """The task or decision as it stands now."""
        return self._shown(key_of({"type": "embed", "attrs": attrs}) or "")

    def _shown(self, key: str) -> Shown | None:
        known = self._known.get(key)
        if known is None:
            return None
        return Shown(
            known.words,
            address_of(known),
            language_tag(known.language),
            describe(known),
            known.kind,
        )
