"""Keeps beside the text of pages what others ask about it."""

from uuid import UUID

from sqlalchemy import delete, select

from collab.core.db import new_id, session
from collab.core.ids import parse_id
from collab.documents.models import Document
from collab.live import service as live
from collab.pages.hooks import ProjectedPage, tell_hooks
from collab.pages.models import Page, PageLink
from collab.texts.nodes import MAX_DEPTH, Node, attrs_of, children_of


def keep_projected(live_id: UUID, content: Node) -> None:
    """Let the rows say what the text says; only what changed is written.

    Runs about each second while people type.
    """
    row = session().execute(
        select(Page, Document)
        .join(Document, Document.id == Page.document_id)
        .where(Page.live_id == live_id)
    )
    found = row.one_or_none()
    if found is None:
        return
    page, document = found
    _keep_time(document, live_id)
    _keep_links(document, list_links(content))
    session().flush()
    tell_hooks(ProjectedPage(document, page, content))


def _keep_time(document: Document, live_id: UUID) -> None:
    projection = live.find_projection(live_id)
    at = projection.changed_at if projection else None
    if at is not None and at > document.changed_at:
        document.changed_at = at


def _keep_links(document: Document, said: set[UUID]) -> None:
    there = select(PageLink).where(PageLink.document_id == document.id)
    rows = {row.target_id: row for row in session().scalars(there)}
    gone = [row.id for target, row in rows.items() if target not in said]
    if gone:
        session().execute(delete(PageLink).where(PageLink.id.in_(gone)))
    new = said - set(rows) - {document.id}
    if not new:
        return
    known = session().scalars(select(Document.id).where(Document.id.in_(new)))
    for target in known:
        session().add(
            PageLink(
                id=new_id(),
                cooperation_id=document.cooperation_id,
                document_id=document.id,
                target_id=target,
            )
        )


def list_links(content: Node, depth: int = 0) -> set[UUID]:
    """The documents that a text names; whether they exist is not asked."""
    if content.get("type") == "documentLink":
        target = parse_id(attrs_of(content).get("document"))
        return {target} if target else set()
    if depth > MAX_DEPTH:
        return set()
    return {target for child in children_of(content) for target in list_links(child, depth + 1)}
