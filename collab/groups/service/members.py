"""Who is in which group, and in which role."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, select

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.cooperations.models import Delegation, Membership
from collab.core.actor import Actor, Role
from collab.core.db import session
from collab.core.names import fold
from collab.groups.models import GROUP_ROLES, GroupMember, WorkingGroup

PAGE = 50
#: so many people are offered in one list; for more there is a search
OFFERED = 100
_RANK = case({role: rank for rank, role in enumerate(GROUP_ROLES)}, value=GroupMember.role, else_=9)


@dataclass(frozen=True, slots=True)
class InGroup:
    """Somebody in a group, or who could be, with their role there."""

    membership_id: UUID
    name: str
    color: int
    #: in this group
    role: Role
    #: a guest of the whole cooperation, who can be nothing else here
    is_guest: bool
    delegation_id: UUID
    delegation_name: str
    delegation_short: str


@dataclass(frozen=True, slots=True)
class GroupPage:
    """One page of the people in a group; `total` counts all of them."""

    people: list[InGroup]
    number: int
    total: int

    @property
    def has_next(self) -> bool:
        """Whether there is another page."""
        return self.number * PAGE < self.total


def default_role(role: Role) -> Role:
    """What somebody with this role in the cooperation becomes in a group, unless it is said."""
    return role if role in GROUP_ROLES else Role.MEMBER


def _in_group(m: Membership, p: Person, d: Delegation, role: str) -> InGroup:
    is_guest = m.role == Role.GUEST
    shown = Role.GUEST if is_guest else Role(role)
    return InGroup(m.id, shown_name(p.name), p.color, shown, is_guest, d.id, d.name, d.short)


def _people() -> Select[Membership, Person, Delegation, str]:
    return (
        select(Membership, Person, Delegation, GroupMember.role)
        .join(Person, Person.id == Membership.person_id)
        .join(Delegation, Delegation.id == Membership.delegation_id)
        .where(Membership.ended_at.is_(None))
    )


def list_group_members(actor: Actor, group_id: UUID, page: int = 1) -> GroupPage:
    """Who is in the group: chairs and secretaries first, then by delegation and name."""
    inside = GroupMember.group_id == group_id
    rows = session().execute(
        _people()
        .join(GroupMember, GroupMember.membership_id == Membership.id)
        .where(inside)
        .order_by(_RANK, Delegation.position, Delegation.name, Person.name_key, Membership.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    total = session().scalar(
        select(func.count(GroupMember.id))
        .join(Membership, Membership.id == GroupMember.membership_id)
        .where(inside, Membership.ended_at.is_(None))
    )
    return GroupPage([_in_group(*row) for row in rows], page, total or 0)


def list_placeable(actor: Actor, group_id: UUID, words: str = "") -> tuple[list[InGroup], bool]:
    """People of the actor's delegation who are not in the group, by name, and whether more match.

    `words` are part of the name.
    """
    is_inside = (
        select(GroupMember.id)
        .where(GroupMember.membership_id == Membership.id, GroupMember.group_id == group_id)
        .exists()
    )
    wanted = (
        select(Membership, Person, Delegation)
        .join(Person, Person.id == Membership.person_id)
        .join(Delegation, Delegation.id == Membership.delegation_id)
        .where(
            Membership.ended_at.is_(None),
            Membership.delegation_id == actor.delegation_id,
            ~is_inside,
        )
    )
    if words:
        wanted = wanted.where(Person.name_key.contains(fold(words), autoescape=True))
    rows = (
        session().execute(wanted.order_by(Person.name_key, Membership.id).limit(OFFERED + 1)).all()
    )
    people = [_in_group(m, p, d, default_role(Role(m.role))) for m, p, d in rows[:OFFERED]]
    return people, len(rows) > OFFERED


def _of(membership_ids: Iterable[UUID] | None) -> list[Any]:
    if membership_ids is None:
        return []
    return [GroupMember.membership_id.in_(list(membership_ids))]


def list_groups_by_member(
    actor: Actor, membership_ids: Iterable[UUID] | None = None
) -> dict[UUID, list[WorkingGroup]]:
    """The groups of each member, or of these, in their order; by membership id."""
    rows = session().execute(
        select(GroupMember.membership_id, WorkingGroup)
        .join(WorkingGroup, WorkingGroup.id == GroupMember.group_id)
        .where(*_of(membership_ids))
        .order_by(WorkingGroup.position, WorkingGroup.name)
    )
    found: defaultdict[UUID, list[WorkingGroup]] = defaultdict(list)
    for membership_id, group in rows:
        found[membership_id].append(group)
    return dict(found)


def list_group_roles(
    actor: Actor, membership_ids: Iterable[UUID] | None = None
) -> dict[UUID, dict[UUID, Role]]:
    """The role of each member, or of these, in each of their groups: membership → group → role."""
    rows = session().execute(
        select(GroupMember.membership_id, GroupMember.group_id, GroupMember.role).where(
            *_of(membership_ids)
        )
    )
    found: defaultdict[UUID, dict[UUID, Role]] = defaultdict(dict)
    for membership_id, group_id, role in rows:
        found[membership_id][group_id] = Role(role)
    return dict(found)
