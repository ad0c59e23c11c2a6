"""Memberships begin, change, pause and end; coordinators do this in their own delegation only."""

from uuid import UUID

from sqlalchemy import select

from collab.accounts.models import Person
from collab.activity import service as activity
from collab.activity.models import Activity
from collab.cooperations import policy
from collab.cooperations.errors import AlreadyMember, LeftThemselves, MemberChanged, OwnMembership
from collab.cooperations.models import Membership
from collab.cooperations.service.changes import (
    access_changed,
    find_any_membership,
    hold,
    hold_for_change,
)
from collab.cooperations.service.deputies import revoke_of
from collab.core.actor import Actor, Role
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import Conflict, NotFound, require


def find_membership(actor: Actor, membership_id: UUID) -> Membership:
    """A member of the actor's cooperation; NotFound when there is none."""
    membership = find_any_membership(membership_id)
    if membership.ended_at is not None:
        raise NotFound
    return membership


def find_own_membership(actor: Actor) -> Membership:
    """The actor's own row."""
    return find_any_membership(actor.membership_id)


def add_member(
    cooperation_id: UUID, *, person_id: UUID, delegation_id: UUID, role: Role
) -> Membership:
    """Let a person belong to a delegation of the cooperation, also one who had left.

    AlreadyMember when they do.
    """
    membership = session().scalar(select(Membership).where(Membership.person_id == person_id))
    if membership is None:
        membership = Membership(id=new_id(), cooperation_id=cooperation_id, person_id=person_id)
        session().add(membership)
    elif membership.ended_at is None:
        raise AlreadyMember
    else:
        membership.version += 1
    membership.delegation_id = delegation_id
    membership.role = role
    membership.joined_at = now()
    membership.ended_at = membership.suspended_at = None
    session().flush()  # groups refer to it
    return membership


def change_role(actor: Actor, membership_id: UUID, role: Role, version: int) -> None:
    """Give a member of the actor's own delegation another role."""
    held = hold_for_change(actor, membership_id, version)
    membership = held.membership
    require(policy.can_give_role(actor, membership.delegation_id, role))
    _require_running(membership)
    if membership.role == role:
        return
    held.keep_a_coordinator()
    give_role(actor, membership, role)


def give_role(actor: Actor, membership: Membership, role: Role) -> None:
    """Change the role of a row that is held; the log keeps the old one too."""
    old, membership.role = membership.role, role
    membership.version += 1
    if role in (Role.COORDINATOR, Role.GUEST):
        revoke_of(actor, membership)
    activity.record(actor, "membership.role_changed", membership.id, old=old, new=role)
    access_changed(membership)


def _require_running(membership: Membership) -> None:
    if membership.ended_at is not None:
        raise NotFound


def suspend_member(actor: Actor, membership_id: UUID, version: int) -> None:
    """Keep a member of the actor's own delegation out; sockets and pages close within seconds."""
    held = hold_for_change(actor, membership_id, version)
    membership = held.membership
    _require_running(membership)
    if membership.suspended_at is not None:
        return
    held.keep_a_coordinator()
    membership.suspended_at = now()
    membership.version += 1
    activity.record(actor, "membership.suspended", membership.id)
    access_changed(membership)


def resume_member(actor: Actor, membership_id: UUID, version: int) -> None:
    """Let a suspended member of the actor's own delegation in again."""
    membership = hold_for_change(actor, membership_id, version).membership
    _require_running(membership)
    if membership.suspended_at is None:
        return
    membership.suspended_at = None
    membership.version += 1
    activity.record(actor, "membership.resumed", membership.id)
    access_changed(membership)


def end_membership(actor: Actor, membership_id: UUID, version: int) -> None:
    """Take somebody out of the cooperation; their open pages and sockets close at once."""
    held = hold_for_change(actor, membership_id, version)
    membership = held.membership
    _require_running(membership)
    held.keep_a_coordinator()
    _end(actor, membership, "membership.ended")


def _end(actor: Actor, membership: Membership, verb: str) -> None:
    membership.ended_at = now()
    membership.version += 1
    revoke_of(actor, membership)
    activity.record(actor, verb, membership.id, role=membership.role)
    access_changed(membership)


def check_can_leave(actor: Actor) -> None:
    """Raise LastCoordinator when the actor's delegation would be left without a coordinator."""
    hold(find_own_membership(actor)).keep_a_coordinator()


def leave(actor: Actor) -> None:
    """End the actor's own membership; LastCoordinator unless there is a successor."""
    held = hold(find_own_membership(actor))
    if held.membership.ended_at is not None:
        return
    held.keep_a_coordinator()
    _end(actor, held.membership, "membership.left")


def hand_over_coordination(
    actor: Actor, membership_id: UUID, version: int, *, steps_back: bool
) -> None:
    """Make a member of the actor's own delegation a coordinator too.

    With `steps_back` the actor is a plain member from then on. Not for deputies.
    """
    require(policy.is_coordinator(actor))
    if membership_id == actor.membership_id:
        raise OwnMembership
    held = hold_for_change(actor, membership_id, version)
    successor = held.membership
    if successor.ended_at is not None or successor.suspended_at is not None:
        raise Conflict
    if successor.role != Role.COORDINATOR:
        give_role(actor, successor, Role.COORDINATOR)
    if steps_back:
        own = next(each for each in held.coordinators if each.id == actor.membership_id)
        give_role(actor, own, Role.MEMBER)


def share_address(actor: Actor, *, is_shared: bool) -> None:
    """Say whether members of other delegations may see the actor's e-mail address."""
    own = find_own_membership(actor)
    if own.shares_address is is_shared:
        return
    own.shares_address = is_shared
    activity.record(actor, "membership.sharing_changed", own.id, is_shared=is_shared)


def find_ended(actor: Actor, membership_id: UUID) -> tuple[str, int] | None:
    """Name and version of a former member whom the actor may take back; None: there is none."""
    row = (
        session()
        .execute(
            select(Membership, Person.name)
            .join(Person, Person.id == Membership.person_id)
            .where(
                Membership.id == membership_id,
                Membership.ended_at.is_not(None),
                Person.erased_at.is_(None),
            )
        )
        .first()
    )
    if row is None or not _can_take_back(actor, row[0]):
        return None
    return str(row[1]), row[0].version


def _can_take_back(actor: Actor, membership: Membership) -> bool:
    return policy.can_change_member(actor, membership.delegation_id, Role(membership.role))


def take_back(actor: Actor, membership_id: UUID, version: int) -> None:
    """Undo the end of a membership in the actor's own delegation.

    LeftThemselves for whoever left: they have to agree first, by an invitation.
    """
    membership = hold_for_change(actor, membership_id, version).membership
    if membership.ended_at is None:
        raise MemberChanged(AlreadyMember.message)
    if _has_left(membership):
        raise LeftThemselves
    membership.ended_at = None
    membership.version += 1
    activity.record(actor, "membership.taken_back", membership.id, role=membership.role)
    access_changed(membership)


def _has_left(membership: Membership) -> bool:
    person = session().get(Person, membership.person_id)
    if person is None or person.erased_at is not None:
        return True
    last = session().scalar(
        select(Activity.verb)
        .where(
            Activity.subject_id == membership.id,
            Activity.verb.in_(("membership.ended", "membership.left")),
        )
        .order_by(Activity.number.desc())
        .limit(1)
    )
    return last == "membership.left"
