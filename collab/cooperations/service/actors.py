"""Who somebody is in a cooperation, at this moment."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Row, and_, select

from collab.accounts.models import Person
from collab.accounts.service import TwoFactorRequired
from collab.cooperations.models import Cooperation, Delegation, Deputy, Membership, PresidencyTerm
from collab.cooperations.service.lifecycle import delete_at
from collab.core.actor import Actor, Presidency, Role
from collab.core.clock import now
from collab.core.db import Scope, session, unit_of_work
from collab.core.errors import DomainError, NotFound


class Suspended(DomainError):
    """A coordinator keeps the person out for the time being."""

    status = 403
    code = "suspended"
    heading = _l("Your membership is suspended")
    message = _l("The coordinator of your delegation has suspended your membership.")
    hint = _l(
        "Nothing of yours was deleted. Please ask your coordinator; "
        "your other cooperations stay open to you."
    )


def find_actor(person_id: UUID, session_id: UUID | None, slug: str) -> Actor:
    """The person as a member of that cooperation; NotFound for everybody else.

    Raises Suspended and TwoFactorRequired. Opens two units of work of its own: the cooperation is
    not known before the first.
    """
    with unit_of_work(Scope(person_id=person_id), writes=False):
        row = _find_membership(person_id, slug)
    if row is None:
        raise NotFound
    _refuse(row)
    cooperation, membership, person = row
    with unit_of_work(Scope(cooperation_id=cooperation.id), writes=False):
        stands_in, presidency = _look_inside(membership.id, now().date())
    actor = as_actor(person, membership, cooperation, session_id=session_id)
    return _at_present(actor, stands_in=stands_in, presidency=presidency)


def _find_membership(person_id: UUID, slug: str) -> Row[Any, Any, Any] | None:
    return (
        session()
        .execute(
            select(Cooperation, Membership, Person)
            .join(Membership, Membership.cooperation_id == Cooperation.id)
            .join(Person, Person.id == Membership.person_id)
            .where(
                Cooperation.slug == slug,
                Membership.person_id == person_id,
                Membership.ended_at.is_(None),
            )
        )
        .first()
    )


def list_standings(membership_ids: Collection[UUID]) -> dict[UUID, str]:
    """What decides about the rights of these members, as words that change when it does."""
    found = (
        select(
            Membership.id,
            Membership.role,
            Membership.ended_at,
            Membership.suspended_at,
            Person.suspended_at,
            Person.erased_at,
            Person.second_factor_at,
            Cooperation.archived_at,
            Cooperation.requires_two_factor,
        )
        .join(Person, Person.id == Membership.person_id)
        .join(Cooperation, Cooperation.id == Membership.cooperation_id)
        .where(Membership.id.in_(membership_ids))
    )
    return {row[0]: str(tuple(row[1:])) for row in session().execute(found)}


def _refuse(row: Row[Any, Any, Any]) -> None:
    cooperation, membership, person = row
    if person.suspended_at or person.erased_at:
        raise NotFound
    if membership.suspended_at:
        raise Suspended
    if cooperation.requires_two_factor and not person.second_factor_at:
        raise TwoFactorRequired


def is_standing_in(today: date) -> ColumnElement[bool]:
    """Whether a row of Deputy is in force that day."""
    return and_(Deputy.starts_on <= today, Deputy.ends_on >= today, Deputy.revoked_at.is_(None))


def is_running(today: date) -> ColumnElement[bool]:
    """Whether a row of PresidencyTerm is the one that runs."""
    return and_(
        PresidencyTerm.starts_on <= today,
        PresidencyTerm.taken_over_at.is_not(None),
        PresidencyTerm.handed_over_at.is_(None),
    )


def _look_inside(membership_id: UUID, today: date) -> tuple[bool, Presidency | None]:
    """Whether the member is a deputy, and who presides; one query."""
    deputy = select(Deputy.id).where(Deputy.membership_id == membership_id, is_standing_in(today))
    found: Any = (
        session()
        .execute(
            select(deputy.exists(), PresidencyTerm, Delegation)
            .select_from(Membership)
            .outerjoin(PresidencyTerm, is_running(today))
            .outerjoin(Delegation, Delegation.id == PresidencyTerm.delegation_id)
            .where(Membership.id == membership_id)
            .limit(1)
        )
        .one()
    )
    is_deputy, term, delegation = found
    return is_deputy, None if term is None else as_presidency(term, delegation)


def as_presidency(term: PresidencyTerm, delegation: Delegation) -> Presidency:
    """The term as actors know it."""
    return Presidency(
        delegation_id=delegation.id,
        name=delegation.name,
        short=delegation.short,
        language=delegation.language,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
    )


def as_actor(
    person: Person,
    membership: Membership,
    cooperation: Cooperation,
    *,
    session_id: UUID | None = None,
) -> Actor:
    """The member in their own role, without what holds for a time: standing in and presiding."""
    return Actor(
        person_id=person.id,
        session_id=session_id,
        name=person.name,
        language=person.language,
        timezone=person.timezone,
        color=person.color,
        cooperation_id=cooperation.id,
        cooperation_slug=cooperation.slug,
        cooperation_name=cooperation.name_in(person.language),
        membership_id=membership.id,
        delegation_id=membership.delegation_id,
        role=Role(membership.role),
        is_open=cooperation.opened_at is not None,
        delete_at=delete_at(cooperation),
        cooperation_language=cooperation.language_of("name", person.language),
        is_archived=cooperation.archived_at is not None,
    )


def _at_present(actor: Actor, *, stands_in: bool, presidency: Presidency | None) -> Actor:
    is_deputy = stands_in and actor.role not in (Role.COORDINATOR, Role.GUEST)
    return replace(
        actor,
        role=Role.COORDINATOR if is_deputy else actor.role,
        is_deputy=is_deputy,
        is_presiding=presidency is None or presidency.delegation_id == actor.delegation_id,
        presidency=presidency,
    )
