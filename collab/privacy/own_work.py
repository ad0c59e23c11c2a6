"""What one cooperation keeps of a person. Runs in that cooperation's scope only."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import or_, select

from collab.activity.models import Activity
from collab.cooperations.models import (
    Cooperation,
    Delegation,
    Deputy,
    Membership,
    PresidencyTerm,
)
from collab.core.db import session
from collab.groups.models import GroupMember, WorkingGroup
from collab.invitations.models import Invitation, InvitationList
from collab.privacy import own_documents, own_meetings, own_tasks
from collab.privacy.own_account import Facts, pick
from collab.privacy.own_meetings import Self


def gather_cooperation(own: Self) -> Facts:
    """Which one it is."""
    row = session().scalars(select(Cooperation)).one()
    return pick(row, "slug", "name", "archived_at") | {
        "i_asked_for_its_deletion": row.deletion_requested_by == own.person_id
    }


def gather_membership(own: Self) -> Facts | None:
    """Role, delegation and dates."""
    row = session().execute(
        select(Membership, Delegation.name)
        .join(Delegation, Delegation.id == Membership.delegation_id)
        .where(Membership.id == own.membership_id)
    )
    for membership, delegation in row:
        names = ["id", "role", "joined_at", "suspended_at", "ended_at", "shares_address"]
        return pick(membership, *names) | {"delegation": delegation}
    return None


def gather_deputies(own: Self) -> list[Facts]:
    """When they stood in for a coordinator, or named somebody who did."""
    rows = session().scalars(
        select(Deputy).where(
            or_(Deputy.membership_id == own.membership_id, Deputy.named_by == own.membership_id)
        )
    )
    return [
        pick(row, "starts_on", "ends_on", "revoked_at")
        | {"i_was_deputy": row.membership_id == own.membership_id}
        for row in rows
    ]


def gather_presidency(own: Self) -> list[Facts]:
    """Terms of the presidency that they handed over."""
    rows = session().scalars(
        select(PresidencyTerm).where(PresidencyTerm.handed_over_by == own.person_id)
    )
    return [pick(row, "starts_on", "ends_on", "handed_over_at", "note") for row in rows]


def gather_groups(own: Self) -> list[Facts]:
    """The working groups they are in, and as what."""
    rows = session().execute(
        select(WorkingGroup.name, GroupMember.role)
        .join(GroupMember, GroupMember.group_id == WorkingGroup.id)
        .where(GroupMember.membership_id == own.membership_id)
        .order_by(WorkingGroup.position)
    )
    return [{"group": name, "role": role} for name, role in rows]


def gather_invitations(own: Self) -> Facts:
    """Those sent to them in full; of those they sent no address, which is somebody else's."""
    sent = session().scalars(select(Invitation).where(Invitation.invited_by == own.person_id))
    lists = session().scalars(
        select(InvitationList).where(InvitationList.created_by == own.person_id)
    )
    to_me = session().scalars(
        select(Invitation).where(
            or_(Invitation.person_id == own.person_id, Invitation.email == own.email)
        )
    )
    dates = ("role", "state", "language", "created_at", "sent_at", "expires_at", "settled_at")
    return {
        "sent": [pick(row, *dates, "note") for row in sent],
        "lists": [pick(row, "created_at", "sent_at") for row in lists],
        "for_me": [pick(row, *dates, "email", "name", "note", "reason") for row in to_me],
    }


def gather_activity(own: Self) -> list[Facts]:
    """What they did; not the details, which may name others."""
    rows = session().scalars(
        select(Activity).where(Activity.person_id == own.person_id).order_by(Activity.number)
    )
    return [pick(row, "number", "at", "verb", "role", "subject_id") for row in rows]


PARTS: dict[str, Callable[[Self], Any]] = {
    "cooperation": gather_cooperation,
    "membership": gather_membership,
    "deputies": gather_deputies,
    "presidency": gather_presidency,
    "groups": gather_groups,
    "attendance": own_meetings.gather_attendance,
    "meetings_created": own_meetings.gather_meetings_created,
    "presentations": own_meetings.gather_presentations,
    "shared_meetings": own_meetings.gather_shared_meetings,
    "actions": own_meetings.gather_actions,
    "mentions": own_meetings.gather_mentions,
    "invitations": gather_invitations,
    "activity": gather_activity,
    "writing": own_meetings.gather_writing,
    "tasks_owed": own_tasks.gather_tasks_owed,
    "tasks_created": own_tasks.gather_tasks_created,
    "checklist_steps": own_tasks.gather_steps_done,
    "task_comments": own_tasks.gather_comments,
    "task_files": own_tasks.gather_files,
    "saved_filters": own_tasks.gather_filters,
    "calendar_addresses": own_tasks.gather_feeds,
    "notifications": own_tasks.gather_notifications,
    "notification_choices": own_tasks.gather_choices,
    **own_documents.PARTS,
}
