"""The daily mail: at seven where the reader is, what has gathered and was not read yet."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, select

from collab.cooperations.models import Cooperation
from collab.core.db import session
from collab.notifications.models import Notification, Pace
from collab.notifications.service.audience import Recipient, find_cooperation, find_recipients
from collab.notifications.service.letters import write_digest
from collab.notifications.service.lines import read_lines
from collab.notifications.service.waiting import keep_news, take

DIGEST_HOUR = 7
#: older things are no news: their reader was away or kept out
LOOK_BACK = timedelta(days=7)


def last_digest(timezone: str, at: datetime) -> datetime:
    """The latest moment, not after `at`, when it was seven in that zone."""
    local = at.astimezone(ZoneInfo(timezone))
    seven = local.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0, fold=0)
    if seven > local:
        seven -= timedelta(days=1)  # by the clock: also over the change to summer time
    return seven.astimezone(at.tzinfo)


def _waits(at: datetime) -> ColumnElement[bool]:
    return and_(
        Notification.pace == Pace.DAILY,
        Notification.mailed_at.is_(None),
        Notification.read_at.is_(None),
        Notification.created_at > at - LOOK_BACK,
    )


def has_waiting(at: datetime) -> bool:
    """Whether anything waits for a digest in the scope's cooperation; one query."""
    return session().scalar(select(Notification.id).where(_waits(at)).limit(1)) is not None


def send_digests(cooperation_id: UUID, at: datetime) -> int:
    """Write to every member whose time has come; returns to how many.

    What goes into a mail is marked in the same unit of work, so nothing is sent twice.
    """
    cooperation = find_cooperation(cooperation_id)
    if cooperation is None:
        return 0
    waiting: defaultdict[UUID, list[Notification]] = defaultdict(list)
    for row in session().scalars(select(Notification).where(_waits(at)).order_by(Notification.id)):
        waiting[row.membership_id].append(row)
    recipients = find_recipients(cooperation, waiting.keys())
    return sum(
        _send(cooperation, recipient, waiting[member_id], at)
        for member_id, recipient in recipients.items()
    )


def _send(
    cooperation: Cooperation, recipient: Recipient, rows: Sequence[Notification], at: datetime
) -> bool:
    seven = last_digest(recipient.person.timezone, at)
    due = [row for row in rows if row.created_at < seven]
    if not due:
        return False
    ours = take([row.id for row in due])
    lines = read_lines(keep_news(recipient, [row for row in due if row.id in ours]))
    lines = [line for line in lines if not line.is_taken_back]
    write_digest(cooperation, recipient, lines)
    return bool(lines)
