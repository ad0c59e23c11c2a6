"""Putting people into groups, giving them roles there, and taking them out."""

from functools import partial
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.activity import service as activity
from collab.cooperations import service as cooperations
from collab.cooperations.models import Membership
from collab.core import revocation
from collab.core.actor import Actor, Role
from collab.core.db import after_commit, session
from collab.core.errors import Conflict, Invalid, NotFound, require
from collab.groups import policy
from collab.groups.models import GROUP_ROLES, GroupMember, WorkingGroup
from collab.groups.service.groups import find_group, own_roles
from collab.groups.service.members import default_role


class OnlyGuest(Conflict):
    """Guests of the cooperation are guests in its groups too."""

    code = "only_guest"
    message = _l("A guest of the cooperation can only be a guest in its working groups.")


def add_group_member(
    actor: Actor, slug: str, membership_id: UUID, role: Role | None = None
) -> None:
    """Put somebody of the actor's delegation into the group.

    Conflict when they are in it already, OnlyGuest when a guest was to be more than that.
    """
    group, membership = _placed(actor, slug, membership_id)
    if _find_place(group.id, membership_id) is not None:
        raise Conflict
    is_guest = membership.role == Role.GUEST
    given = Role.GUEST if is_guest and role is Role.MEMBER else role
    given = given or default_role(Role(membership.role))
    _check_role(membership, given)
    session().add(
        GroupMember(
            cooperation_id=actor.cooperation_id,
            group_id=group.id,
            membership_id=membership_id,
            role=given,
        )
    )
    session().flush()
    _tell(actor, "group.member_added", group, membership, role=given)


def change_group_role(
    actor: Actor, slug: str, membership_id: UUID, role: Role, seen: Role | None = None
) -> None:
    """Give somebody of the actor's delegation another role in the group.

    `seen` is the role the form had shown: Conflict when it is another one by now.
    """
    group, membership = _placed(actor, slug, membership_id)
    place = _find_place(group.id, membership_id)
    if place is None:
        raise NotFound
    _check_role(membership, role)
    before = Role(place.role)
    if before is role:
        return
    if seen is not None and seen is not before:
        raise Conflict
    place.role = role
    session().flush()
    _tell(actor, "group.role_changed", group, membership, before=before, after=role)


def remove_group_member(actor: Actor, slug: str, membership_id: UUID) -> Role:
    """Take somebody of the actor's delegation out of the group; the role they had there.

    What they could see only as one of it closes at once.
    """
    group, membership = _placed(actor, slug, membership_id)
    place = _find_place(group.id, membership_id)
    if place is None:
        raise NotFound
    session().delete(place)
    session().flush()
    role = Role(place.role)
    _tell(actor, "group.member_removed", group, membership, role=role)
    return role


def find_removed_name(actor: Actor, group: WorkingGroup, membership_id: UUID) -> str | None:
    """The name of somebody whom the actor may put back into the group; None when there is none."""
    row = (
        session()
        .execute(
            select(Membership.delegation_id, Person.name)
            .join(Person, Person.id == Membership.person_id)
            .where(Membership.id == membership_id, Membership.ended_at.is_(None))
        )
        .first()
    )
    if row is None or _find_place(group.id, membership_id) is not None:
        return None
    if not policy.can_place(actor, row.delegation_id, own_roles(actor).get(group.id)):
        return None
    return shown_name(row.name)


def _placed(actor: Actor, slug: str, membership_id: UUID) -> tuple[WorkingGroup, Membership]:
    """The group, locked for a change, and whom it is about; Forbidden when that is not allowed."""
    group = find_group(actor, slug)
    membership = cooperations.find_membership(actor, membership_id)
    own_role = own_roles(actor).get(group.id)
    require(policy.can_place(actor, membership.delegation_id, own_role))
    # two people who place the same person at once come one after the other
    session().scalar(select(WorkingGroup.id).where(WorkingGroup.id == group.id).with_for_update())
    return group, membership


def _check_role(membership: Membership, role: Role) -> None:
    if role not in GROUP_ROLES:
        raise Invalid({"role": _l("Please choose a role.")})
    if membership.role == Role.GUEST and role is not Role.GUEST:
        raise OnlyGuest


def _find_place(group_id: UUID, membership_id: UUID) -> GroupMember | None:
    return session().scalar(
        select(GroupMember).where(
            GroupMember.group_id == group_id, GroupMember.membership_id == membership_id
        )
    )


def _tell(
    actor: Actor, verb: str, group: WorkingGroup, membership: Membership, **details: str
) -> None:
    told = {"group": group.name, "membership_id": str(membership.id)} | details
    activity.record(actor, verb, group.id, **told)
    after_commit(
        partial(
            revocation.announce,
            person_id=membership.person_id,
            cooperation_id=actor.cooperation_id,
        )
    )
