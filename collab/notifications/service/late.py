"""Mails about what is written in minutes: a little later, when its words are there."""

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select

from collab.core.db import session
from collab.notifications.models import Kind, Notification, Pace
from collab.notifications.service.audience import find_cooperation, find_recipients
from collab.notifications.service.letters import write_news
from collab.notifications.service.lines import read_lines
from collab.notifications.service.waiting import keep_news, take

#: so long somebody has for the rest of a sentence
GRACE = timedelta(minutes=2)
#: older things are no news
LOOK_BACK = timedelta(days=7)


def _waits(at: datetime) -> ColumnElement[bool]:
    return and_(
        Notification.pace == Pace.NOW,
        Notification.mailed_at.is_(None),
        Notification.created_at <= at - GRACE,
        Notification.created_at > at - LOOK_BACK,
    )


def has_late(at: datetime) -> bool:
    """Whether any mail has waited long enough in the scope's cooperation; one query."""
    return session().scalar(select(Notification.id).where(_waits(at)).limit(1)) is not None


def send_late(cooperation_id: UUID, at: datetime) -> int:
    """Write the mails that have waited long enough, one for each member and kind; how many."""
    cooperation = find_cooperation(cooperation_id)
    if cooperation is None:
        return 0
    waiting: defaultdict[tuple[UUID, Kind], list[Notification]] = defaultdict(list)
    for row in session().scalars(select(Notification).where(_waits(at)).order_by(Notification.id)):
        waiting[row.membership_id, Kind(row.kind)].append(row)
    recipients = find_recipients(cooperation, {member_id for member_id, _kind in waiting})
    count = 0
    for (member_id, kind), rows in waiting.items():
        recipient = recipients.get(member_id)
        if recipient is None:
            continue
        ours = take([row.id for row in rows])
        lines = read_lines(keep_news(recipient, [row for row in rows if row.id in ours]))
        lines = [line for line in lines if not line.is_taken_back]
        write_news(cooperation, recipient, kind, lines)
        count += bool(lines)
    return count
