"""Pages: their live text, images, links, comments and versions."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collab.core.db import Base, CooperationOwned, owned, ref


class Page(CooperationOwned, Base):
    """Says which live document is the text of which page."""

    __tablename__ = "page"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "document_id"),
        UniqueConstraint("cooperation_id", "live_id"),
        ref("document", "document_id"),
        ref("live_document", "live_id", ondelete="RESTRICT"),
    )

    document_id: Mapped[UUID]
    live_id: Mapped[UUID]
    #: what it began as, see collab.pages.templating
    template: Mapped[str] = mapped_column(String(24))


class PageImage(CooperationOwned, Base):
    """An image in a page; its bytes, re-encoded, are in collab.core.storage under this id."""

    __tablename__ = "page_image"
    __table_args__ = owned(
        Index(None, "cooperation_id", "document_id"),
        ref("document", "document_id"),
        ref("membership", "added_by", ondelete="RESTRICT"),
    )

    #: the page
    document_id: Mapped[UUID]
    media_type: Mapped[str] = mapped_column(String(40))
    #: bytes
    size: Mapped[int] = mapped_column(BigInteger)
    #: pixels
    width: Mapped[int]
    height: Mapped[int]
    added_by: Mapped[UUID | None]
    added_at: Mapped[datetime]


class PageLink(CooperationOwned, Base):
    """A page names another document in its text; follows the text about a second behind."""

    __tablename__ = "page_link"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "document_id", "target_id"),
        Index(None, "cooperation_id", "target_id"),
        ref("document", "document_id"),
        ref("document", "target_id"),
    )

    #: the page
    document_id: Mapped[UUID]
    target_id: Mapped[UUID]


class Thread(CooperationOwned, Base):
    """A conversation in the margin of a page; the mark `comment` in the text carries its id."""

    __tablename__ = "page_thread"
    __table_args__ = owned(
        Index(None, "cooperation_id", "document_id"),
        ref("document", "document_id"),
        ref("membership", "created_by", ondelete="RESTRICT"),
        ref("membership", "resolved_by", ondelete="RESTRICT"),
    )

    #: the page
    document_id: Mapped[UUID]
    #: the block that it was about, and the words there: what is shown when the text is gone
    block: Mapped[UUID | None]
    quote: Mapped[str] = mapped_column(Text)
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[UUID | None]


class Comment(CooperationOwned, Base):
    """What somebody says in a thread."""

    __tablename__ = "page_comment"
    __table_args__ = owned(
        Index(None, "cooperation_id", "thread_id"),
        ref("page_thread", "thread_id"),
        ref("membership", "author_id", ondelete="RESTRICT"),
    )

    thread_id: Mapped[UUID]
    author_id: Mapped[UUID]
    #: ProseMirror JSON, checked against the schema
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: its words
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]


class VersionKind(StrEnum):
    """Why a version was kept."""

    #: after a while of writing
    AUTOMATIC = "automatic"
    #: somebody gave it a name
    NAMED = "named"
    #: what stood there before a restore
    BEFORE_RESTORE = "before_restore"


class PageVersion(CooperationOwned, Base):
    """A page as it was: kept whole, however its journal is compacted."""

    __tablename__ = "page_version"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "document_id", "number"),
        ref("document", "document_id"),
        ref("membership", "created_by", ondelete="RESTRICT"),
    )

    #: the page
    document_id: Mapped[UUID]
    #: 1, 2, 3 … of its page
    number: Mapped[int]
    #: see VersionKind
    kind: Mapped[str] = mapped_column(String(16))
    #: what somebody called it
    name: Mapped[str] = mapped_column(String(120), default="")
    #: entry of the journal that it shows, and the journal's epoch
    seq: Mapped[int] = mapped_column(BigInteger)
    epoch: Mapped[int] = mapped_column(BigInteger)
    #: the whole Yjs update, zlib
    state: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    #: ProseMirror JSON, zlib
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    #: SHA-256 of the content before it was packed: equal versions are not kept twice
    digest: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(200))
    #: person ids of who wrote since the version before
    authors: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    #: membership of who named it, or restored another one
    created_by: Mapped[UUID | None]
    #: number of the version that was restored then; of those kept before a restore
    restores: Mapped[int | None]


class PageSaveDue(Base):
    """A page that says something of which no version was kept yet.

    Belongs to no cooperation, so that the worker finds its work without choosing one.
    """

    __tablename__ = "page_save_due"

    document_id: Mapped[UUID] = mapped_column(unique=True)
    cooperation_of: Mapped[UUID]
    #: when the first of these changes was read
    since: Mapped[datetime]
    #: entry of the journal up to which its writers are noted
    seq: Mapped[int] = mapped_column(BigInteger)
    #: person ids of who wrote since the last version
    authors: Mapped[list[str]] = mapped_column(JSON)
