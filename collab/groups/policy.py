"""Who may see and change working groups."""

from uuid import UUID

from collab.cooperations.policy import is_guest
from collab.core.actor import Actor, Role


def can_see(actor: Actor, *, is_in_group: bool) -> bool:
    """Guests see the groups they were put in; everybody else sees all."""
    return is_in_group or not is_guest(actor)


def can_arrange(actor: Actor) -> bool:
    """Coordinators found groups, and change their names and descriptions."""
    return actor.role is Role.COORDINATOR


def can_place(actor: Actor, delegation_id: UUID, own_role: Role | None) -> bool:
    """Coordinators and chairs of the group place people of their own delegation, nobody else's.

    `own_role` is the actor's role in the group; None when they are not in it.
    """
    if actor.delegation_id != delegation_id or is_guest(actor):
        return False
    return actor.role is Role.COORDINATOR or own_role is Role.CHAIR
