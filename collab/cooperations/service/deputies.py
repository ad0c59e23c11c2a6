"""Deputies: members who stand in for the coordinators of their delegation, until a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import aliased

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.activity import service as activity
from collab.cooperations import policy
from collab.cooperations.models import Deputy, Membership
from collab.cooperations.service.changes import (
    access_changed,
    find_any_membership,
    hold,
    is_active,
)
from collab.core.actor import Actor, Role
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import Invalid, NotFound, require

LONGEST = timedelta(days=366)
#: of a list; a delegation has a handful
MAX_DEPUTIES = 200


@dataclass(frozen=True, slots=True)
class NamedDeputy:
    """Somebody who stands in, now or later."""

    deputy_id: UUID
    membership_id: UUID
    name: str
    color: int
    delegation_id: UUID
    starts_on: date
    ends_on: date
    named_by: str

    @property
    def is_running(self) -> bool:
        """Whether they stand in today."""
        return self.starts_on <= now().date()


def list_deputies(actor: Actor, delegation_id: UUID | None = None) -> list[NamedDeputy]:
    """The deputies of today and later, by their first day; of one delegation or of all."""
    require(policy.can_list_members(actor))
    by, namer = aliased(Membership), aliased(Person)
    wanted = (
        select(Deputy, Membership, Person, namer.name)
        .join(Membership, Membership.id == Deputy.membership_id)
        .join(Person, Person.id == Membership.person_id)
        .join(by, by.id == Deputy.named_by)
        .join(namer, namer.id == by.person_id)
        .where(
            Deputy.revoked_at.is_(None),
            Deputy.ends_on >= now().date(),
            Membership.ended_at.is_(None),
        )
        .order_by(Deputy.starts_on, Person.name_key, Deputy.id)
        .limit(MAX_DEPUTIES)
    )
    if delegation_id is not None:
        wanted = wanted.where(Membership.delegation_id == delegation_id)
    return [
        NamedDeputy(
            d.id,
            m.id,
            shown_name(p.name),
            p.color,
            m.delegation_id,
            d.starts_on,
            d.ends_on,
            shown_name(by_name),
        )
        for d, m, p, by_name in session().execute(wanted)
    ]


def name_deputy(actor: Actor, membership_id: UUID, starts_on: date, ends_on: date) -> Deputy:
    """Let a member of the actor's own delegation stand in, both days included.

    At most one year; Invalid names the field.
    """
    membership = find_any_membership(membership_id)
    require(policy.can_name_deputies(actor, membership.delegation_id))
    held = hold(membership)
    require(any(each.id == actor.membership_id for each in held.coordinators))
    wrong = _check_days(starts_on, ends_on) | _check_member(membership, starts_on, ends_on)
    if wrong:
        raise Invalid(wrong)
    deputy = Deputy(
        id=new_id(),
        cooperation_id=actor.cooperation_id,
        membership_id=membership_id,
        named_by=actor.membership_id,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    session().add(deputy)
    session().flush()
    activity.record(
        actor,
        "deputy.named",
        membership_id,
        starts_on=starts_on.isoformat(),
        ends_on=ends_on.isoformat(),
    )
    access_changed(membership)
    return deputy


def _check_days(starts_on: date, ends_on: date) -> dict[str, Any]:
    if starts_on < now().date():
        return {"starts_on": _l("Please choose today or a later day.")}
    if ends_on < starts_on:
        return {"ends_on": _l("The last day is before the first.")}
    if ends_on - starts_on > LONGEST:
        return {"ends_on": _l("A deputy can be named for at most one year.")}
    return {}


def _check_member(membership: Membership, starts_on: date, ends_on: date) -> dict[str, Any]:
    if not is_active(membership):
        return {"member": _l("This person cannot come in at the moment.")}
    if membership.role == Role.COORDINATOR:
        return {"member": _l("This person is a coordinator already.")}
    if membership.role == Role.GUEST:
        return {"member": _l("Guests cannot be deputies. Change the role first.")}
    overlapping = select(Deputy.id).where(
        Deputy.membership_id == membership.id,
        Deputy.revoked_at.is_(None),
        Deputy.starts_on <= ends_on,
        Deputy.ends_on >= starts_on,
    )
    if session().scalar(overlapping.limit(1)) is not None:
        return {"member": _l("This person is named as a deputy for these days already.")}
    return {}


def revoke_deputy(actor: Actor, deputy_id: UUID) -> None:
    """End a deputy of the actor's own delegation at once; their rights go within seconds."""
    row = (
        session()
        .execute(
            select(Deputy, Membership)
            .join(Membership, Membership.id == Deputy.membership_id)
            .where(Deputy.id == deputy_id)
        )
        .first()
    )
    if row is None:
        raise NotFound
    deputy, membership = row
    require(policy.can_name_deputies(actor, membership.delegation_id))
    if deputy.revoked_at is None:
        _revoke(actor, deputy)
        access_changed(membership)


def _revoke(actor: Actor, deputy: Deputy) -> None:
    deputy.revoked_at = now()
    activity.record(actor, "deputy.revoked", deputy.membership_id)


def revoke_of(actor: Actor, membership: Membership) -> None:
    """End whatever somebody is deputy for, as their membership ends or their role changes."""
    running = session().scalars(
        select(Deputy).where(
            Deputy.membership_id == membership.id,
            Deputy.revoked_at.is_(None),
            Deputy.ends_on >= now().date(),
        )
    )
    for deputy in running.all():
        _revoke(actor, deputy)
