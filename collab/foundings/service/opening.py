"""Founders agree or decline; when the last one has agreed, the cooperation opens, once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from uuid import UUID

from sqlalchemy import select

from collab.accounts import notices
from collab.accounts.models import Person
from collab.activity import service as activity
from collab.cooperations import service as cooperations
from collab.cooperations.directory import DirectoryEntry
from collab.cooperations.models import Cooperation, Delegation, Membership
from collab.core import revocation
from collab.core.actor import Actor, Role
from collab.core.addresses import public_url
from collab.core.clock import now
from collab.core.db import after_commit, session
from collab.foundings.models import Founding
from collab.foundings.service.standing import find_this
from collab.groups import service as groups
from collab.groups.service import GroupPlan


def lock(cooperation_id: UUID) -> None:
    """Whoever changes how far a founding is, waits here for the others.

    The row of the directory, as a new membership locks that first, too.
    """
    wanted = select(DirectoryEntry.id).where(DirectoryEntry.id == cooperation_id)
    session().scalar(wanted.with_for_update())


def find_founding(cooperation_id: UUID) -> Founding | None:
    """How this cooperation was proposed; None when it was made in another way."""
    return session().scalar(select(Founding).where(Founding.cooperation_of == cooperation_id))


def note_agreement(actor: Actor, delegation_id: UUID) -> None:
    """The new coordinator has agreed for their delegation; the last one to do so opens it."""
    delegation = _locked(actor.cooperation_id, delegation_id)
    if delegation is not None and delegation.agreed_at is None:
        delegation.agreed_at, delegation.declined_at = now(), None
        session().flush()
        open_if_agreed(actor)


def note_refusal(cooperation_id: UUID, delegation_id: UUID) -> None:
    """A coordinator has declined for their delegation; nothing else changes."""
    delegation = _locked(cooperation_id, delegation_id)
    if delegation is not None and delegation.agreed_at is None:
        delegation.declined_at = now()


def _locked(cooperation_id: UUID, delegation_id: UUID) -> Delegation | None:
    lock(cooperation_id)
    wanted = select(Delegation).where(Delegation.id == delegation_id)
    return session().scalar(wanted.execution_options(populate_existing=True))


def open_if_agreed(actor: Actor) -> bool:
    """Open the cooperation unless somebody has not agreed yet; whether it was opened now."""
    lock(actor.cooperation_id)
    waits = select(Delegation.id).where(Delegation.agreed_at.is_(None))
    cooperation = find_this()
    session().refresh(cooperation)
    if cooperation.opened_at or cooperation.archived_at or session().scalar(waits.limit(1)):
        return False
    cooperation.opened_at = now()
    session().flush()
    founding = find_founding(cooperation.id)
    if founding is not None:
        _found_groups(actor, cooperation, founding)
        _begin_presidency(actor, founding)
        founding.draft = {"pattern": founding.draft["pattern"]}
    activity.record(actor, "cooperation.opened", cooperation.id, name=cooperation.name)
    tell_founders(cooperation, "opened", proposer_id=founding.proposer_id if founding else None)
    return True


def _found_groups(actor: Actor, cooperation: Cooperation, founding: Founding) -> None:
    for group in founding.draft.get("groups", []):
        plan = GroupPlan(
            name=group["name"], description=group["description"], language=cooperation.language
        )
        groups.create_group(actor, plan)


def _begin_presidency(actor: Actor, founding: Founding) -> None:
    presides = founding.draft.get("presides")
    if presides:
        last = _months_later(now().date(), founding.draft["months"])
        # while no delegation presides, all of them do
        cooperations.start_first_term(replace(actor, is_presiding=True), UUID(presides), last)


def _months_later(day: date, months: int) -> date:
    """The last day of a term that begins that day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date.fromordinal(date(year, month + 1, min(day.day, 28)).toordinal() - 1)


def _list_founders(proposer_id: UUID | None) -> Sequence[Person]:
    inside = select(Membership.person_id).where(
        Membership.role == Role.COORDINATOR, Membership.ended_at.is_(None)
    )
    wanted = select(Person).where(Person.id.in_(inside) | (Person.id == proposer_id))
    return session().scalars(wanted.where(Person.erased_at.is_(None))).all()


def tell_founders(cooperation: Cooperation, template: str, *, proposer_id: UUID | None) -> None:
    """A mail to every coordinator who has agreed, and to whoever proposed the cooperation."""
    for person in _list_founders(proposer_id):
        values = {
            "cooperation": cooperation.name_in(person.language),
            "url": public_url(f"/c/{cooperation.slug}"),
        }
        notices.write_to(person, f"foundings/{template}", values)


def archive(cooperation_id: UUID) -> None:
    """Make a cooperation read-only at an operator's word; its coordinators can undo that."""
    cooperation = session().scalars(select(Cooperation).with_for_update()).one()
    if cooperation.archived_at is None:
        cooperation.archived_at = now()
        activity.record_for(cooperation_id, "cooperation.archived", cooperation_id, role="operator")
        after_commit(partial(revocation.announce, cooperation_id=cooperation_id))
