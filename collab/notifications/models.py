"""What people are told, and how they want to be."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collab.core.db import Base, CooperationOwned, owned, ref


class Kind(StrEnum):
    """What a notification is about."""

    ASSIGNED = "assigned"
    MENTIONED = "mentioned"
    DUE_TOMORROW = "due_tomorrow"
    OVERDUE = "overdue"
    FREED = "freed"
    COMMENTED = "commented"


class Pace(StrEnum):
    """How soon a mail says it; the bell always does."""

    NOW = "now"
    DAILY = "daily"
    OFF = "off"


class Notification(CooperationOwned, Base):
    """Something a member is told."""

    __tablename__ = "notification"
    __table_args__ = owned(
        Index(None, "cooperation_id", "membership_id", "created_at"),
        UniqueConstraint("cooperation_id", "membership_id", "once"),
        ref("membership", "membership_id"),
        ref("membership", "by_id"),
        ref("task", "task_id"),
        ref("meeting", "meeting_id"),
        ref("document", "document_id"),
    )

    membership_id: Mapped[UUID]
    #: one of Kind
    kind: Mapped[str] = mapped_column(String(16))
    #: membership of who did it; None: nobody, time went by
    by_id: Mapped[UUID | None]
    task_id: Mapped[UUID | None]
    meeting_id: Mapped[UUID | None]
    document_id: Mapped[UUID | None]
    #: what the words need beside that
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: names what is told only once, such as due_tomorrow/<task>/<day>; None: each time
    once: Mapped[str | None] = mapped_column(String(120))
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    #: when a mail or a digest with it was queued; None: not yet
    mailed_at: Mapped[datetime | None]
    #: one of Pace, as the member wanted it at that moment
    pace: Mapped[str] = mapped_column(String(8))


class NotificationChoice(CooperationOwned, Base):
    """How a member wants to be told of one kind; without a row the default holds."""

    __tablename__ = "notification_choice"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "membership_id", "kind"),
        ref("membership", "membership_id"),
    )

    membership_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(16))
    pace: Mapped[str] = mapped_column(String(8))
