"""Who may do what in a cooperation as a whole."""

from collab.core.actor import Actor, Role

MANAGING = frozenset({Role.COORDINATOR, Role.CHAIR, Role.SECRETARY})


def is_guest(actor: Actor) -> bool:
    """Whether the actor sees only what was opened to guests."""
    return actor.role is Role.GUEST


def can_list_members(actor: Actor) -> bool:
    """Guests do not see who else is in the cooperation."""
    return not is_guest(actor)


def can_remove_member(actor: Actor, delegation_id: object) -> bool:
    """Coordinators manage the members of their own delegation."""
    return actor.role is Role.COORDINATOR and actor.delegation_id == delegation_id
