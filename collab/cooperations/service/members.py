"""Cooperations as their members see them, delegations and members."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from sqlalchemy import select

from collab.accounts.models import Person
from collab.cooperations import policy
from collab.cooperations.models import Cooperation, Delegation, Membership
from collab.core import revocation
from collab.core.actor import Actor, Role
from collab.core.clock import now
from collab.core.db import after_commit, new_id, session
from collab.core.errors import Conflict, NotFound, require


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


@dataclass(frozen=True, slots=True)
class OwnCooperation:
    """A cooperation as one of its members sees it from outside."""

    cooperation_id: UUID
    slug: str
    name: str
    description: str
    language: str
    role: Role


def list_own_cooperations(person_id: UUID) -> list[OwnCooperation]:
    """The cooperations this person is a member of, by name (in the person's own scope)."""
    rows = session().execute(
        select(Cooperation, Membership)
        .join(Membership, Membership.cooperation_id == Cooperation.id)
        .where(Membership.person_id == person_id, Membership.ended_at.is_(None))
        .order_by(Cooperation.name)
    )
    return [
        OwnCooperation(c.id, c.slug, c.name, c.description, c.language, Role(m.role))
        for c, m in rows
    ]


def find_cooperation(actor: Actor) -> Cooperation:
    """The actor's cooperation."""
    return (
        session().scalars(select(Cooperation).where(Cooperation.id == actor.cooperation_id)).one()
    )


def list_delegations(actor: Actor) -> Sequence[Delegation]:
    """The cooperation's delegations in their order."""
    return session().scalars(select(Delegation).order_by(Delegation.position)).all()


def _members() -> list[Member]:
    rows = session().execute(
        select(Membership, Person, Delegation)
        .join(Person, Person.id == Membership.person_id)
        .join(Delegation, Delegation.id == Membership.delegation_id)
        .where(Membership.ended_at.is_(None))
        .order_by(Delegation.position, Person.name)
    )
    return [
        Member(m.id, p.id, p.name, p.color, Role(m.role), d.id, d.name, d.short) for m, p, d in rows
    ]


def list_members(actor: Actor) -> list[Member]:
    """Everybody who belongs to the cooperation, by delegation and name."""
    require(policy.can_list_members(actor))
    return _members()


def list_names(actor: Actor) -> list[Member]:
    """The members as they are named in meetings that the actor may see, guests included."""
    return _members()


def create_cooperation(
    *, slug: str, name: str, description: str = "", language: str = "en", cooperation_id: UUID
) -> Cooperation:
    """Found a cooperation; run in a unit of work whose scope is the new cooperation's id."""
    cooperation = Cooperation(
        id=cooperation_id,
        slug=slug,
        name=name,
        description=description,
        language=language,
        languages=[language],
        created_at=now(),
        opened_at=now(),
    )
    session().add(cooperation)
    session().flush()  # what belongs to it refers to it
    return cooperation


def add_delegation(
    cooperation_id: UUID, *, name: str, short: str, country: str, language: str, position: int
) -> Delegation:
    """Add a partner to the cooperation."""
    delegation = Delegation(
        id=new_id(),
        cooperation_id=cooperation_id,
        name=name,
        short=short,
        country=country,
        language=language,
        position=position,
        agreed_at=now(),
    )
    session().add(delegation)
    session().flush()  # memberships refer to it
    return delegation


def add_member(
    cooperation_id: UUID, *, person_id: UUID, delegation_id: UUID, role: Role
) -> Membership:
    """Let a person belong to a delegation of the cooperation; Conflict when they do already."""
    if session().scalar(select(Membership.id).where(Membership.person_id == person_id)):
        raise Conflict
    membership = Membership(
        id=new_id(),
        cooperation_id=cooperation_id,
        person_id=person_id,
        delegation_id=delegation_id,
        role=role,
        joined_at=now(),
    )
    session().add(membership)
    session().flush()  # groups refer to it
    return membership


def _access_changed(membership: Membership) -> None:
    after_commit(
        partial(
            revocation.announce,
            person_id=membership.person_id,
            cooperation_id=membership.cooperation_id,
        )
    )


def find_membership(actor: Actor, membership_id: UUID) -> Membership:
    """A member of the actor's cooperation; NotFound when there is none."""
    membership = session().scalar(
        select(Membership).where(Membership.id == membership_id, Membership.ended_at.is_(None))
    )
    if membership is None:
        raise NotFound
    return membership


def end_membership(actor: Actor, membership_id: UUID) -> None:
    """Take somebody out of the cooperation; their open pages and sockets close at once."""
    membership = find_membership(actor, membership_id)
    require(policy.can_manage_members_of(actor, membership.delegation_id))
    if membership.id == actor.membership_id:
        raise Conflict
    membership.ended_at = now()
    _access_changed(membership)


def change_role(actor: Actor, membership_id: UUID, role: Role) -> None:
    """Give a member of the actor's own delegation another role; Conflict when it is the actor."""
    membership = find_membership(actor, membership_id)
    require(policy.can_manage_members_of(actor, membership.delegation_id))
    if membership.id == actor.membership_id:
        raise Conflict
    membership.role = role
    _access_changed(membership)


def find_ended(actor: Actor, membership_id: UUID) -> str | None:
    """The name of a former member whom the actor may take in again; None when there is none."""
    row = (
        session()
        .execute(
            select(Membership, Person.name)
            .join(Person, Person.id == Membership.person_id)
            .where(Membership.id == membership_id, Membership.ended_at.is_not(None))
        )
        .first()
    )
    if row is None or not policy.can_manage_members_of(actor, row[0].delegation_id):
        return None
    return str(row[1])


def resume_membership(actor: Actor, membership_id: UUID) -> None:
    """Let a former member of the actor's own delegation belong to the cooperation again."""
    membership = session().scalar(
        select(Membership).where(Membership.id == membership_id, Membership.ended_at.is_not(None))
    )
    if membership is None:
        raise NotFound
    require(policy.can_manage_members_of(actor, membership.delegation_id))
    membership.ended_at = None
