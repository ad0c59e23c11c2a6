"""Who may see a document, comment on it, write it, and share it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from collab.cooperations.policy import is_guest
from collab.core.actor import Actor, Role
from collab.documents.models import Audience, Document

#: the roles that lead: in a group its documents, in the cooperation the cooperation's
LEADING = frozenset({Role.CHAIR, Role.SECRETARY})


@dataclass(frozen=True, slots=True)
class Standing:
    """How an actor stands to a document."""

    audience: Audience
    is_for_guests: bool = False
    #: it is of no group, so everybody's
    is_common: bool = False
    #: the actor's role in its group; None: they are not in it
    role: Role | None = None
    #: the actor is in another group that it is shared with
    is_shared: bool = False
    #: such a group may write it
    is_shared_to_write: bool = False
    is_creator: bool = False
    is_trashed: bool = False

    @property
    def is_reached(self) -> bool:
        """Whether the actor belongs to those it is meant for."""
        is_meant = self.is_common or self.audience is Audience.COOPERATION
        return is_meant or self.role is not None or self.is_shared


def standing(
    actor: Actor, document: Document, own: Mapping[UUID, Role], shares: Mapping[UUID, bool]
) -> Standing:
    """How the actor with the roles `own` in their groups stands to a document.

    `shares` are the groups that its ruler is shared with, and whether they may write.
    """
    audience = Audience(document.audience)
    is_counted = audience is Audience.GROUPS
    through = [shares[group] for group in own if group in shares] if is_counted else []
    return Standing(
        audience=audience,
        is_for_guests=document.is_for_guests,
        is_common=document.group_id is None,
        role=own.get(document.group_id) if document.group_id else None,
        is_shared=bool(through),
        is_shared_to_write=any(through),
        is_creator=document.created_by == actor.membership_id,
        is_trashed=document.trashed_at is not None,
    )


def can_see(actor: Actor, at: Standing) -> bool:
    """Coordinators and those it is meant for; guests among them only where it says so."""
    if actor.role is Role.COORDINATOR:
        return True
    return at.is_reached and (at.is_for_guests or not is_guest(actor))


def can_write(actor: Actor, at: Standing) -> bool:
    """Change it, and add to it: who is in the group, coordinators, groups it is shared with to
    write; the cooperation's own everybody. Guests never; what is in the trash stays as it is.
    """
    if at.is_trashed or actor.is_archived or is_guest(actor):
        return False
    if actor.role is Role.COORDINATOR or at.is_common or at.is_shared_to_write:
        return True
    return at.role is not None and at.role is not Role.GUEST


def can_comment(actor: Actor, at: Standing) -> bool:
    """Everybody who sees it, guests too."""
    return can_see(actor, at) and not at.is_trashed and not actor.is_archived


def can_share(actor: Actor, at: Standing) -> bool:
    """Say who sees it, make public links: who made it, coordinators, chair and secretary of the
    group; for the cooperation's own those of the cooperation.
    """
    if at.is_trashed or actor.is_archived or is_guest(actor):
        return False
    if actor.role is Role.COORDINATOR:
        return True
    if at.is_creator and can_write(actor, at):
        return True
    return actor.role in LEADING if at.is_common else at.role in LEADING


def can_erase(actor: Actor, at: Standing) -> bool:
    """Take it out of the trash for good: who may share it."""
    if actor.is_archived or is_guest(actor) or not at.is_trashed:
        return False
    if actor.role is Role.COORDINATOR:
        return True
    return actor.role in LEADING if at.is_common else at.role in LEADING


def can_restore(actor: Actor, at: Standing) -> bool:
    """Bring it back from the trash: who could write it before."""
    if actor.is_archived or is_guest(actor) or not at.is_trashed:
        return False
    if actor.role is Role.COORDINATOR or at.is_common or at.is_shared_to_write:
        return True
    return at.role is not None and at.role is not Role.GUEST
