"""What the documents of one cooperation keep of a person. Runs in that cooperation's scope."""

from typing import Any

from sqlalchemy import or_, select

from collab.core.db import session
from collab.documents.models import Document, DocumentLink
from collab.files.models import FileLock, FileVersion, Upload
from collab.pages.models import Comment, PageImage, PageVersion, Thread
from collab.privacy.own_account import Facts, pick
from collab.privacy.own_meetings import Self


def _facts(own: Self, document: Document) -> Facts:
    """The document; its title only where they may still read it."""
    is_open = document.id in own.open_documents
    return {"kind": document.kind} | ({"title": document.title} if is_open else {})


def gather_documents_created(own: Self) -> list[Facts]:
    """Folders, pages and files that they made."""
    wanted = select(Document).where(Document.created_by == own.membership_id)
    return [
        _facts(own, document) | pick(document, "created_at")
        for document in session().scalars(wanted.order_by(Document.created_at, Document.id))
    ]


def gather_documents_trashed(own: Self) -> list[Facts]:
    """What they moved to the trash and is still there."""
    wanted = select(Document).where(Document.trashed_by == own.membership_id)
    return [
        _facts(own, document) | pick(document, "trashed_at")
        for document in session().scalars(wanted.order_by(Document.trashed_at, Document.id))
    ]


def gather_links(own: Self) -> list[Facts]:
    """Their public links, without the addresses and passwords."""
    names = ("created_at", "expires_at", "revoked_at", "last_read_at")
    return _of(own, DocumentLink, DocumentLink.created_by, *names)


def gather_file_versions(own: Self) -> list[Facts]:
    """Versions of files that they uploaded, without the files themselves."""
    names = ("number", "name", "size", "note", "added_at")
    return _of(own, FileVersion, FileVersion.added_by, *names)


def gather_locks(own: Self) -> list[Facts]:
    """Files that they have locked."""
    return _of(own, FileLock, FileLock.membership_id, "locked_at", "expires_at")


def gather_uploads(own: Self) -> list[Facts]:
    """Uploads that are not finished."""
    wanted = select(Upload).where(Upload.membership_id == own.membership_id)
    names = ("name", "size", "received", "started_at", "expires_at")
    return [pick(row, *names) for row in session().scalars(wanted.order_by(Upload.started_at))]


def gather_images(own: Self) -> list[Facts]:
    """Images that they put into pages, without the images themselves."""
    return _of(own, PageImage, PageImage.added_by, "media_type", "size", "added_at")


def gather_page_versions(own: Self) -> list[Facts]:
    """Versions of pages that they named or restored, and those they wrote in."""
    rows = session().execute(
        select(Document, PageVersion)
        .join(PageVersion, PageVersion.document_id == Document.id)
        .order_by(PageVersion.created_at, PageVersion.id)
    )
    return [
        _facts(own, document)
        | pick(version, "number", "created_at")
        | {"i_kept_it": version.created_by == own.membership_id}
        | ({"name": version.name} if version.created_by == own.membership_id else {})
        for document, version in rows
        if version.created_by == own.membership_id or str(own.person_id) in version.authors
    ]


def gather_threads(own: Self) -> list[Facts]:
    """Conversations in margins that they began or resolved; the words beside are not theirs."""
    theirs = or_(Thread.created_by == own.membership_id, Thread.resolved_by == own.membership_id)
    rows = _with_document(Thread, theirs)
    return [
        _facts(own, document)
        | pick(thread, "created_at", "resolved_at")
        | {"i_began_it": thread.created_by == own.membership_id}
        for document, thread in rows
    ]


def gather_page_comments(own: Self) -> list[Facts]:
    """What they said in margins, as long as they let it stand."""
    rows = session().execute(
        select(Document, Comment)
        .join(Thread, Thread.document_id == Document.id)
        .join(Comment, Comment.thread_id == Thread.id)
        .where(Comment.author_id == own.membership_id)
        .order_by(Comment.created_at, Comment.id)
    )
    return [
        _facts(own, document)
        | pick(comment, "created_at", "edited_at", "deleted_at")
        | ({} if comment.deleted_at else {"words": comment.text})
        for document, comment in rows
    ]


def _of(own: Self, kind: Any, column: Any, *names: str) -> list[Facts]:
    rows = _with_document(kind, column == own.membership_id)
    return [_facts(own, document) | pick(row, *names) for document, row in rows]


def _with_document(kind: Any, is_theirs: Any) -> Any:
    wanted = select(Document, kind).join(kind, kind.document_id == Document.id).where(is_theirs)
    return session().execute(wanted.order_by(kind.id))


PARTS = {
    "documents_created": gather_documents_created,
    "documents_trashed": gather_documents_trashed,
    "public_links": gather_links,
    "file_versions": gather_file_versions,
    "file_locks": gather_locks,
    "uploads": gather_uploads,
    "page_images": gather_images,
    "page_versions": gather_page_versions,
    "page_threads": gather_threads,
    "page_comments": gather_page_comments,
}
