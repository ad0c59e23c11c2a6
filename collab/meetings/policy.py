"""Who may see a meeting, and who may change it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from collab.cooperations.policy import is_guest
from collab.core.actor import Actor, Role

#: the roles that lead: in a group its meetings, in the cooperation the plenaries
LEADING = frozenset({Role.CHAIR, Role.SECRETARY})


@dataclass(frozen=True, slots=True)
class Standing:
    """How an actor stands to a meeting."""

    #: it is of no group, so everybody's
    is_plenary: bool
    #: the roles that the actor has in its groups; empty: they are in none of them
    roles: frozenset[Role] = frozenset()
    #: it is shared with the actor, who is a guest
    is_shared: bool = False
    is_cancelled: bool = False

    @property
    def is_in_group(self) -> bool:
        """Whether the actor is in one of its groups."""
        return bool(self.roles)


def standing(
    groups: Collection[UUID], own: Mapping[UUID, Role], *, is_cancelled: bool = False
) -> Standing:
    """How somebody with the roles `own` in their groups stands to a meeting of `groups`."""
    roles = frozenset(own[group] for group in groups if group in own)
    return Standing(is_plenary=not groups, roles=roles, is_cancelled=is_cancelled)


def can_see(actor: Actor, at: Standing) -> bool:
    """Guests see the meetings of their groups and what is shared with them; others see all."""
    return at.is_in_group or at.is_shared or not is_guest(actor)


def can_manage(actor: Actor, at: Standing) -> bool:
    """Coordinators; chairs and secretaries of its groups, or of the cooperation for a plenary."""
    if is_guest(actor):
        return False
    if actor.role is Role.COORDINATOR:
        return True
    return actor.role in LEADING if at.is_plenary else bool(at.roles & LEADING)


def can_plan(actor: Actor, own: Collection[Role]) -> bool:
    """Whether there are meetings that somebody with the roles `own` in groups could plan."""
    if is_guest(actor):
        return False
    return actor.role is Role.COORDINATOR or actor.role in LEADING or bool(LEADING & set(own))


def can_share(actor: Actor, at: Standing) -> bool:
    """Whoever manages a meeting shares it with guests, and takes that back."""
    return can_manage(actor, at)


def can_write_minutes(actor: Actor, at: Standing) -> bool:
    """Whoever the meeting is of writes; guests read; what is cancelled or archived stays."""
    if at.is_cancelled or actor.is_archived or is_guest(actor):
        return False
    if actor.role is Role.COORDINATOR or at.is_plenary:
        return True
    return bool(at.roles - {Role.GUEST})
