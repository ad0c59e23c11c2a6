"""Images of pages: re-encoded, stored, shown only to who may see the page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import Conflict, NotFound
from collab.core.storage import storage
from collab.documents.models import Document
from collab.files.service.usage import check_room
from collab.inspection.images import NoImage, reencode
from collab.pages.models import PageImage
from collab.pages.service.found import find_page, find_writable
from collab.texts.nodes import Node, attrs_of, children_of

#: of what is sent; what is kept is smaller
MAX_BYTES: Final = 25 * 1024 * 1024
#: of one page
MAX_IMAGES: Final = 500


class TooManyImages(Conflict):
    """The page has as many images as a page may have."""

    code = "too_many_images"
    message = _l("There are too many images in this page.")
    hint = _l("Please put some of them into another page.")


@dataclass(frozen=True, slots=True)
class PreparedImage:
    """An image that lies in the storage already and belongs to no page yet."""

    id: UUID
    media_type: str
    #: bytes
    size: int
    #: pixels
    width: int
    height: int


def prepare_image(cooperation_id: UUID, file: Path | BinaryIO) -> PreparedImage:
    """Make the image anew and store it; NoImage.

    It takes a while: call it outside of units of work. What no page takes is deleted after a day.
    """
    made = reencode(file)
    image_id = new_id()
    stored = storage.put(cooperation_id, image_id, BytesIO(made.content))
    return PreparedImage(image_id, made.media_type, stored.size, made.width, made.height)


def prepare_images(cooperation_id: UUID, images: Mapping[str, bytes]) -> dict[str, PreparedImage]:
    """The same for several, by their keys; those that cannot be opened are left out."""
    prepared = {}
    for key, content in images.items():
        try:
            prepared[key] = prepare_image(cooperation_id, BytesIO(content))
        except NoImage:
            continue
    return prepared


def add_image(actor: Actor, page_id: UUID, prepared: PreparedImage) -> PageImage:
    """Let the image belong to the page; Forbidden, NotFound, TooManyImages, QuotaFull."""
    found = find_writable(actor, page_id)
    there = select(func.count(PageImage.id)).where(PageImage.document_id == page_id)
    if (session().scalar(there) or 0) >= MAX_IMAGES:
        raise TooManyImages
    check_room(prepared.size)
    return _add(actor, found.document, prepared)


def _add(actor: Actor, document: Document, prepared: PreparedImage) -> PageImage:
    image = PageImage(
        id=prepared.id,
        cooperation_id=actor.cooperation_id,
        document_id=document.id,
        media_type=prepared.media_type,
        size=prepared.size,
        width=prepared.width,
        height=prepared.height,
        added_by=actor.membership_id,
        added_at=now(),
    )
    session().add(image)
    session().flush()
    return image


def open_image(actor: Actor, page_id: UUID, image_id: UUID) -> tuple[PageImage, Iterator[bytes]]:
    """An image of a page that the actor may see, and its bytes; NotFound, FileMissing."""
    find_page(actor, page_id)
    return read_image(page_id, image_id)


def read_image(page_id: UUID, image_id: UUID) -> tuple[PageImage, Iterator[bytes]]:
    """An image of a page, for whoever has been let in to the page; NotFound, FileMissing."""
    image = session().scalar(
        select(PageImage).where(PageImage.id == image_id, PageImage.document_id == page_id)
    )
    if image is None:
        raise NotFound
    return image, storage.read(image.cooperation_id, image.id)


def place_images(
    actor: Actor,
    document: Document,
    content: Sequence[Node],
    images: Mapping[str, PreparedImage],
) -> list[Node]:
    """The content with its images as the page's own; those that are not there are left away."""
    ids: dict[str, str] = {}
    if images:
        check_room(sum(prepared.size for prepared in images.values()))
    for key, prepared in images.items():
        if len(ids) < MAX_IMAGES:
            ids[key] = str(_add(actor, document, prepared).id)
    return [made for node in content if (made := _placed(node, ids)) is not None]


def _placed(node: Node, ids: Mapping[str, str]) -> Node | None:
    if node.get("type") == "image":
        key = str(attrs_of(node).get("image"))
        return {**node, "attrs": {**attrs_of(node), "image": ids[key]}} if key in ids else None
    if not children_of(node):
        return node
    inside = [made for child in children_of(node) if (made := _placed(child, ids)) is not None]
    return {**node, "content": inside or [{"type": "paragraph"}]}
