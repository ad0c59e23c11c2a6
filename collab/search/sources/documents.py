"""Folders, pages and files, and the comments beside pages."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, select

from collab.core.actor import Actor
from collab.core.db import session
from collab.documents.models import Document
from collab.documents.models import Kind as DocumentKind
from collab.documents.service.lookups import is_visible
from collab.files.models import FileVersion
from collab.live import service as live
from collab.pages.models import Comment, Page, Thread
from collab.search.cutting import cut
from collab.search.kinds import Kind
from collab.search.models import Passage
from collab.search.sources.source import Reading, Source
from collab.texts.plain import write_plain

NAME: Final = "documents"


def _is_visible(actor: Actor) -> ColumnElement[bool]:
    return select(Document.id).where(Document.id == Passage.subject, is_visible(actor)).exists()


def _list_all() -> Iterable[UUID]:
    return session().scalars(select(Document.id).where(Document.trashed_at.is_(None)))


def _read(document_id: UUID) -> Iterator[Reading]:
    document = session().get(Document, document_id, populate_existing=True)
    if document is None or document.trashed_at is not None:
        return
    name = Reading(
        kind=Kind(document.kind),
        part="",
        language=document.language,
        title=document.title,
        text="",
        at=document.changed_at,
        working_group=document.group_id,
        author=document.created_by,
    )
    yield name
    for number, piece in enumerate(cut(_paragraphs(document))):
        yield replace(name, part=str(number), text=piece)
    if document.kind == DocumentKind.PAGE:
        yield from _read_comments(name, document_id)


def _paragraphs(document: Document) -> list[str]:
    if document.kind == DocumentKind.PAGE:
        live_id = session().scalar(select(Page.live_id).where(Page.document_id == document.id))
        projection = live.find_projection(live_id) if live_id else None
        return write_plain(projection.content).split("\n\n") if projection else []
    if document.kind == DocumentKind.FILE:
        text = session().scalar(
            select(FileVersion.text).where(
                FileVersion.document_id == document.id, FileVersion.number == document.version
            )
        )
        return (text or "").splitlines()
    return []


def _read_comments(name: Reading, document_id: UUID) -> Iterator[Reading]:
    rows = session().scalars(
        select(Comment)
        .join(Thread, Thread.id == Comment.thread_id)
        .where(Thread.document_id == document_id, Comment.deleted_at.is_(None))
        .execution_options(populate_existing=True)
    )
    for comment in rows:
        yield replace(
            name,
            kind=Kind.COMMENT,
            part=str(comment.id),
            language=comment.language,
            text=comment.text,
            at=comment.created_at,
            anchor=f"#thread-{comment.thread_id}",
            author=comment.author_id,
        )


SOURCE = Source(NAME, _read, _is_visible, _list_all)
