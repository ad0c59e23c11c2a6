"""Planning meetings: create, edit, cancel, delete, and taking that back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from collab.activity import service as activity
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import Conflict, Invalid, NotFound, require
from collab.groups import service as groups_service
from collab.meetings import policy, times
from collab.meetings.models import Meeting, MeetingGroup
from collab.meetings.service import agenda
from collab.meetings.service.lookups import (
    FoundMeeting,
    find_any_meeting,
    find_managed,
)

MAX_TITLE = 200
MAX_PLACE = 200
MAX_LINK = 500
MAX_DAYS = 14
_TOO_LONG = _l("Please use at most %(max)d characters.", max=MAX_TITLE)


class MeetingChanged(Conflict):
    """Somebody saved the meeting after its form was opened."""

    code = "meeting_changed"
    message = _l("Somebody else changed this meeting while you were editing it.")


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """What the form of a meeting says; start and end are by the clocks of its time zone."""

    title: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    place: str
    link: str
    language: str
    groups: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Edit:
    """Somebody's change of a meeting: their name, and what the changed fields said before."""

    name: str
    before: dict[str, Any]


def _check_words(plan: MeetingPlan) -> dict[str, Any]:
    wrong: dict[str, Any] = {}
    if not plan.title:
        wrong["title"] = _l("Please enter a title.")
    if len(plan.title) > MAX_TITLE:
        wrong["title"] = _TOO_LONG
    if len(plan.place) > MAX_PLACE:
        wrong["place"] = _TOO_LONG
    if plan.link and not plan.link.lower().startswith(("https://", "http://")):
        wrong["link"] = _l("A link begins with https:// or http://.")
    elif len(plan.link) > MAX_LINK or any(mark in plan.link for mark in " \t\r\n<>\"'`"):
        wrong["link"] = _l("This is not a link that can be opened.")
    return wrong


def _check_clocks(plan: MeetingPlan) -> dict[str, Any]:
    """What is wrong with zone, start and end by themselves."""
    if not times.is_zone(plan.timezone):
        return {"timezone": _l("There is no such time zone.")}
    skipped = _l("Clocks are put forward then: this time does not exist that day.")
    locals_ = {"starts_at": plan.starts_at, "ends_at": plan.ends_at}
    return {
        name: skipped for name, local in locals_.items() if not times.exists(local, plan.timezone)
    }


def _moments(plan: MeetingPlan, old: Meeting | None) -> tuple[datetime, datetime]:
    """Start and end (UTC). Where clocks show a time twice, what was not touched stays."""
    zone = plan.timezone
    starts_at = times.to_moment(plan.starts_at, zone)
    if old is not None and times.to_local(old.starts_at, zone) == plan.starts_at:
        starts_at = old.starts_at
    if old is not None and times.to_local(old.ends_at, zone) == plan.ends_at:
        return starts_at, old.ends_at
    return starts_at, times.to_moment(plan.ends_at, zone, after=starts_at)


def _check_times(plan: MeetingPlan, old: Meeting | None) -> dict[str, Any]:
    wrong = _check_clocks(plan)
    if wrong:
        return wrong
    starts_at, ends_at = _moments(plan, old)
    if ends_at <= starts_at:
        wrong["ends_at"] = _l("The meeting ends before it starts.")
    elif times.is_longer_than(starts_at, ends_at, MAX_DAYS):
        wrong["ends_at"] = _l("A meeting takes at most %(days)d days.", days=MAX_DAYS)
    return wrong


def _check_groups(actor: Actor, plan: MeetingPlan, kept: frozenset[UUID]) -> dict[str, Any]:
    known = {group.id for group in groups_service.list_groups(actor)} | kept
    if plan.groups - known:
        return {"groups": _l("There is no such group any more.")}
    at = policy.standing(plan.groups, groups_service.own_roles(actor))
    if not policy.can_manage(actor, at):
        return {"groups": _l("Please choose at least one group that you chair or write for.")}
    return {}


def find_faults(actor: Actor, plan: MeetingPlan, old: FoundMeeting | None = None) -> dict[str, Any]:
    """What is wrong with the plan of a new or an old meeting: field → words."""
    kept = frozenset(group.id for group in old.groups) if old else frozenset()
    row = old.meeting if old else None
    return _check_words(plan) | _check_times(plan, row) | _check_groups(actor, plan, kept)


def _values(actor: Actor, plan: MeetingPlan, old: FoundMeeting | None = None) -> dict[str, Any]:
    """The columns that the plan means; Invalid says what cannot be."""
    wrong = find_faults(actor, plan, old)
    if wrong:
        raise Invalid(wrong)
    starts_at, ends_at = _moments(plan, old.meeting if old else None)
    return {
        "title": plan.title,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "timezone": plan.timezone,
        "place": plan.place,
        "link": plan.link,
        "language": plan.language,
    }


