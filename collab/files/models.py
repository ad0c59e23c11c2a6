"""Versions and locks of files, and uploads under way."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collab.core.db import Base, CooperationOwned, owned, ref


class FileVersion(CooperationOwned, Base):
    """What a file was at one time; its bytes are in collab.core.storage under this row's id."""

    __tablename__ = "file_version"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "document_id", "number"),
        ref("document", "document_id"),
        ref("membership", "added_by", ondelete="RESTRICT"),
    )

    document_id: Mapped[UUID]
    #: 1, 2, 3 … of its file
    number: Mapped[int]
    #: as it was called when it came
    name: Mapped[str] = mapped_column(String(200))
    #: what its content says it is, see collab.inspection
    media_type: Mapped[str] = mapped_column(String(120))
    #: bytes
    size: Mapped[int] = mapped_column(BigInteger)
    #: SHA-256, hexadecimal
    digest: Mapped[str] = mapped_column(String(64))
    #: it holds macros: readers are told before they download it
    has_macros: Mapped[bool] = mapped_column(default=False)
    #: what was said about it: "Figures of 2026 added"
    note: Mapped[str] = mapped_column(String(300), default="")
    #: membership; None: it came with a command
    added_by: Mapped[UUID | None]
    added_at: Mapped[datetime]
    #: the words in it, for search and preview; None: not read yet, see `read_at`
    text: Mapped[str | None] = mapped_column(Text)
    #: when its words were read, or it turned out that they cannot be
    read_at: Mapped[datetime | None]


class FileLock(CooperationOwned, Base):
    """Somebody works on a file, and nobody else may replace it until then."""

    __tablename__ = "file_lock"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "document_id"),
        ref("document", "document_id"),
        ref("membership", "membership_id"),
    )

    document_id: Mapped[UUID]
    membership_id: Mapped[UUID]
    #: a WebDAV lock token; a lock made in the browser has one, too
    token: Mapped[str] = mapped_column(String(100))
    #: what the program said of its owner, XML; empty: locked in the browser
    owner: Mapped[str] = mapped_column(Text, default="")
    locked_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Upload(CooperationOwned, Base):
    """An upload that can be taken up again where it was cut; its bytes lie in the spool."""

    __tablename__ = "upload"
    __table_args__ = owned(
        Index(None, "cooperation_id", "membership_id"),
        ref("membership", "membership_id"),
        ref("library", "library_id"),
        ref("document", "parent_id"),
        ref("document", "document_id"),
    )

    membership_id: Mapped[UUID]
    library_id: Mapped[UUID]
    #: folder it goes into; None: the top of the library
    parent_id: Mapped[UUID | None]
    #: file that it is a new version of; None: a new file
    document_id: Mapped[UUID | None]
    name: Mapped[str] = mapped_column(String(200))
    #: bytes in all
    size: Mapped[int] = mapped_column(BigInteger)
    #: bytes that are here
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class StorageQuota(CooperationOwned, Base):
    """How much a cooperation may store, where it is not what the installation gives everybody."""

    __tablename__ = "storage_quota"
    __table_args__ = owned(UniqueConstraint("cooperation_id"))

    #: bytes
    most: Mapped[int] = mapped_column(BigInteger)
