"""Pages, and the pages below them, as they go into a file."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from collab.core.actor import Actor
from collab.core.db import session
from collab.core.errors import DomainError
from collab.core.ids import parse_id
from collab.core.storage import FileMissing
from collab.documents import service as documents
from collab.documents.models import Document, Kind
from collab.live import service as live
from collab.pages.models import Page, PageImage
from collab.pages.service.found import EMPTY, find_page
from collab.pages.service.images import read_image
from collab.texts.nodes import Node, attrs_of, children_of

#: pages in one file
MAX_PAGES: Final = 300
#: bytes of images in one file
MAX_IMAGE_BYTES: Final = 120_000_000


class TooMuchForAFile(DomainError):
    """The pages do not fit into one file."""

    status = 422
    code = "too_much_for_a_file"
    message = _l("This is too much for one file.")
    hint = _l("Please choose a page further down, or export without the pages below it.")


@dataclass(frozen=True, slots=True)
class Exported:
    """A page as it goes into a file."""

    document: Document
    content: Node
    #: how deep it lies below the first
    depth: int


@dataclass(frozen=True, slots=True)
class ExportedImage:
    """An image with its bytes."""

    data: bytes
    media_type: str
    width: int
    height: int


def count_below(actor: Actor, page_id: UUID) -> int:
    """How many pages lie below it that the actor may see."""
    return len(_tree(actor, find_page(actor, page_id).document)) - 1


def list_exported(actor: Actor, page_id: UUID, *, with_below: bool) -> list[Exported]:
    """The page, then those below it in their order; NotFound, TooMuchForAFile."""
    top = find_page(actor, page_id).document
    found = _tree(actor, top) if with_below else [(top, 0)]
    if len(found) > MAX_PAGES:
        raise TooMuchForAFile
    contents = _contents([document.id for document, _depth in found])
    return [
        Exported(document, contents.get(document.id, EMPTY), depth) for document, depth in found
    ]


def _tree(actor: Actor, top: Document) -> list[tuple[Document, int]]:
    """The page and all pages below it that the actor may see, each with its depth."""
    line = select(Document.id).where(Document.id == top.id).cte("line", recursive=True)
    line = line.union(select(Document.id).join(line, Document.parent_id == line.c.id))
    rows = session().scalars(
        select(Document)
        .join(line, line.c.id == Document.id)
        .where(Document.kind == Kind.PAGE, documents.is_visible(actor))
        .order_by(Document.rank, Document.id)
    )
    below: defaultdict[UUID | None, list[Document]] = defaultdict(list)
    for row in rows:
        if row.id != top.id:
            below[row.parent_id].append(row)
    return list(_walk(below, top, 0))


def _walk(
    below: Mapping[UUID | None, list[Document]], document: Document, depth: int
) -> Iterator[tuple[Document, int]]:
    yield document, depth
    for child in below.get(document.id, ()):
        yield from _walk(below, child, depth + 1)


def _contents(page_ids: list[UUID]) -> dict[UUID, Node]:
    rows = session().execute(
        select(Page.document_id, Page.live_id).where(Page.document_id.in_(page_ids))
    )
    known = {row.live_id: row.document_id for row in rows}
    return {known[live_id]: content for live_id, content in live.list_contents(list(known)).items()}


def load_images(exported: list[Exported]) -> dict[str, ExportedImage]:
    """The images of the pages by what the texts call them; TooMuchForAFile."""
    wanted = {image_id: each.document.id for each in exported for image_id in _images(each.content)}
    sizes = select(func.coalesce(func.sum(PageImage.size), 0)).where(PageImage.id.in_(wanted))
    if int(session().scalar(sizes) or 0) > MAX_IMAGE_BYTES:
        raise TooMuchForAFile
    rows = session().scalars(select(PageImage).where(PageImage.id.in_(wanted)))
    return {
        str(row.id): loaded
        for row in rows
        if row.document_id == wanted[row.id] and (loaded := _load(row)) is not None
    }


def _load(image: PageImage) -> ExportedImage | None:
    try:
        _row, pieces = read_image(image.document_id, image.id)
        data = b"".join(pieces)
    except FileMissing:
        return None
    return ExportedImage(data, image.media_type, image.width, image.height)


def _images(node: Node) -> Iterator[UUID]:
    if node.get("type") == "image":
        image_id = parse_id(attrs_of(node).get("image"))
        if image_id is not None:
            yield image_id
    for child in children_of(node):
        yield from _images(child)
