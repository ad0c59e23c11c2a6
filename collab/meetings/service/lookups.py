"""Meetings as an actor finds them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, and_, or_, select

from collab.cooperations.policy import is_guest
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import session
from collab.core.errors import NotFound, require
from collab.groups.models import GroupMember, WorkingGroup
from collab.meetings import policy
from collab.meetings.models import Meeting, MeetingGroup

PAGE = 20


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


def _groups_of(actor: Actor, meeting_ids: Iterable[UUID]) -> dict[UUID, list[tuple[Any, bool]]]:
    """By meeting: its groups in their order, each with whether the actor is in it."""
    rows = session().execute(
        select(MeetingGroup.meeting_id, WorkingGroup, GroupMember.id)
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
    found: defaultdict[UUID, list[tuple[Any, bool]]] = defaultdict(list)
    for meeting_id, group, place in rows:
        found[meeting_id].append((group, place is not None))
    return found


def _found(meeting: Meeting, groups: list[tuple[Any, bool]]) -> FoundMeeting:
    at = policy.Standing(
        is_plenary=not groups,
        is_in_group=any(is_in for _group, is_in in groups),
        is_cancelled=meeting.is_cancelled,
    )
    return FoundMeeting(meeting, tuple(group for group, _is_in in groups), at)


def find_any_meeting(actor: Actor, meeting_id: UUID, *, locks: bool = False) -> FoundMeeting:
    """The meeting, also a deleted one; NotFound when the actor may not see it.

    `locks`: nobody else changes it until the end of this unit of work.
    """
    wanted = select(Meeting).where(Meeting.id == meeting_id)
    meeting = session().scalar(wanted.with_for_update() if locks else wanted)
    if meeting is None:
        raise NotFound
    found = _found(meeting, _groups_of(actor, [meeting_id])[meeting_id])
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


def _visible(actor: Actor, when: When) -> Select[Meeting]:
    wanted = select(Meeting).where(Meeting.deleted_at.is_(None))
    if is_guest(actor):
        wanted = wanted.where(_of_own_groups(actor))
    if when is When.PAST:
        return wanted.where(Meeting.ends_at <= now()).order_by(Meeting.starts_at.desc(), Meeting.id)
    return wanted.where(Meeting.ends_at > now()).order_by(Meeting.starts_at, Meeting.id)


def _with_groups(actor: Actor, meetings: list[Meeting]) -> list[FoundMeeting]:
    groups = _groups_of(actor, (each.id for each in meetings)) if meetings else {}
    return [_found(each, groups.get(each.id, [])) for each in meetings]


def list_meetings(actor: Actor, when: When, *, group_id: UUID | None = None, page: int = 1) -> Page:
    """A page of the meetings the actor may see: coming ones by start, past ones latest first."""
    wanted = _visible(actor, when)
    if group_id is not None:
        wanted = wanted.where(_of_group(group_id))
    rows = session().scalars(wanted.limit(PAGE + 1).offset((page - 1) * PAGE)).all()
    return Page(_with_groups(actor, list(rows[:PAGE])), page, len(rows) > PAGE)


def list_my_next_meetings(actor: Actor, limit: int) -> list[FoundMeeting]:
    """The next meetings of the actor's groups, and plenaries, by start; cancelled ones not."""
    plenary = ~select(MeetingGroup.id).where(MeetingGroup.meeting_id == Meeting.id).exists()
    mine = _of_own_groups(actor) if is_guest(actor) else or_(plenary, _of_own_groups(actor))
    wanted = _visible(actor, When.COMING).where(mine, Meeting.cancelled_at.is_(None))
    return _with_groups(actor, list(session().scalars(wanted.limit(limit))))
