"""How a cooperation is used, in numbers."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from collab.activity import log
from collab.boards.service import owing
from collab.boards.service.owing import OwedCount
from collab.cooperations import policy
from collab.cooperations import service as cooperations
from collab.cooperations.models import Delegation, Membership
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import session
from collab.core.errors import require
from collab.live import service as live
from collab.meetings import service as meetings
from collab.meetings.service import DelegationAttendance, MonthCount

#: how many months back people may look
PERIODS = (3, 6, 12, 24)
USUAL_PERIOD = 12
#: how long ago somebody who counts as active did something
RECENT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class DelegationPeople:
    """How many belong to a delegation, and how many of them did something in the last 30 days."""

    delegation: Delegation
    members: int
    active: int


@dataclass(frozen=True, slots=True)
class Usage:
    """Everything that is counted."""

    since: date
    held: list[MonthCount]
    attendance: list[DelegationAttendance]
    #: of today, whenever they were agreed
    tasks: list[OwedCount]
    people: list[DelegationPeople]
    #: bytes
    storage: int


def _count_by_delegation(people: set[UUID] | None = None) -> dict[UUID, int]:
    wanted = (
        select(Membership.delegation_id, func.count(Membership.id))
        .where(Membership.ended_at.is_(None))
        .group_by(Membership.delegation_id)
    )
    if people is not None:
        wanted = wanted.where(Membership.person_id.in_(people))
    return dict(session().execute(wanted).all())


def count_people(actor: Actor) -> list[DelegationPeople]:
    """The members of each delegation, in the order of delegations."""
    require(policy.can_see_console(actor))
    since = now() - RECENT
    active = log.list_active_people(actor, since) | live.list_authors(actor, since)
    members, recent = _count_by_delegation(), _count_by_delegation(active)
    return [
        DelegationPeople(each, members.get(each.id, 0), recent.get(each.id, 0))
        for each in cooperations.list_delegations(actor)
    ]


def measure(actor: Actor, months: int = USUAL_PERIOD) -> Usage:
    """What was done in so many months, and what there is now."""
    require(policy.can_see_console(actor))
    held = meetings.count_held(actor, months)
    since = datetime.combine(held[0].month, datetime.min.time(), UTC)
    return Usage(
        since.date(),
        held,
        meetings.attendance_by_delegation(actor, since),
        owing.count_owed(actor),
        count_people(actor),
        live.measure_storage(actor),
    )