def _set_groups(actor: Actor, meeting_id: UUID, groups: frozenset[UUID]) -> None:
    session().execute(delete(MeetingGroup).where(MeetingGroup.meeting_id == meeting_id))
    session().add_all(
        MeetingGroup(
            id=new_id(),
            cooperation_id=actor.cooperation_id,
            meeting_id=meeting_id,
            group_id=group_id,
        )
        for group_id in sorted(groups)
    )
    session().flush()


def may_plan(actor: Actor) -> bool:
    """Whether there are meetings that the actor could plan."""
    if policy.can_plan(actor, ()):
        return True
    return policy.can_plan(actor, groups_service.own_roles(actor).values())


def create_meeting(actor: Actor, plan: MeetingPlan, items: list[str] | None = None) -> Meeting:
    """Plan a meeting, with an agenda of these titles; Invalid names the field."""
    require(may_plan(actor))
    values = _values(actor, plan)
    titles = agenda.checked_titles(items or [])
    meeting = Meeting(
        id=new_id(),
        cooperation_id=actor.cooperation_id,
        version=1,
        created_by=actor.membership_id,
        **values,
    )
    session().add(meeting)
    session().flush()  # groups and agenda refer to it
    _set_groups(actor, meeting.id, plan.groups)
    agenda.fill_agenda(actor, meeting.id, titles)
    activity.record(actor, "meeting.created", meeting.id, title=meeting.title)
    return meeting


def _as_details(values: Mapping[str, Any], groups: frozenset[UUID]) -> dict[str, Any]:
    told = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }
    return told | {"groups": sorted(map(str, groups))}


def edit_meeting(actor: Actor, meeting_id: UUID, version: int, plan: MeetingPlan) -> Meeting:
    """Change a meeting as it was in `version`; MeetingChanged when it is another one by now."""
    found = find_managed(actor, meeting_id)
    meeting, kept = found.meeting, frozenset(group.id for group in found.groups)
    if meeting.version != version:
        raise MeetingChanged
    values = _values(actor, plan, found)
    before = _as_details({name: getattr(meeting, name) for name in values}, kept)
    after = _as_details(values, plan.groups)
    changes = {name: before[name] for name in before if before[name] != after[name]}
    if not changes:
        return meeting
    for name, value in values.items():
        setattr(meeting, name, value)
    if "groups" in changes:
        _set_groups(actor, meeting.id, plan.groups)
    meeting.version += 1
    session().flush()
    activity.record(actor, "meeting.edited", meeting.id, version=meeting.version, before=changes)
    return meeting


def cancel_meeting(actor: Actor, meeting_id: UUID) -> FoundMeeting:
    """Say that the meeting will not take place; its minutes can only be read then."""
    found = find_managed(actor, meeting_id)
    if not found.meeting.is_cancelled:
        found.meeting.cancelled_at = now()
        activity.record(actor, "meeting.cancelled", meeting_id)
    return found


def uncancel_meeting(actor: Actor, meeting_id: UUID) -> FoundMeeting:
    """The meeting takes place after all."""
    found = find_managed(actor, meeting_id)
    if found.meeting.is_cancelled:
        found.meeting.cancelled_at = None
        activity.record(actor, "meeting.uncancelled", meeting_id)
    return found


def delete_meeting(actor: Actor, meeting_id: UUID) -> FoundMeeting:
    """Take the meeting and its minutes out of sight, until somebody restores it."""
    found = find_managed(actor, meeting_id)
    found.meeting.deleted_at = now()
    activity.record(actor, "meeting.deleted", meeting_id)
    return found


def restore_meeting(actor: Actor, meeting_id: UUID) -> FoundMeeting:
    """Bring a deleted meeting back as it was."""
    found = find_any_meeting(actor, meeting_id, locks=True)
    require(policy.can_manage(actor, found.standing))
    if found.meeting.deleted_at is not None:
        found.meeting.deleted_at = None
        activity.record(actor, "meeting.restored", meeting_id)
    return found


def find_deleted(actor: Actor, meeting_id: UUID) -> FoundMeeting | None:
    """A deleted meeting that the actor may restore; None when there is no such one."""
    try:
        found = find_any_meeting(actor, meeting_id)
    except NotFound:
        return None
    can_restore = policy.can_manage(actor, found.standing)
    return found if can_restore and found.meeting.deleted_at is not None else None


def list_edits(actor: Actor, meeting_id: UUID, *, after: int) -> list[Edit]:
    """Who changed what since that version of the meeting, the latest first."""
    rows = activity.list_activity(actor, "meeting.edited", meeting_id)
    names = activity.name_people(rows)
    # erased details say nothing
    later = (row for row in rows if row.details.get("version", 0) > after)
    return [Edit(names[row.person_id], row.details["before"]) for row in later if row.person_id]
