"""Who may invite whom, and who sees which invitation."""

from uuid import UUID

from collab.cooperations import policy as cooperations
from collab.core.actor import Actor, Role


def can_invite(actor: Actor) -> bool:
    """Coordinators and deputies invite into their own delegation."""
    return cooperations.can_manage_members_of(actor, actor.delegation_id)


def can_invite_as(actor: Actor, delegation_id: UUID, role: Role) -> bool:
    """Into that delegation in that role; deputies invite no coordinators."""
    return cooperations.can_give_role(actor, delegation_id, role)


def can_see(actor: Actor, delegation_id: UUID) -> bool:
    """Whom a delegation invited is seen by its own coordinators and deputies only."""
    return cooperations.can_manage_members_of(actor, delegation_id)
