"""Who may see a board, work on its tasks, and arrange it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from collab.cooperations.policy import is_guest
from collab.core.actor import Actor, Role

#: the roles that lead: in a group its boards, in the cooperation the cooperation's
LEADING = frozenset({Role.CHAIR, Role.SECRETARY})


@dataclass(frozen=True, slots=True)
class Standing:
    """How an actor stands to a board."""

    #: it is of no group, so everybody's
    is_common: bool
    #: the actor's role in its group; None: they are not in it
    role: Role | None = None
    is_archived: bool = False


def standing(
    group_id: UUID | None, own: Mapping[UUID, Role], *, is_archived: bool = False
) -> Standing:
    """How somebody with the roles `own` in their groups stands to a board of that group."""
    role = own.get(group_id) if group_id else None
    return Standing(is_common=group_id is None, role=role, is_archived=is_archived)


def can_see(actor: Actor, at: Standing) -> bool:
    """Guests see the boards of their groups; everybody else sees all."""
    return at.role is not None or not is_guest(actor)


def can_work(actor: Actor, at: Standing) -> bool:
    """Create, change and move tasks: whoever is in the group, coordinators; on the cooperation's
    board everybody. Guests read; what is archived stays as it is.
    """
    if at.is_archived or actor.is_archived or is_guest(actor):
        return False
    if actor.role is Role.COORDINATOR or at.is_common:
        return True
    return at.role is not None and at.role is not Role.GUEST


def can_finish(actor: Actor, at: Standing, *, is_owner: bool) -> bool:
    """Move, close and reopen a task, and check its steps: also whoever owes it, guest or not."""
    if can_work(actor, at):
        return True
    return is_owner and not at.is_archived and not actor.is_archived


def can_comment(actor: Actor, at: Standing, *, is_owner: bool) -> bool:
    """Everybody who sees the board but guests; guests on tasks that they owe."""
    if at.is_archived or actor.is_archived:
        return False
    return is_owner or (can_see(actor, at) and not is_guest(actor))


def can_arrange(actor: Actor, at: Standing) -> bool:
    """Columns, lanes, labels, name and archive: coordinators; chair and secretary of the group,
    for the cooperation's board those of the cooperation. Also of an archived board, to reopen it.
    """
    if actor.is_archived or is_guest(actor):
        return False
    if actor.role is Role.COORDINATOR:
        return True
    return actor.role in LEADING if at.is_common else at.role in LEADING
