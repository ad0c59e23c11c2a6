"""Pages as an actor finds them, and whether they may be written."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from collab.core.actor import Actor
from collab.core.db import session
from collab.core.errors import NotFound, require
from collab.documents import policy
from collab.documents import service as documents
from collab.documents.models import Document, Kind
from collab.documents.policy import Standing
from collab.live import service as live
from collab.pages.models import Page
from collab.texts.nodes import Node

EMPTY: Node = {"type": "doc", "content": []}


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page, how the actor stands to it, and which live document is its text."""

    document: Document
    standing: Standing
    page: Page

    @property
    def id(self) -> UUID:
        """The document's id, which is the page's in addresses."""
        return self.document.id

    @property
    def live_id(self) -> UUID:
        """The live document's id."""
        return self.page.live_id


@dataclass(frozen=True, slots=True)
class Text:
    """What stands in a page: ProseMirror JSON, and when it was last changed (None: never)."""

    content: Node
    changed_at: datetime | None


def find_page(actor: Actor, page_id: UUID) -> FoundPage:
    """The page; NotFound when the actor may not see it, or it is in the trash."""
    found = documents.find_document(actor, page_id, Kind.PAGE)
    page = session().scalar(select(Page).where(Page.document_id == page_id))
    if page is None:
        raise NotFound
    return FoundPage(found.document, found.standing, page)


def find_writable(actor: Actor, page_id: UUID) -> FoundPage:
    """The page; Forbidden for who may only read it."""
    found = find_page(actor, page_id)
    require(policy.can_write(actor, found.standing))
    return found


def can_write(actor: Actor, live_id: UUID) -> bool:
    """Whether the actor may change that text; NotFound when they may not even read it."""
    page_id = session().scalar(select(Page.document_id).where(Page.live_id == live_id))
    if page_id is None:
        raise NotFound
    return policy.can_write(actor, documents.find_document(actor, page_id).standing)


def read_text(live_id: UUID) -> Text:
    """The text of a page that somebody has found, as of about a second ago."""
    projection = live.find_projection(live_id)
    if projection is None:
        return Text(EMPTY, None)
    return Text(projection.content, projection.changed_at)
