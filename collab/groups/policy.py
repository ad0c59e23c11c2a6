"""Who may see and change working groups."""

from uuid import UUID

from collab.cooperations.policy import is_guest
from collab.core.actor import Actor, Role


def can_see(actor: Actor, *, is_in_group: bool) -> bool:
    """Guests see the groups they were invited to; everybody else sees all."""
    return is_in_group or not is_guest(actor)


def can_arrange(actor: Actor) -> bool:
    """Coordinators found groups, and change their names and descriptions."""
    return actor.role is Role.COORDINATOR


def can_place(actor: Actor, delegation_id: UUID, *, is_in_group: bool) -> bool:
    """Coordinators put members of their own delegation into groups, chairs anybody into theirs."""
    if actor.role is Role.COORDINATOR:
        return actor.delegation_id == delegation_id
    return actor.role is Role.CHAIR and is_in_group
