"""The members of a cooperation, found, sorted and paged in the database."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.cooperations import policy
from collab.cooperations.models import Delegation, Deputy, Membership
from collab.cooperations.service.actors import is_standing_in
from collab.core.actor import Actor, Role
from collab.core.clock import now
from collab.core.db import session
from collab.core.errors import require
from collab.core.names import fold

PAGE_SIZE = 25
#: of a list of names to choose from; nobody reads more
MAX_NAMES = 5000
#: of people to choose a deputy or a successor from
MAX_CANDIDATES = 200
MAX_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Member:
    """A member as others see them."""

    membership_id: UUID
    person_id: UUID
    name: str
    color: int
    role: Role
    delegation_id: UUID
    delegation_name: str
    delegation_short: str


class MemberState(StrEnum):
    """What only the coordinators of a delegation look for among its members."""

    SUSPENDED = "suspended"
    FORMER = "former"


class MemberSort(StrEnum):
    """By what the list is sorted; ties by name."""

    DELEGATION = "delegation"
    NAME = "name"
    ROLE = "role"
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class MemberQuery:
    """Which members to list; None: whatever it is."""

    text: str = ""
    delegation_id: UUID | None = None
    role: Role | None = None
    state: MemberState | None = None
    sort: MemberSort = MemberSort.DELEGATION
    page: int = 1


@dataclass(frozen=True, slots=True)
class ListedMember:
    """A line of the list of members, with what this actor may see of it."""

    member: Member
    delegation_language: str
    joined_at: datetime
    #: None where the actor may not see it
    email: str | None
    #: the last day as a deputy; None: no deputy today
    deputy_until: date | None
    is_suspended: bool
    has_ended: bool
    #: goes up with each change; forms send it back
    version: int


@dataclass(frozen=True, slots=True)
class MemberPage:
    """One page of the list, and how much there is of it."""

    members: list[ListedMember]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


def list_members(actor: Actor, query: MemberQuery | None = None) -> MemberPage:
    """A page of the cooperation's members; one past the end gives the last."""
    require(policy.can_list_members(actor))
    query = query or MemberQuery()
    wanted = _wanted(actor, query)
    total = session().scalar(_joined(select(func.count(Membership.id))).where(wanted)) or 0
    last = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, query.page), last)
    rows = session().execute(
        _joined(select(Membership, Person, Delegation, _deputy_until(now().date())))
        .where(wanted)
        .order_by(*_order(query.sort))
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return MemberPage([_as_listed(actor, *row) for row in rows], total, page)


def _joined(statement: Any) -> Any:
    return (
        statement.select_from(Membership)
        .join(Person, Person.id == Membership.person_id)
        .join(Delegation, Delegation.id == Membership.delegation_id)
    )


def _wanted(actor: Actor, query: MemberQuery) -> ColumnElement[bool]:
    conditions = [_in_state(actor, query.state)]
    if query.delegation_id:
        conditions.append(Membership.delegation_id == query.delegation_id)
    if query.role:
        conditions.append(Membership.role == query.role)
    conditions += [_matches(actor, word) for word in fold(query.text[:MAX_SEARCH]).split()]
    return and_(*conditions)


def _in_state(actor: Actor, state: MemberState | None) -> ColumnElement[bool]:
    """Who is suspended or gone is for the coordinators of their delegation only."""
    if state is None:
        return Membership.ended_at.is_(None)
    own = Membership.delegation_id == actor.delegation_id
    if not policy.can_manage_members_of(actor, actor.delegation_id):
        return false()
    if state is MemberState.FORMER:
        return and_(own, Membership.ended_at.is_not(None), Person.erased_at.is_(None))
    return and_(own, Membership.ended_at.is_(None), Membership.suspended_at.is_not(None))


def _matches(actor: Actor, word: str) -> ColumnElement[bool]:
    """The word is in the name, or in an address that the actor may see."""
    seen = [Membership.person_id == actor.person_id, Membership.shares_address]
    if policy.can_manage_members_of(actor, actor.delegation_id):
        seen.append(Membership.delegation_id == actor.delegation_id)
    in_address = and_(or_(*seen), Person.email.contains(word, autoescape=True))
    return or_(Person.name_key.contains(word, autoescape=True), in_address)


def _order(sort: MemberSort) -> tuple[Any, ...]:
    by_name = (Person.name_key, Membership.id)
    if sort is MemberSort.ROLE:
        ranks = {role: number for number, role in enumerate(Role)}
        return (case(ranks, value=Membership.role), *by_name)
    if sort is MemberSort.JOINED:
        return (Membership.joined_at.desc(), *by_name)
    if sort is MemberSort.DELEGATION:
        return (Delegation.position, Delegation.name, *by_name)
    return by_name


def _deputy_until(today: date) -> Any:
    return (
        select(func.max(Deputy.ends_on))
        .where(Deputy.membership_id == Membership.id, is_standing_in(today))
        .correlate(Membership)
        .scalar_subquery()
    )


def _as_member(m: Membership, p: Person, d: Delegation) -> Member:
    return Member(m.id, p.id, shown_name(p.name), p.color, Role(m.role), d.id, d.name, d.short)


def _as_listed(
    actor: Actor, m: Membership, p: Person, d: Delegation, deputy_until: date | None
) -> ListedMember:
    sees_address = policy.can_see_address(
        actor, person_id=p.id, delegation_id=d.id, is_shared=m.shares_address
    )
    is_theirs = policy.can_manage_members_of(actor, d.id)
    return ListedMember(
        member=_as_member(m, p, d),
        delegation_language=d.language,
        joined_at=m.joined_at,
        email=p.email if sees_address and p.erased_at is None else None,
        deputy_until=deputy_until if m.role not in (Role.COORDINATOR, Role.GUEST) else None,
        is_suspended=is_theirs and m.suspended_at is not None,
        has_ended=m.ended_at is not None,
        version=m.version,
    )


def list_names(
    actor: Actor,
    *,
    among: Select[UUID] | None = None,
    delegation_id: UUID | None = None,
    limit: int = MAX_NAMES,
) -> list[Member]:
    """The members as they are named in meetings that the actor may see, guests included.

    `among`: only these membership ids; at most `limit`, by delegation and name.
    """
    wanted = _joined(select(Membership, Person, Delegation)).where(Membership.ended_at.is_(None))
    if among is not None:
        wanted = wanted.where(Membership.id.in_(among))
    if delegation_id is not None:
        wanted = wanted.where(Membership.delegation_id == delegation_id)
    rows = session().execute(
        wanted.order_by(Delegation.position, Delegation.name, Person.name_key, Membership.id).limit(
            limit
        )
    )
    return [_as_member(*row) for row in rows]


def list_candidates(actor: Actor, meant: UUID | None = None) -> list[Member]:
    """The others of the actor's delegation, to choose from: the first ones, and `meant`."""
    own = actor.delegation_id
    people = list_names(actor, delegation_id=own, limit=MAX_CANDIDATES)
    if meant is not None and all(each.membership_id != meant for each in people):
        among = select(Membership.id).where(Membership.id == meant)
        people += list_names(actor, among=among, delegation_id=own)
    return [each for each in people if each.membership_id != actor.membership_id]


def count_members(actor: Actor) -> dict[UUID, int]:
    """How many members each delegation has, by its id; those without any are left out."""
    rows = session().execute(
        select(Membership.delegation_id, func.count(Membership.id))
        .where(Membership.ended_at.is_(None))
        .group_by(Membership.delegation_id)
    )
    return dict(rows.all())
