"""Who takes part in a meeting, and who was there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, select

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.activity import service as activity
from collab.cooperations.models import Delegation, Membership
from collab.cooperations.service import Member
from collab.core.actor import Actor, Role
from collab.core.db import new_id, session
from collab.core.errors import Invalid
from collab.groups.models import GroupMember
from collab.meetings.models import Attendance, MeetingGuest, Presence
from collab.meetings.service.lookups import FoundMeeting, find_managed

HERE = (Presence.PRESENT, Presence.REPRESENTED)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is written down about one member; status None: nothing yet."""

    status: Presence | None = None
    #: membership of who came instead
    represented_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Attendee:
    """A member of the cooperation, seen from one meeting."""

    member: Member
    #: still belongs to the cooperation
    is_active: bool
    #: the meeting is of one of their groups, of everybody, or shared with them
    is_invited: bool
    entry: Entry
    #: a guest with whom this meeting is shared
    is_shared: bool = False
    #: their account was erased
    is_erased: bool = False

    @property
    def membership_id(self) -> UUID:
        """The member's id."""
        return self.member.membership_id

    @property
    def is_listed(self) -> bool:
        """Whether the attendance list has a line for them."""
        return self.entry.status is not None or (self.is_active and self.is_invited)


def _is_in_group(found: FoundMeeting) -> ColumnElement[bool]:
    in_group = select(GroupMember.id).where(
        GroupMember.membership_id == Membership.id,
        GroupMember.group_id.in_([group.id for group in found.groups]),
    )
    return in_group.exists()


def _is_shared(found: FoundMeeting) -> ColumnElement[bool]:
    shared = select(MeetingGuest.id).where(
        MeetingGuest.membership_id == Membership.id, MeetingGuest.meeting_id == found.id
    )
    return and_(Membership.role == Role.GUEST, shared.exists())


def list_everybody(actor: Actor, found: FoundMeeting) -> list[Attendee]:
    """Everybody who is or was a member, by delegation and name, in one query."""
    rows = session().execute(
        select(Membership, Person, Delegation, Attendance, _is_in_group(found), _is_shared(found))
        .join(Person, Person.id == Membership.person_id)
        .join(Delegation, Delegation.id == Membership.delegation_id)
        .outerjoin(
            Attendance,
            and_(
                Attendance.membership_id == Membership.id, Attendance.meeting_id == found.meeting.id
            ),
        )
        .order_by(Delegation.position, Delegation.name, Person.name)
    )
    return [_attendee(found, *row) for row in rows]


def _attendee(
    found: FoundMeeting,
    m: Membership,
    p: Person,
    d: Delegation,
    written: Attendance | None,
    is_in_group: bool,
    is_shared: bool,
) -> Attendee:
    member = Member(m.id, p.id, shown_name(p.name), p.color, Role(m.role), d.id, d.name, d.short)
    is_invited = (
        is_in_group or is_shared or (found.standing.is_plenary and member.role is not Role.GUEST)
    )
    entry = Entry(Presence(written.status), written.represented_by) if written else Entry()
    is_erased = p.erased_at is not None
    return Attendee(member, m.ended_at is None, is_invited, entry, bool(is_shared), is_erased)


def _check_entry(
    membership_id: UUID, entry: Entry, listed: Mapping[UUID, Attendee], active: set[UUID]
) -> Any:
    """What is wrong with the entry; None when nothing is."""
    if membership_id not in listed:
        return _l("This person does not take part in the meeting.")
    if entry.status is not Presence.REPRESENTED:
        return None
    if entry.represented_by is None:
        return _l("Please choose who came instead.")
    if entry.represented_by == membership_id:
        return _l("Nobody can represent themselves.")
    if entry.represented_by not in active:
        return _l("This person is not a member any more.")
    return None


def record_attendance(actor: Actor, meeting_id: UUID, entries: Mapping[UUID, Entry]) -> None:
    """Write down who was there; members who are not named keep what is written of them.

    Invalid names memberships whose entry cannot be, and then nothing is written.
    """
    found = find_managed(actor, meeting_id)
    everybody = list_everybody(actor, found)
    listed = {each.membership_id: each for each in everybody if each.is_listed}
    active = {each.membership_id for each in everybody if each.is_active}
    checks = {key: _check_entry(key, entry, listed, active) for key, entry in entries.items()}
    wrong = {str(key): words for key, words in checks.items() if words is not None}
    if wrong:
        raise Invalid(wrong)
    changed = [key for key, entry in entries.items() if entry != listed[key].entry]
    if not changed:
        return
    _write(actor, meeting_id, {key: entries[key] for key in changed})
    activity.record(actor, "attendance.recorded", meeting_id, members=sorted(map(str, changed)))


def _write(actor: Actor, meeting_id: UUID, entries: Mapping[UUID, Entry]) -> None:
    written = session().scalars(
        select(Attendance).where(
            Attendance.meeting_id == meeting_id, Attendance.membership_id.in_(list(entries))
        )
    )
    rows = {row.membership_id: row for row in written}
    for membership_id, entry in entries.items():
        row = rows.get(membership_id)
        if entry.status is None:
            if row is not None:
                session().delete(row)
            continue
        if row is None:
            row = Attendance(
                id=new_id(),
                cooperation_id=actor.cooperation_id,
                meeting_id=meeting_id,
                membership_id=membership_id,
            )
            session().add(row)
        row.status = entry.status
        represented = entry.status is Presence.REPRESENTED
        row.represented_by = entry.represented_by if represented else None
    session().flush()


def by_delegation(attendees: Iterable[Attendee]) -> dict[str, list[Attendee]]:
    """The attendees of each delegation, by its name; order stays."""
    found: dict[str, list[Attendee]] = {}
    for each in attendees:
        found.setdefault(each.member.delegation_name, []).append(each)
    return found


@dataclass(frozen=True, slots=True)
class Count:
    """How a delegation is there; `here` counts whoever came or sent somebody."""

    delegation: str
    short: str
    here: int
    excused: int
    absent: int
    listed: int


def count_by_delegation(listed: Iterable[Attendee]) -> list[Count]:
    """The attendance of each delegation; order stays."""
    counts = []
    for delegation, people in by_delegation(listed).items():
        statuses = [each.entry.status for each in people]
        counts.append(
            Count(
                delegation=delegation,
                short=people[0].member.delegation_short,
                here=sum(statuses.count(each) for each in HERE),
                excused=statuses.count(Presence.EXCUSED),
                absent=statuses.count(Presence.ABSENT),
                listed=len(people),
            )
        )
    return counts
