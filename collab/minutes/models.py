"""The minutes of a meeting, and what was agreed and who was named in them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collab.core.db import Base, CooperationOwned, owned, ref


class Minutes(CooperationOwned, Base):
    """Says which live document is the minutes of which meeting."""

    __tablename__ = "minutes"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "meeting_id"),
        UniqueConstraint("cooperation_id", "document_id"),
        ref("meeting", "meeting_id"),
        ref("live_document", "document_id", ondelete="RESTRICT"),
    )

    meeting_id: Mapped[UUID]
    document_id: Mapped[UUID]


class MinutesAction(CooperationOwned, Base):
    """An action as the minutes say it; follows the text about a second behind.

    It is a task: what changes here changes there, and the other way round. So these columns are
    what both last agreed on: what the text says differently now is what somebody wrote since.
    """

    __tablename__ = "minutes_action"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "minutes_id", "block"),
        Index(None, "cooperation_id", "assignee_id"),
        Index(None, "cooperation_id", "meeting_id"),
        ref("minutes", "minutes_id"),
        ref("meeting", "meeting_id"),
        ref("membership", "assignee_id"),
        ref("delegation", "delegation_id"),
        UniqueConstraint("cooperation_id", "task_id"),
        ref("task", "task_id"),
    )

    minutes_id: Mapped[UUID]
    meeting_id: Mapped[UUID]
    #: the id of its block in the text
    block: Mapped[UUID]
    #: 1, 2, 3 … in its minutes
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    #: membership of who owes it; None: nobody who is known here
    assignee_id: Mapped[UUID | None]
    #: the delegation they were of when they got it
    delegation_id: Mapped[UUID | None]
    due: Mapped[date | None]
    is_done: Mapped[bool]
    #: the task that it is; None until it has words
    task_id: Mapped[UUID | None]
    #: when it was taken out of the text; the row stays, as whoever deleted it may undo that
    gone_at: Mapped[datetime | None]
    #: when the log last said what it is called: not with each letter that somebody types
    noted_at: Mapped[datetime | None]


class MinutesMention(CooperationOwned, Base):
    """A member who is named in a block of minutes."""

    __tablename__ = "minutes_mention"
    __table_args__ = owned(
        UniqueConstraint("minutes_id", "block", "membership_id"),
        Index(None, "cooperation_id", "membership_id"),
        ref("minutes", "minutes_id"),
        ref("meeting", "meeting_id"),
        ref("membership", "membership_id"),
    )

    minutes_id: Mapped[UUID]
    meeting_id: Mapped[UUID]
    #: the id of the block in the text
    block: Mapped[UUID]
    membership_id: Mapped[UUID]
    #: the mention's number in its minutes: 1, 2, 3 …
    position: Mapped[int]
    #: the words around it
    excerpt: Mapped[str] = mapped_column(Text)
    first_seen_at: Mapped[datetime]
