"""What the meetings of one cooperation keep of a person. Runs in that cooperation's scope."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select

from collab.core.db import session
from collab.live.models import LiveClient, LiveUpdate
from collab.meetings.models import AgendaItem, Attendance, Meeting, MeetingGuest
from collab.minutes.models import Minutes, MinutesAction, MinutesMention
from collab.privacy.own_account import Facts, pick


@dataclass(frozen=True, slots=True)
class Self:
    """The person as this cooperation knows them; no membership: they were only invited."""

    person_id: UUID
    email: str
    membership_id: UUID | None
    #: meetings that they may open now; what stands in others is not told
    open_meetings: frozenset[UUID] = frozenset()
    #: boards that they may open now
    open_boards: frozenset[UUID] = frozenset()
    #: folders, pages and files that they may open now
    open_documents: frozenset[UUID] = frozenset()


def _meeting_facts(meeting: Meeting) -> Facts:
    return {"meeting": meeting.title, "starts_at": meeting.starts_at}


def gather_attendance(own: Self) -> list[Facts]:
    """Whether they were there; not who came instead, nor whom they stood in for."""
    rows = session().execute(
        select(Meeting, Attendance)
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .where(
            or_(
                Attendance.membership_id == own.membership_id,
                Attendance.represented_by == own.membership_id,
            )
        )
        .order_by(Meeting.starts_at)
    )
    return [
        _meeting_facts(meeting)
        | (
            {"status": row.status}
            if row.membership_id == own.membership_id
            else {"status": "stood in for somebody"}
        )
        for meeting, row in rows
    ]


def gather_meetings_created(own: Self) -> list[Facts]:
    """Meetings they planned."""
    rows = session().scalars(
        select(Meeting).where(Meeting.created_by == own.membership_id).order_by(Meeting.starts_at)
    )
    return [_meeting_facts(row) | pick(row, "cancelled_at", "deleted_at") for row in rows]


def gather_presentations(own: Self) -> list[Facts]:
    """Agenda items they present."""
    rows = session().execute(
        select(Meeting, AgendaItem.title)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .where(AgendaItem.presenter_id == own.membership_id)
        .order_by(Meeting.starts_at)
    )
    return [_meeting_facts(meeting) | {"agenda_item": title} for meeting, title in rows]


def gather_shared_meetings(own: Self) -> list[Facts]:
    """Single meetings that were shared with them as a guest, or that they shared."""
    rows = session().execute(
        select(Meeting, MeetingGuest)
        .join(MeetingGuest, MeetingGuest.meeting_id == Meeting.id)
        .where(
            or_(
                MeetingGuest.membership_id == own.membership_id,
                MeetingGuest.shared_by == own.membership_id,
            )
        )
    )
    return [
        _meeting_facts(meeting)
        | {"shared_at": row.shared_at, "with_me": row.membership_id == own.membership_id}
        for meeting, row in rows
    ]


def gather_actions(own: Self) -> list[Facts]:
    """What they owe by the minutes; the words only where they may still read them."""
    rows = session().execute(
        select(Meeting, MinutesAction)
        .join(MinutesAction, MinutesAction.meeting_id == Meeting.id)
        .where(MinutesAction.assignee_id == own.membership_id)
        .order_by(Meeting.starts_at, MinutesAction.position)
    )
    return [
        _meeting_facts(meeting)
        | pick(row, "due", "is_done")
        | ({"words": row.text} if meeting.id in own.open_meetings else {})
        for meeting, row in rows
    ]


def gather_mentions(own: Self) -> list[Facts]:
    """Where minutes name them; the words only where they may still read them."""
    rows = session().execute(
        select(Meeting, MinutesMention)
        .join(MinutesMention, MinutesMention.meeting_id == Meeting.id)
        .where(MinutesMention.membership_id == own.membership_id)
        .order_by(Meeting.starts_at, MinutesMention.position)
    )
    return [
        _meeting_facts(meeting)
        | {"first_seen_at": row.first_seen_at}
        | ({"words": row.excerpt} if meeting.id in own.open_meetings else {})
        for meeting, row in rows
    ]


def gather_writing(own: Self) -> list[Facts]:
    """How many of their changes each minutes' journal holds, and when the first and last came."""
    rows = session().execute(
        select(Meeting, func.count(LiveUpdate.id), func.min(LiveUpdate.at), func.max(LiveUpdate.at))
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .join(LiveUpdate, LiveUpdate.document_id == Minutes.document_id)
        .where(LiveUpdate.author_id == own.person_id)
        .group_by(Meeting.id)
        .order_by(Meeting.starts_at)
    )
    return [
        _meeting_facts(meeting) | {"changes": count, "first_at": first, "last_at": last}
        for meeting, count, first, last in rows
    ]


def list_meetings_to_read(own: Self) -> list[UUID]:
    """Meetings that they attended or planned, or in whose minutes they wrote; the oldest first."""
    attended = select(Attendance.meeting_id).where(Attendance.membership_id == own.membership_id)
    wrote = (
        select(Minutes.meeting_id)
        .join(LiveClient, LiveClient.document_id == Minutes.document_id)
        .where(LiveClient.author_id == own.person_id)
    )
    return list(
        session().scalars(
            select(Meeting.id)
            .where(
                or_(
                    Meeting.created_by == own.membership_id,
                    Meeting.id.in_(attended),
                    Meeting.id.in_(wrote),
                )
            )
            .order_by(Meeting.starts_at, Meeting.id)
        )
    )
