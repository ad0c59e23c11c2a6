"""Who somebody is in a cooperation, at this moment."""

from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Row, select

from collab.accounts.models import Person
from collab.cooperations.models import Cooperation, Deputy, Membership, PresidencyTerm
from collab.core.actor import Actor, Role
from collab.core.clock import now
from collab.core.db import Scope, unit_of_work
from collab.core.errors import DomainError, NotFound


class Suspended(DomainError):
    """A coordinator keeps the person out for the time being."""

    status = 403
    code = "suspended"
    message = _l(
        "Your membership of this cooperation is suspended. Please ask your region's coordinator."
    )


class TwoFactorRequired(DomainError):
    """The cooperation lets people in only with a second factor."""

    status = 403
    code = "two_factor_required"
    message = _l(
        "This cooperation asks everybody for a second factor at sign-in. Please set one up first."
    )


def find_actor(person_id: UUID, session_id: UUID | None, slug: str) -> Actor:
    """The person as a member of that cooperation; NotFound for everybody else.

    Raises Suspended and TwoFactorRequired. Opens a unit of work of its own, as the cooperation is
    not known before, and one more in the cooperation for those whom a term or a deputy concerns.
    """
    with unit_of_work(Scope(person_id=person_id), writes=False) as own:
        row = own.execute(
            select(Cooperation, Membership, Person)
            .join(Membership, Membership.cooperation_id == Cooperation.id)
            .join(Person, Person.id == Membership.person_id)
            .where(
                Cooperation.slug == slug,
                Membership.person_id == person_id,
                Membership.ended_at.is_(None),
            )
        ).first()
    if row is None:
        raise NotFound
    _refuse(row)
    with unit_of_work(Scope(cooperation_id=row[0].id), writes=False) as inside:
        today = now().date()
        is_deputy, is_presiding = inside.execute(
            select(_stands_in(row[1].id, today), _presides(row[1].delegation_id, today))
        ).one()
    return _as_actor(row, session_id, is_deputy=is_deputy, is_presiding=is_presiding)


def _refuse(row: Row[Any]) -> None:
    cooperation, membership, person = row
    if person.suspended_at or person.erased_at:
        raise NotFound
    if membership.suspended_at:
        raise Suspended
    if cooperation.requires_two_factor and not person.second_factor_at:
        raise TwoFactorRequired


def _stands_in(membership_id: UUID, today: date) -> ColumnElement[bool]:
    return (
        select(Deputy.id)
        .where(
            Deputy.membership_id == membership_id,
            Deputy.starts_on <= today,
            Deputy.ends_on >= today,
            Deputy.revoked_at.is_(None),
        )
        .exists()
    )


def _presides(delegation_id: UUID, today: date) -> ColumnElement[bool]:
    """Whether the delegation's term runs; while no term does, every delegation presides."""
    running = (
        PresidencyTerm.starts_on <= today,
        PresidencyTerm.taken_over_at.is_not(None),
        PresidencyTerm.handed_over_at.is_(None),
    )
    is_own = select(PresidencyTerm.id).where(
        PresidencyTerm.delegation_id == delegation_id, *running
    )
    return is_own.exists() | ~select(PresidencyTerm.id).where(*running).exists()


def _as_actor(
    row: Row[Any], session_id: UUID | None, *, is_deputy: bool, is_presiding: bool
) -> Actor:
    cooperation, membership, person = row
    role = Role(membership.role)
    stands_in = is_deputy and role not in (Role.COORDINATOR, Role.GUEST)
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
        role=Role.COORDINATOR if stands_in else role,
        is_deputy=stands_in,
        is_presiding=is_presiding,
        is_archived=cooperation.archived_at is not None,
    )
