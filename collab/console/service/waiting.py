"""What waits for a coordinator."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from collab.boards.service import owing
from collab.cooperations import policy
from collab.cooperations import service as cooperations
from collab.cooperations.service import NamedDeputy, Term
from collab.core.actor import Actor, Role
from collab.core.clock import now
from collab.core.db import session
from collab.core.errors import require
from collab.groups.models import GroupMember, WorkingGroup
from collab.invitations.models import Invitation
from collab.invitations.models import State as InvitationState
from collab.live import service as live
from collab.live.service import Broken
from collab.meetings.models import AgendaItem, Meeting

#: how many days before its end a deputyship is shown
SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Numbers of what is open; where nothing is said, in the whole cooperation."""

    current: Term | None
    following: Term | None
    #: of the actor's delegation
    invitations: int
    #: of the actor's delegation
    overdue: int
    #: of the actor's delegation, those that end soon
    deputies: list[NamedDeputy]
    groups_without_chair: int
    meetings_without_agenda: int
    broken: list[Broken]


def _count(column: Any, *where: Any) -> int:
    return session().scalar(select(func.count(column)).where(*where)) or 0


def count_waiting_invitations(actor: Actor, *where: Any) -> int:
    """Invitations that nobody has answered yet, and that can still be."""
    waiting = (Invitation.state == InvitationState.WAITING, Invitation.expires_at > now())
    return _count(Invitation.id, *waiting, *where)


def count_groups_without_chair(actor: Actor) -> int:
    """Working groups that nobody chairs."""
    chair = select(GroupMember.id).where(
        GroupMember.group_id == WorkingGroup.id, GroupMember.role == Role.CHAIR
    )
    return _count(WorkingGroup.id, ~chair.exists())


def count_meetings_without_agenda(actor: Actor) -> int:
    """Planned meetings whose agenda is still empty."""
    item = select(AgendaItem.id).where(AgendaItem.meeting_id == Meeting.id)
    return _count(
        Meeting.id,
        Meeting.starts_at > now(),
        Meeting.cancelled_at.is_(None),
        Meeting.deleted_at.is_(None),
        ~item.exists(),
    )


def list_ending_deputies(actor: Actor) -> list[NamedDeputy]:
    """The deputies of the actor's delegation whose last day is near, by that day."""
    last = now().date() + SOON
    named = cooperations.list_deputies(actor, actor.delegation_id)
    return sorted((each for each in named if each.ends_on <= last), key=lambda each: each.ends_on)


def find_waiting(actor: Actor) -> Waiting:
    """What waits at this moment."""
    require(policy.can_see_console(actor))
    return Waiting(
        cooperations.current_term(actor),
        cooperations.next_term(actor),
        count_waiting_invitations(actor, Invitation.delegation_id == actor.delegation_id),
        owing.count_overdue(actor),
        list_ending_deputies(actor),
        count_groups_without_chair(actor),
        count_meetings_without_agenda(actor),
        live.list_broken(actor),
    )
