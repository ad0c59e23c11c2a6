"""What a page refers to, for whoever reads it at a public link: only what is shared with it."""

from uuid import UUID

from flask import url_for

from collab.core.errors import NotFound
from collab.core.i18n import language_tag
from collab.core.ids import parse_id
from collab.publishing import service
from collab.publishing.service import Opening
from collab.texts.nodes import Node
from collab.texts.references import Shown, Surroundings


class SharedSurroundings(Surroundings):
    """Images of the page, and links to what is shared with it; nothing of tasks and decisions."""

    def __init__(self, token: str, opening: Opening, page_id: UUID) -> None:
        self._token = token
        self._opening = opening
        self._page_id = page_id

    def find_image(self, image: str) -> str | None:
        """The image's address below the link."""
        image_id = parse_id(image)
        if image_id is None:
            return None
        return url_for(
            "shared.image", token=self._token, document_id=self._page_id, image_id=image_id
        )

    def find_document(self, document: str) -> Shown | None:
        """The document, when it is shared by the same link; else nothing but what it is not."""
        document_id = parse_id(document)
        try:
            if document_id is None:
                return Shown("…")
            found = service.find_shared(self._opening, document_id)
        except NotFound:
            return Shown("…")
        address = url_for("shared.show_inside", token=self._token, document_id=found.id)
        return Shown(found.title, address, language_tag(found.language), kind=found.kind)

    def find_embed(self, _attrs: Node) -> Shown | None:
        """What a task or decision says is not shared."""
        return Shown("…")
