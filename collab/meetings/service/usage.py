"""How much a cooperation meets, in numbers."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, func, select

from collab.cooperations.models import Delegation, Membership
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import session
from collab.meetings.models import Attendance, Meeting, Presence

_HERE = (Presence.PRESENT, Presence.REPRESENTED)


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How many meetings were held in the month that begins on `month`."""

    month: date
    held: int


@dataclass(frozen=True, slots=True)
class DelegationAttendance:
    """How a delegation came to meetings; `here` counts whoever came or sent somebody.

    Counts are of people and meetings: two people at three meetings are six.
    """

    delegation_id: UUID
    name: str
    short: str
    here: int
    excused: int
    absent: int

    @property
    def noted(self) -> int:
        """How often it was written down at all."""
        return self.here + self.excused + self.absent

    @property
    def share(self) -> float | None:
        """How many of those noted were there, between 0 and 1; None while nothing is noted."""
        return self.here / self.noted if self.noted else None


def _was_held() -> Any:
    return and_(
        Meeting.deleted_at.is_(None), Meeting.cancelled_at.is_(None), Meeting.ends_at <= now()
    )


def _months_back(months: int) -> list[date]:
    """The first days of so many months, the running one last."""
    today = now().date()
    last = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(last - months + 1, last + 1)]


def count_held(actor: Actor, months: int = 12) -> list[MonthCount]:
    """Meetings held in each of the last `months` months (by UTC), the running one last."""
    wanted = _months_back(max(months, 1))
    since = datetime.combine(wanted[0], datetime.min.time(), now().tzinfo)
    starts = session().scalars(
        select(Meeting.starts_at).where(_was_held(), Meeting.starts_at >= since)
    )
    counts = Counter(moment.date().replace(day=1) for moment in starts)
    return [MonthCount(month, counts[month]) for month in wanted]


def _times(*statuses: Presence) -> Any:
    inside = case((Attendance.status.in_(statuses), 1), else_=0)
    return func.coalesce(func.sum(inside), 0)


def attendance_by_delegation(actor: Actor, since: datetime) -> list[DelegationAttendance]:
    """How each delegation came to the meetings held since then; all delegations, in their order."""
    counted = (
        select(
            Membership.delegation_id,
            _times(*_HERE).label("here"),
            _times(Presence.EXCUSED).label("excused"),
            _times(Presence.ABSENT).label("absent"),
        )
        .join(Attendance, Attendance.membership_id == Membership.id)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(_was_held(), Meeting.starts_at >= since)
        .group_by(Membership.delegation_id)
    )
    found = {row.delegation_id: row for row in session().execute(counted)}
    delegations = session().scalars(select(Delegation).order_by(Delegation.position))
    return [_attendance(each, found.get(each.id)) for each in delegations]


def _attendance(delegation: Delegation, row: Any) -> DelegationAttendance:
    counts = (int(row.here), int(row.excused), int(row.absent)) if row else (0, 0, 0)
    return DelegationAttendance(delegation.id, delegation.name, delegation.short, *counts)
