"""Who was named where in minutes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from collab.core.actor import Actor
from collab.core.db import session
from collab.meetings import service as meetings
from collab.meetings.models import Meeting
from collab.minutes.models import MinutesMention


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where somebody was named."""

    #: number in its minutes: `#mention-3` of the page to read
    position: int
    excerpt: str
    first_seen_at: datetime
    meeting_id: UUID
    meeting_title: str
    #: of the text
    language: str


def list_my_mentions(actor: Actor, limit: int) -> list[Mention]:
    """Where the actor was named, the latest first, in minutes they may see."""
    rows = session().execute(
        select(MinutesMention, Meeting)
        .join(Meeting, Meeting.id == MinutesMention.meeting_id)
        .where(meetings.is_visible(actor), MinutesMention.membership_id == actor.membership_id)
        .order_by(MinutesMention.first_seen_at.desc(), MinutesMention.id.desc())
        .limit(limit)
    )
    return [
        Mention(
            row.position,
            row.excerpt,
            row.first_seen_at,
            meeting.id,
            meeting.title,
            meeting.language,
        )
        for row, meeting in rows
    ]
