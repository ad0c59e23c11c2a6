"""What WebDAV programs keep at documents: locks that no browser makes, and properties."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collab.core.db import Base, CooperationOwned, owned, ref


class DavLock(CooperationOwned, Base):
    """A lock on a folder, or one that several share; a program's own lock on a file is a FileLock.

    Only other programs heed it: browsers know locks of files alone.
    """

    __tablename__ = "dav_lock"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "token"),
        Index(None, "cooperation_id", "document_id"),
        ref("document", "document_id"),
        ref("membership", "membership_id"),
    )

    document_id: Mapped[UUID]
    membership_id: Mapped[UUID]
    token: Mapped[str] = mapped_column(String(100))
    #: what the program said of its owner, XML
    owner: Mapped[str] = mapped_column(Text, default="")
    #: else several may have such a lock at once
    is_exclusive: Mapped[bool]
    #: it also holds for everything in the folder
    is_deep: Mapped[bool]
    locked_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class DavProperty(CooperationOwned, Base):
    """Something that a program wants to find at a document again; it means nothing to others."""

    __tablename__ = "dav_property"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "document_id", "name"),
        ref("document", "document_id"),
    )

    document_id: Mapped[UUID]
    #: {namespace}name
    name: Mapped[str] = mapped_column(String(300))
    #: XML
    value: Mapped[str] = mapped_column(Text)
