"""Who has which role in which working group, a page of people at a time."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from collab.accounts.models import Person
from collab.console.service import PEOPLE_PER_PAGE
from collab.cooperations import policy
from collab.cooperations.models import Delegation, Membership
from collab.core.actor import Actor
from collab.core.db import session
from collab.core.errors import require
from collab.groups.models import GroupMember, WorkingGroup


@dataclass(frozen=True, slots=True)
class Placed:
    """A member, the role in the cooperation as a whole, and the roles in groups by group id."""

    membership_id: UUID
    name: str
    color: int
    delegation: Delegation
    role: str
    roles: dict[UUID, str]


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """A page of people, the groups that any of them may be in, and which page it is of how many."""

    people: list[Placed]
    groups: list[WorkingGroup]
    number: int
    count: int


def _count_pages() -> int:
    members = session().scalar(
        select(func.count(Membership.id)).where(Membership.ended_at.is_(None))
    )
    return max(1, -(-(members or 0) // PEOPLE_PER_PAGE))


def _roles_of(ids: list[UUID]) -> dict[UUID, dict[UUID, str]]:
    found: dict[UUID, dict[UUID, str]] = {each: {} for each in ids}
    rows = session().execute(
        select(GroupMember.membership_id, GroupMember.group_id, GroupMember.role).where(
            GroupMember.membership_id.in_(ids)
        )
    )
    for membership_id, group_id, role in rows:
        found[membership_id][group_id] = role
    return found


def list_places(actor: Actor, page: int = 1) -> PlacesPage:
    """The members on that page by delegation and name, with their roles; the last page at most."""
    require(policy.can_see_console(actor))
    count = _count_pages()
    number = min(max(page, 1), count)
    rows = (
        session()
        .execute(
            select(Membership, Person, Delegation)
            .join(Person, Person.id == Membership.person_id)
            .join(Delegation, Delegation.id == Membership.delegation_id)
            .where(Membership.ended_at.is_(None))
            .order_by(Delegation.position, Delegation.name, Person.name_key, Membership.id)
            .limit(PEOPLE_PER_PAGE)
            .offset((number - 1) * PEOPLE_PER_PAGE)
        )
        .all()
    )
    roles = _roles_of([member.id for member, _person, _delegation in rows])
    people = [Placed(m.id, p.name, p.color, d, m.role, roles[m.id]) for m, p, d in rows]
    groups = session().scalars(
        select(WorkingGroup).order_by(WorkingGroup.position, WorkingGroup.name)
    )
    return PlacesPage(people, list(groups), number, count)
