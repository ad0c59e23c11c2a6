"""Copies of their data that people asked for, and accounts that are about to be erased."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, deferred, mapped_column

from collab.core.db import Base


class ExportState(StrEnum):
    """How far the copy is."""

    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


class DataExport(Base):
    """A copy of everything that is kept of a person; made beside requests, kept for some days."""

    __tablename__ = "data_export"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(8), index=True)
    requested_at: Mapped[datetime]
    #: when somebody began to make it; whoever dies while making it loses it after a while
    begun_at: Mapped[datetime | None]
    #: when it was ready, or failed
    settled_at: Mapped[datetime | None]
    #: it is removed then
    expires_at: Mapped[datetime]
    #: bytes of the archive
    size: Mapped[int] = mapped_column(default=0)
    #: a zip archive; never loaded with the row
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))


class ErasureCause(StrEnum):
    """Why an account is to be erased."""

    WISH = "wish"
    RETENTION = "retention"
    OPERATOR = "operator"


class ErasureRequest(Base):
    """An account that is erased when its waiting period is over, unless the person stops it."""

    __tablename__ = "erasure_request"

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), unique=True
    )
    #: one of ErasureCause
    cause: Mapped[str] = mapped_column(String(12))
    requested_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    #: the person wants to stay; kept, so that retention does not ask again at once
    stopped_at: Mapped[datetime | None]
