"""Who may do what in a cooperation as a whole.

A deputy acts as a coordinator for the members of the delegation: `actor.role` is COORDINATOR and
`actor.is_deputy` says so. What only coordinators themselves may do asks for both.
"""

from uuid import UUID

from collab.core.actor import Actor, Role


def is_guest(actor: Actor) -> bool:
    """Whether the actor sees only what was opened to guests."""
    return actor.role is Role.GUEST


def is_coordinator(actor: Actor) -> bool:
    """Whether the actor is a coordinator in person, not a deputy."""
    return actor.role is Role.COORDINATOR and not actor.is_deputy


def can_list_members(actor: Actor) -> bool:
    """Guests do not see who else is in the cooperation."""
    return not is_guest(actor)


def can_see_console(actor: Actor) -> bool:
    """Coordinators and their deputies."""
    return actor.role is Role.COORDINATOR


def can_manage_members_of(actor: Actor, delegation_id: UUID) -> bool:
    """Coordinators and deputies manage the members of their own delegation, and no other."""
    return actor.role is Role.COORDINATOR and actor.delegation_id == delegation_id


def can_change_member(actor: Actor, delegation_id: UUID, role: Role) -> bool:
    """Whether the actor may change a member with that role; deputies touch no coordinator."""
    is_theirs = can_manage_members_of(actor, delegation_id)
    return is_theirs and (role is not Role.COORDINATOR or is_coordinator(actor))


def can_give_role(actor: Actor, delegation_id: UUID, role: Role) -> bool:
    """Whether the actor may give that role, also by invitation; deputies make no coordinators."""
    return can_change_member(actor, delegation_id, role)


def can_name_deputies(actor: Actor, delegation_id: UUID) -> bool:
    """Coordinators name deputies in their own delegation; deputies do not name others."""
    return is_coordinator(actor) and actor.delegation_id == delegation_id


def can_see_address(actor: Actor, *, person_id: UUID, delegation_id: UUID, is_shared: bool) -> bool:
    """Own delegation's coordinators and deputies, oneself, and all but guests when shared."""
    if actor.person_id == person_id or can_manage_members_of(actor, delegation_id):
        return True
    return is_shared and not is_guest(actor)


def can_govern(actor: Actor) -> bool:
    """Coordinators of the presiding delegation; while none presides, every coordinator.

    Governing is what concerns all delegations: settings, required second factor, presidency,
    archive, deletion.
    """
    return is_coordinator(actor) and actor.is_presiding


def can_stop_deletion(actor: Actor) -> bool:
    """No delegation loses the workspace against its will: every coordinator may stop it."""
    return is_coordinator(actor)
