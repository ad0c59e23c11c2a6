"""New pages, and their names."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from collab.core.actor import Actor
from collab.core.db import new_id, session
from collab.documents import service as documents
from collab.documents.models import Document, Kind
from collab.documents.service import DocumentPlan, Spot
from collab.live import kinds
from collab.live import service as live
from collab.pages.models import Page
from collab.pages.service.found import can_write, find_writable
from collab.pages.service.images import PreparedImage, place_images
from collab.pages.service.projected import keep_projected
from collab.pages.service.templating import find_template
from collab.texts.nodes import Node

KIND = "page"


def create_page(
    actor: Actor,
    spot: Spot,
    title: str,
    language: str,
    *,
    template: str = "empty",
    content: Sequence[Node] | None = None,
    images: Mapping[str, PreparedImage] | None = None,
) -> Document:
    """A new page behind the others of its place, which begins with the template, or the content.

    In the content the attribute `image` of images names one of `images`, see prepare_images; others
    are left away. Forbidden, NotFound, CannotHold, Invalid as add_document.
    """
    plan = DocumentPlan(Kind.PAGE, title, language, spot)
    document = documents.add_document(actor, plan)
    page = Page(
        id=new_id(),
        cooperation_id=actor.cooperation_id,
        document_id=document.id,
        live_id=live.create_document(actor, KIND).id,
        template=template,
    )
    session().add(page)
    session().flush()
    if content is None:
        content = find_template(template).write(language)
    placed = place_images(actor, document, content, images or {})
    nodes = placed or [{"type": "paragraph"}]
    live.request_edit(actor, page.live_id, {"op": "write", "content": nodes})
    return document


def rename_page(actor: Actor, page_id: UUID, title: str) -> Document:
    """Give the page another title; Invalid, Forbidden."""
    find_writable(actor, page_id)
    return documents.rename_document(actor, page_id, title)


def _find_name(actor: Actor, live_id: UUID) -> kinds.Named:
    can_write(actor, live_id)  # NotFound for who may not see it
    found = session().scalars(
        select(Document).join(Page, Page.document_id == Document.id).where(Page.live_id == live_id)
    )
    document = found.one()
    return kinds.Named(document.title, document.language, f"/pages/{document.id}")


kinds.register(
    kinds.Kind(name=KIND, can_write=can_write, on_projected=keep_projected, find_name=_find_name)
)
