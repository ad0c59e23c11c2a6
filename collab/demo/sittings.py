"""The rows of a meeting of the demonstration. Each function runs in its unit of work."""

from uuid import UUID

from collab.core.clock import now
from collab.core.db import session
from collab.demo.calendar import Calendar
from collab.demo.cooperations import DemoCooperation
from collab.demo.meetings import DemoMeeting
from collab.meetings.models import AgendaItem, Attendance, Meeting, MeetingGroup, Presence


def add_meeting(cooperation: DemoCooperation, meeting: DemoMeeting, calendar: Calendar) -> UUID:
    """Add the meeting with its groups, agenda and, when it was held, who was there; its id."""
    meeting_id = cooperation.id_of("meeting", meeting.key)
    starts_at, ends_at = calendar.period(meeting.when, meeting.timezone)
    session().add(
        Meeting(
            id=meeting_id,
            title=meeting.title,
            starts_at=starts_at,
            ends_at=ends_at,
            timezone=meeting.timezone,
            place=meeting.place,
            link=meeting.link,
            language=meeting.language,
            cancelled_at=now() if meeting.is_cancelled else None,
            created_by=cooperation.membership_id(meeting.created_by),
        )
    )
    session().flush()  # what belongs to it refers to it
    _add_groups(cooperation, meeting, meeting_id)
    _add_agenda(cooperation, meeting, meeting_id)
    if meeting.is_past:
        _add_attendance(cooperation, meeting, meeting_id)
    return meeting_id


def _add_groups(cooperation: DemoCooperation, meeting: DemoMeeting, meeting_id: UUID) -> None:
    session().add_all(
        MeetingGroup(
            id=cooperation.id_of("meeting", meeting.key, "group", slug),
            meeting_id=meeting_id,
            group_id=cooperation.id_of("group", slug),
        )
        for slug in meeting.groups
    )


def _add_agenda(cooperation: DemoCooperation, meeting: DemoMeeting, meeting_id: UUID) -> None:
    session().add_all(
        AgendaItem(
            id=cooperation.item_id(meeting.key, position),
            meeting_id=meeting_id,
            title=item.title,
            presenter_id=cooperation.membership_id(item.presenter),
            minutes=item.minutes,
            position=position,
        )
        for position, item in enumerate(meeting.items)
    )


def _add_attendance(cooperation: DemoCooperation, meeting: DemoMeeting, meeting_id: UUID) -> None:
    for handle in cooperation.list_invited(meeting.groups):
        instead = meeting.represented.get(handle)
        session().add(
            Attendance(
                id=cooperation.id_of("meeting", meeting.key, "attendance", handle),
                meeting_id=meeting_id,
                membership_id=cooperation.membership_id(handle),
                status=_presence(meeting, handle),
                represented_by=cooperation.membership_id(instead) if instead else None,
            )
        )


def _presence(meeting: DemoMeeting, handle: str) -> Presence:
    if handle in meeting.represented:
        return Presence.REPRESENTED
    if handle in meeting.excused:
        return Presence.EXCUSED
    return Presence.ABSENT if handle in meeting.absent else Presence.PRESENT
