"""Meetings as an actor finds them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Row, Select, and_, false, or_, select

from collab.cooperations.policy import is_guest
from collab.core.actor import Actor, Role
from collab.core.clock import now
from collab.core.db import session
from collab.core.errors import NotFound, require
from collab.groups.models import GroupMember, WorkingGroup
from collab.meetings import policy
from collab.meetings.models import Meeting, MeetingGroup, MeetingGuest

PAGE = 20
#: a group of a meeting, and the actor's role in it (None: they are not in it)
_Group = tuple[WorkingGroup, Role | None]


class MeetingDeleted(NotFound):
    """The actor could see it, but somebody deleted it."""

    # the code stays not_found: open editors then stop asking, and show this message
    message = _l("This meeting was deleted.")


class When(StrEnum):
    """Which part of the calendar."""

    COMING = "coming"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class FoundMeeting:
    """A meeting, its groups in their order, and how the actor stands to it."""

    meeting: Meeting
    groups: tuple[WorkingGroup, ...]
    standing: policy.Standing

    @property
    def id(self) -> UUID:
        """The meeting's id."""
        return self.meeting.id

    @property
    def is_running(self) -> bool:
        """Whether it takes place at this moment."""
        meeting = self.meeting
        return not meeting.is_cancelled and meeting.starts_at <= now() < meeting.ends_at

    @property
    def is_past(self) -> bool:
        """Whether it is over."""
        return self.meeting.ends_at <= now()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list of meetings."""

    meetings: list[FoundMeeting]
    number: int
    has_next: bool


def _groups_of(actor: Actor, meeting_ids: Iterable[UUID]) -> dict[UUID, list[_Group]]:
    """By meeting: its groups in their order, each with the actor's role in it."""
    rows = session().execute(
        select(MeetingGroup.meeting_id, WorkingGroup, GroupMember.role)
        .join(WorkingGroup, WorkingGroup.id == MeetingGroup.group_id)
        .outerjoin(
            GroupMember,
            and_(
                GroupMember.group_id == WorkingGroup.id,
                GroupMember.membership_id == actor.membership_id,
            ),
        )
        .where(MeetingGroup.meeting_id.in_(list(meeting_ids)))
        .order_by(WorkingGroup.position, WorkingGroup.name)
    )
    found: defaultdict[UUID, list[_Group]] = defaultdict(list)
    for meeting_id, group, role in rows:
        found[meeting_id].append((group, Role(role) if role else None))
    return found


def _found(meeting: Meeting, groups: list[_Group], *, is_shared: bool) -> FoundMeeting:
    at = policy.Standing(
        is_plenary=not groups,
        roles=frozenset(role for _group, role in groups if role),
        is_shared=is_shared,
        is_cancelled=meeting.is_cancelled,
    )
    return FoundMeeting(meeting, tuple(group for group, _role in groups), at)


def _is_shared(actor: Actor) -> ColumnElement[bool]:
    """Whether the meeting is shared with the actor; only guests need that."""
    if not is_guest(actor):
        return false()
    return (
        select(MeetingGuest.id)
        .where(
            MeetingGuest.meeting_id == Meeting.id,
            MeetingGuest.membership_id == actor.membership_id,
        )
        .exists()
    )


def find_any_meeting(actor: Actor, meeting_id: UUID, *, locks: bool = False) -> FoundMeeting:
    """The meeting, also a deleted one; NotFound when the actor may not see it.

    `locks`: nobody else changes it until the end of this unit of work.
    """
    wanted = select(Meeting, _is_shared(actor)).where(Meeting.id == meeting_id)
    row = session().execute(wanted.with_for_update(of=Meeting) if locks else wanted).first()
    if row is None:
        raise NotFound
    groups = _groups_of(actor, [meeting_id])[meeting_id]
    found = _found(row[0], groups, is_shared=bool(row[1]))
    if not policy.can_see(actor, found.standing):
        raise NotFound
    return found


def find_meeting(actor: Actor, meeting_id: UUID, *, locks: bool = False) -> FoundMeeting:
    """The meeting; NotFound when the actor may not see it, MeetingDeleted when it is gone."""
    found = find_any_meeting(actor, meeting_id, locks=locks)
    if found.meeting.deleted_at is not None:
        raise MeetingDeleted
    return found


def find_managed(actor: Actor, meeting_id: UUID) -> FoundMeeting:
    """The meeting for a change, locked; Forbidden when the actor may only see it."""
    found = find_meeting(actor, meeting_id, locks=True)
    require(policy.can_manage(actor, found.standing))
    return found


def _of_group(group_id: UUID) -> Any:
    return (
        select(MeetingGroup.id)
        .where(MeetingGroup.meeting_id == Meeting.id, MeetingGroup.group_id == group_id)
        .exists()
    )


def _of_own_groups(actor: Actor) -> Any:
    return (
        select(MeetingGroup.id)
        .join(GroupMember, GroupMember.group_id == MeetingGroup.group_id)
        .where(
            MeetingGroup.meeting_id == Meeting.id,
            GroupMember.membership_id == actor.membership_id,
        )
        .exists()
    )


def is_visible(actor: Actor) -> ColumnElement[bool]:
    """The condition that the actor may see a `Meeting` of a query, and nobody deleted it."""
    stays = Meeting.deleted_at.is_(None)
    if not is_guest(actor):
        return stays
    return and_(stays, or_(_of_own_groups(actor), _is_shared(actor)))


def _visible(actor: Actor, when: When) -> Select[Meeting, bool]:
    wanted = select(Meeting, _is_shared(actor)).where(is_visible(actor))
    if when is When.PAST:
        return wanted.where(Meeting.ends_at <= now()).order_by(Meeting.starts_at.desc(), Meeting.id)
    return wanted.where(Meeting.ends_at > now()).order_by(Meeting.starts_at, Meeting.id)


def _with_groups(actor: Actor, rows: Sequence[Row[Meeting, bool]]) -> list[FoundMeeting]:
    groups = _groups_of(actor, (row[0].id for row in rows)) if rows else {}
    return [_found(row[0], groups.get(row[0].id, []), is_shared=bool(row[1])) for row in rows]


def list_meetings(actor: Actor, when: When, *, group_id: UUID | None = None, page: int = 1) -> Page:
    """A page of the meetings the actor may see: coming ones by start, past ones latest first."""
    wanted = _visible(actor, when)
    if group_id is not None:
        wanted = wanted.where(_of_group(group_id))
    rows = session().execute(wanted.limit(PAGE + 1).offset((page - 1) * PAGE)).all()
    return Page(_with_groups(actor, rows[:PAGE]), page, len(rows) > PAGE)


def list_my_next_meetings(actor: Actor, limit: int) -> list[FoundMeeting]:
    """The next meetings of the actor's groups, plenaries and shared ones; cancelled ones not."""
    wanted = _visible(actor, When.COMING).where(Meeting.cancelled_at.is_(None))
    if not is_guest(actor):  # guests see no others anyway
        plenary = ~select(MeetingGroup.id).where(MeetingGroup.meeting_id == Meeting.id).exists()
        wanted = wanted.where(or_(plenary, _of_own_groups(actor)))
    return _with_groups(actor, session().execute(wanted.limit(limit)).all())
