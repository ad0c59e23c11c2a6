"""Which pages link to a page."""

from uuid import UUID

from sqlalchemy import select

from collab.core.actor import Actor
from collab.core.db import session
from collab.documents import service as documents
from collab.documents.models import Document
from collab.pages.models import PageLink

#: the latest ones that a page shows
MOST = 50


def list_linking(actor: Actor, document_id: UUID) -> list[Document]:
    """The pages that the actor may see and that name the document, the latest changed first."""
    wanted = (
        select(Document)
        .join(PageLink, PageLink.document_id == Document.id)
        .where(PageLink.target_id == document_id, documents.is_visible(actor))
        .order_by(Document.changed_at.desc(), Document.id)
        .limit(MOST)
    )
    return list(session().scalars(wanted))
