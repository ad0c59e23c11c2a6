"""Who may see a meeting, and who may change it."""

from dataclasses import dataclass
from uuid import UUID

from collab.cooperations.policy import is_guest
from collab.core.actor import Actor, Role


@dataclass(frozen=True, slots=True)
class Standing:
    """How an actor stands to a meeting."""

    #: it is of no group, so everybody's
    is_plenary: bool
    #: the actor is in one of its groups
    is_in_group: bool
    is_cancelled: bool = False

    @property
    def is_involved(self) -> bool:
        """Whether it is the actor's own meeting."""
        return self.is_plenary or self.is_in_group


def standing(
    groups: frozenset[UUID], own: frozenset[UUID], *, is_cancelled: bool = False
) -> Standing:
    """How somebody who is in the groups `own` stands to a meeting of `groups`."""
    return Standing(not groups, bool(groups & own), is_cancelled)


def can_see(actor: Actor, at: Standing) -> bool:
    """Guests see the meetings of groups they are in; everybody else sees all."""
    return at.is_in_group or not is_guest(actor)


def can_manage(actor: Actor, at: Standing) -> bool:
    """Coordinators plan every meeting, chairs and secretaries those of their groups."""
    if actor.role is Role.COORDINATOR:
        return True
    return actor.role in (Role.CHAIR, Role.SECRETARY) and at.is_involved


def can_plan(actor: Actor) -> bool:
    """Whether there are meetings that the actor could plan."""
    return actor.role in (Role.COORDINATOR, Role.CHAIR, Role.SECRETARY)


def can_write_minutes(actor: Actor, at: Standing) -> bool:
    """Whoever the meeting is of writes; guests read, and nobody writes of what is cancelled."""
    if at.is_cancelled or is_guest(actor):
        return False
    return actor.role is Role.COORDINATOR or at.is_involved
