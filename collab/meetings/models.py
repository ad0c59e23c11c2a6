"""A meeting, its groups, agenda and attendance."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collab.core.db import Base, CooperationOwned, owned, ref


class Meeting(CooperationOwned, Base):
    """A dated gathering of one or more groups; without any it is a plenary."""

    __tablename__ = "meeting"
    __table_args__ = owned(
        Index(None, "cooperation_id", "starts_at"),
        ref("membership", "created_by", ondelete="RESTRICT"),
    )

    title: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    #: IANA name of the zone in which it was planned
    timezone: Mapped[str] = mapped_column(String(64))
    place: Mapped[str] = mapped_column(String(200), default="")
    #: where to join from afar; http(s) only
    link: Mapped[str] = mapped_column(String(500), default="")
    #: language the meeting is held in and its minutes are written in
    language: Mapped[str] = mapped_column(String(12))
    cancelled_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    #: goes up with each change of the form, so that two people cannot overwrite each other
    version: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[UUID]

    @property
    def is_cancelled(self) -> bool:
        """Whether it will not take place."""
        return self.cancelled_at is not None


class MeetingGroup(CooperationOwned, Base):
    """A working group that a meeting is of."""

    __tablename__ = "meeting_group"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "meeting_id", "group_id"),
        ref("meeting", "meeting_id"),
        ref("working_group", "group_id"),
    )

    meeting_id: Mapped[UUID]
    group_id: Mapped[UUID] = mapped_column(index=True)


class MeetingGuest(CooperationOwned, Base):
    """A guest of the cooperation with whom a single meeting is shared."""

    __tablename__ = "meeting_guest"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "meeting_id", "membership_id"),
        ref("meeting", "meeting_id"),
        ref("membership", "membership_id"),
        ref("membership", "shared_by"),
    )

    meeting_id: Mapped[UUID]
    membership_id: Mapped[UUID] = mapped_column(index=True)
    #: membership of who did it
    shared_by: Mapped[UUID]
    shared_at: Mapped[datetime]


class AgendaItem(CooperationOwned, Base):
    """A point of the agenda."""

    __tablename__ = "agenda_item"
    __table_args__ = owned(
        Index(None, "cooperation_id", "meeting_id", "position"),
        ref("meeting", "meeting_id"),
        ref("membership", "presenter_id", ondelete="RESTRICT"),
    )

    meeting_id: Mapped[UUID]
    title: Mapped[str] = mapped_column(String(200))
    #: membership of who presents it
    presenter_id: Mapped[UUID | None]
    #: planned length in minutes
    minutes: Mapped[int | None]
    position: Mapped[int]


class Presence(StrEnum):
    """Whether a member was at a meeting."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"
    REPRESENTED = "represented"


class Attendance(CooperationOwned, Base):
    """A member's attendance at a meeting."""

    __tablename__ = "attendance"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "meeting_id", "membership_id"),
        ref("meeting", "meeting_id"),
        ref("membership", "membership_id"),
        ref("membership", "represented_by", ondelete="RESTRICT"),
    )

    meeting_id: Mapped[UUID]
    membership_id: Mapped[UUID]
    status: Mapped[str] = mapped_column(String(16))
    #: membership of who came instead
    represented_by: Mapped[UUID | None]
