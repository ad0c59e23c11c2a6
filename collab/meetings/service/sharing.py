"""Single meetings that are shared with guests of the cooperation."""

from functools import partial
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from collab.activity import service as activity
from collab.cooperations import service as cooperations
from collab.core import revocation
from collab.core.actor import Actor, Role
from collab.core.clock import now
from collab.core.db import after_commit, new_id, session
from collab.core.errors import Conflict, NotFound, require
from collab.meetings import policy
from collab.meetings.models import MeetingGuest
from collab.meetings.service.lookups import find_meeting


class NoGuest(Conflict):
    """Who is not a guest sees the meeting anyway."""

    code = "no_guest"
    message = _l("This person is not a guest any more, and sees every meeting.")


def share_meeting(actor: Actor, meeting_id: UUID, membership_id: UUID) -> None:
    """Let a guest of the cooperation see the meeting; nothing happens when they do already."""
    found = find_meeting(actor, meeting_id, locks=True)
    require(policy.can_share(actor, found.standing))
    membership = cooperations.find_membership(actor, membership_id)
    if membership.role != Role.GUEST:
        raise NoGuest
    if _find(meeting_id, membership_id) is not None:
        return
    session().add(
        MeetingGuest(
            id=new_id(),
            cooperation_id=actor.cooperation_id,
            meeting_id=meeting_id,
            membership_id=membership_id,
            shared_by=actor.membership_id,
            shared_at=now(),
        )
    )
    session().flush()
    activity.record(actor, "meeting.shared", meeting_id, membership_id=str(membership_id))
    _ask_again(actor, membership.person_id)


def unshare_meeting(actor: Actor, meeting_id: UUID, membership_id: UUID) -> None:
    """Take that back; what the guest has open of the meeting closes at once."""
    found = find_meeting(actor, meeting_id, locks=True)
    require(policy.can_share(actor, found.standing))
    row = _find(meeting_id, membership_id)
    if row is None:
        raise NotFound
    membership = cooperations.find_membership(actor, membership_id)
    session().delete(row)
    session().flush()
    activity.record(actor, "meeting.unshared", meeting_id, membership_id=str(membership_id))
    _ask_again(actor, membership.person_id)


def _find(meeting_id: UUID, membership_id: UUID) -> MeetingGuest | None:
    return session().scalar(
        select(MeetingGuest).where(
            MeetingGuest.meeting_id == meeting_id, MeetingGuest.membership_id == membership_id
        )
    )


def _ask_again(actor: Actor, person_id: UUID) -> None:
    after_commit(
        partial(revocation.announce, person_id=person_id, cooperation_id=actor.cooperation_id)
    )
