"""The tree of documents, whom it is shared with, and public links into it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collab.core.db import Base, CooperationOwned, owned, ref
from collab.core.ranks import RANK


class Kind(StrEnum):
    """What a document is."""

    FOLDER = "folder"
    #: a text that people write together; other pages may be under it
    PAGE = "page"
    #: something uploaded
    FILE = "file"


class Audience(StrEnum):
    """Who sees a document, beside coordinators; what is of no group is always everybody's."""

    #: whoever is in its group
    GROUP = "group"
    #: also whoever is in one of the groups in `document_share`
    GROUPS = "groups"
    #: every member of the cooperation
    COOPERATION = "cooperation"


class Library(CooperationOwned, Base):
    """The documents of a group or of the cooperation; locked by whoever changes their tree."""

    __tablename__ = "library"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "key"), ref("working_group", "group_id")
    )

    #: None: the cooperation's own
    group_id: Mapped[UUID | None]
    #: the group's id, or a dash: unique where NULL would not be
    key: Mapped[str] = mapped_column(String(36))
    #: goes up with each change of the tree or of a name in it
    version: Mapped[int] = mapped_column(default=1)


class Document(CooperationOwned, Base):
    """A folder, a page or a file, at one place of one library."""

    __tablename__ = "document"
    __table_args__ = owned(
        Index(None, "cooperation_id", "library_id", "parent_id"),
        Index(None, "cooperation_id", "ruler_id"),
        Index(None, "cooperation_id", "trash_id"),
        ref("library", "library_id"),
        ref("working_group", "group_id"),
        ref("document", "parent_id"),
        ref("document", "ruler_id"),
        ref("document", "trash_id"),
        ref("membership", "created_by", ondelete="RESTRICT"),
        ref("membership", "trashed_by", ondelete="RESTRICT"),
    )

    library_id: Mapped[UUID]
    #: the library's, so that one table says who sees it
    group_id: Mapped[UUID | None]
    #: None: at the top. Folders hold everything, pages hold pages, files nothing
    parent_id: Mapped[UUID | None]
    #: see Kind
    kind: Mapped[str] = mapped_column(String(8))
    #: of a file with its ending; of folders and files unique among what lies beside them, whatever
    #: the case of letters
    title: Mapped[str] = mapped_column(String(200))
    #: of the title, and of a page's text
    language: Mapped[str] = mapped_column(String(12))
    #: place among what lies beside it, see collab.core.ranks; equal ones go by id
    rank: Mapped[str] = mapped_column(RANK)
    #: whose audience counts: its own, or that of the nearest one above that has rules of its own
    ruler_id: Mapped[UUID]
    #: the ruler's, copied; see Audience
    audience: Mapped[str] = mapped_column(String(12), default=Audience.GROUP)
    #: whether guests in that audience see it too; the ruler's, copied
    is_for_guests: Mapped[bool] = mapped_column(default=False)
    #: number of a file's version that counts, else None
    version: Mapped[int | None]
    #: bytes of that version
    size: Mapped[int | None]
    media_type: Mapped[str | None] = mapped_column(String(120))
    #: goes up when title, place, audience or version change
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    #: membership; None: it came with a command
    created_by: Mapped[UUID | None]
    #: when its title, text or version last changed
    changed_at: Mapped[datetime]
    #: when it was thrown away; gone for good after a while
    trashed_at: Mapped[datetime | None]
    trashed_by: Mapped[UUID | None]
    #: the document with which it was thrown away: itself or one above it
    trash_id: Mapped[UUID | None]


class DocumentShare(CooperationOwned, Base):
    """Another group that a document is shared with; of rulers with the audience GROUPS."""

    __tablename__ = "document_share"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "document_id", "group_id"),
        Index(None, "cooperation_id", "group_id"),
        ref("document", "document_id"),
        ref("working_group", "group_id"),
    )

    document_id: Mapped[UUID]
    group_id: Mapped[UUID]
    #: its members write; else they read and comment
    can_write: Mapped[bool] = mapped_column(default=False)


class DocumentLink(CooperationOwned, Base):
    """An address at which anybody reads a document, and what is under it, without signing in."""

    __tablename__ = "document_link"
    __table_args__ = owned(
        UniqueConstraint("token_digest"),
        Index(None, "cooperation_id", "document_id"),
        ref("document", "document_id"),
        ref("membership", "created_by", ondelete="RESTRICT"),
        CheckConstraint("length(token_digest) = 64", name="digest"),
    )

    document_id: Mapped[UUID]
    #: SHA-256 of the token, hexadecimal
    token_digest: Mapped[str] = mapped_column(String(64))
    #: the token, sealed with the installation's secret, to show the address again
    sealed: Mapped[str] = mapped_column(Text)
    #: argon2; None: no password
    password_hash: Mapped[str | None] = mapped_column(String(200))
    expires_at: Mapped[datetime | None]
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_read_at: Mapped[datetime | None]
