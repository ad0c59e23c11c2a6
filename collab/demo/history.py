"""What happened in a cooperation of the demonstration before it is loaded: its activity log."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from collab.activity import chain
from collab.activity.models import Activity
from collab.core.actor import Role
from collab.core.clock import now
from collab.core.db import new_id
from collab.demo.calendar import Calendar
from collab.demo.cooperations import DemoCooperation
from collab.demo.meetings import DemoMeeting
from collab.demo.people import PEOPLE

PLANNED_BEFORE = timedelta(days=16)


def add_history(
    cooperation: DemoCooperation,
    meetings: list[DemoMeeting],
    calendar: Calendar,
    on_boards: list[Activity],
) -> None:
    """Add who founded, joined, planned and recorded what, in the order of time."""
    rows = [*_founding(cooperation), *_meetings(cooperation, meetings, calendar), *on_boards]
    past = [each for each in rows if each.at < now()]
    chain.append(cooperation.id, sorted(past, key=lambda each: each.at))


def joined_on(cooperation: DemoCooperation, handle: str) -> date:
    """The day since which somebody belongs to the cooperation: one after the other, this year."""
    opened = max(cooperation.founded_on, now().date() - timedelta(days=320))
    return opened + timedelta(days=9 * list(cooperation.roles).index(handle))


def _founding(cooperation: DemoCooperation) -> Iterator[Activity]:
    founder = next(who for who, role in cooperation.roles.items() if role is Role.COORDINATOR)
    opened = datetime.combine(cooperation.founded_on, time(9), UTC)
    yield history_row(cooperation, founder, "cooperation.opened", cooperation.id, opened)
    for group in cooperation.groups:
        group_id = cooperation.id_of("group", group.slug)
        made = history_row(
            cooperation, founder, "group.created", group_id, opened + timedelta(hours=1)
        )
        made.details = {"name": group.name}
        yield made
    for handle in cooperation.roles:
        at = datetime.combine(joined_on(cooperation, handle), time(10), UTC)
        yield history_row(
            cooperation, handle, "membership.joined", cooperation.membership_id(handle), at
        )


def _meetings(
    cooperation: DemoCooperation, meetings: list[DemoMeeting], calendar: Calendar
) -> Iterator[Activity]:
    for meeting in meetings:
        meeting_id = cooperation.id_of("meeting", meeting.key)
        starts_at, ends_at = calendar.period(meeting.when, meeting.timezone)
        planned = min(starts_at, now()) - PLANNED_BEFORE
        made = history_row(cooperation, meeting.created_by, "meeting.created", meeting_id, planned)
        made.details = {"title": meeting.title}
        yield made
        if meeting.is_past:
            yield history_row(
                cooperation, meeting.created_by, "attendance.recorded", meeting_id, ends_at
            )


def history_row(
    cooperation: DemoCooperation, handle: str, verb: str, subject_id: UUID, at: datetime
) -> Activity:
    """A line of the log that says that somebody (by handle) did this."""
    delegation = next(each for each in cooperation.delegations if handle in each.people)
    return Activity(
        id=new_id(),
        cooperation_id=cooperation.id,
        person_id=PEOPLE[handle].id,
        role=delegation.people[handle],
        delegation_id=cooperation.id_of("delegation", delegation.short),
        verb=verb,
        subject_id=subject_id,
        details={},
        at=at,
    )
