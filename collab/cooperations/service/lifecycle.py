"""Archiving a cooperation, and deleting it after a waiting period in which everybody can object.

Whoever opens the unit of work for an archived cooperation leaves `is_read_only` off for these.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from collab.accounts import notices
from collab.accounts.models import Person
from collab.activity import service as activity
from collab.cooperations import policy
from collab.cooperations.errors import NotWaitingForDeletion
from collab.cooperations.models import Cooperation, Delegation, Membership
from collab.core import revocation
from collab.core.actor import Actor, Role
from collab.core.addresses import public_url
from collab.core.clock import now
from collab.core.db import after_commit, session
from collab.core.errors import require

WAITING_PERIOD = timedelta(days=30)
#: coordinators of one cooperation who get a mail
MAX_MAILS = 500


def delete_at(cooperation: Cooperation) -> datetime | None:
    """When it is deleted unless somebody stops that; None: nobody asked for it."""
    asked = cooperation.deletion_requested_at
    return None if asked is None else asked + WAITING_PERIOD


def hold_cooperation(cooperation_id: Any) -> Cooperation:
    """The scope's cooperation, locked: two who change its life come one after the other."""
    return (
        session()
        .scalars(
            select(Cooperation)
            .where(Cooperation.id == cooperation_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        .one()
    )


def _access_changed(cooperation: Cooperation) -> None:
    after_commit(partial(revocation.announce, cooperation_id=cooperation.id))


def archive(actor: Actor) -> Cooperation:
    """Make everything of the cooperation read-only; open editors turn read-only within seconds."""
    require(policy.can_govern(actor))
    cooperation = hold_cooperation(actor.cooperation_id)
    if cooperation.archived_at is None:
        cooperation.archived_at = now()
        activity.record(actor, "cooperation.archived", cooperation.id)
        _access_changed(cooperation)
    return cooperation


def unarchive(actor: Actor) -> Cooperation:
    """Let people write in it again."""
    require(policy.can_govern(actor))
    cooperation = hold_cooperation(actor.cooperation_id)
    if cooperation.archived_at is not None:
        cooperation.archived_at = None
        activity.record(actor, "cooperation.unarchived", cooperation.id)
        _access_changed(cooperation)
    return cooperation


def request_deletion(actor: Actor) -> Cooperation:
    """Have the cooperation deleted after the waiting period; every coordinator gets a mail."""
    require(policy.can_govern(actor))
    cooperation = hold_cooperation(actor.cooperation_id)
    if cooperation.deletion_requested_at is None:
        cooperation.deletion_requested_at = now()
        cooperation.deletion_requested_by = actor.person_id
        activity.record(actor, "cooperation.deletion_requested", cooperation.id)
        _mail_coordinators(cooperation, "deletion_requested", who=actor.name)
    return cooperation


def stop_deletion(actor: Actor) -> Cooperation:
    """Keep the cooperation; any coordinator of any delegation may. Everybody gets a mail."""
    require(policy.can_stop_deletion(actor))
    cooperation = hold_cooperation(actor.cooperation_id)
    if cooperation.deletion_requested_at is None:
        raise NotWaitingForDeletion
    cooperation.deletion_requested_at = cooperation.deletion_requested_by = None
    activity.record(actor, "cooperation.deletion_stopped", cooperation.id)
    _mail_coordinators(cooperation, "deletion_stopped", who=actor.name)
    return cooperation


def tell_of_deletion(cooperation: Cooperation) -> None:
    """Write to every coordinator that it is deleted now; in the unit of work that does it."""
    _mail_coordinators(cooperation, "deleted")


def list_coordinators() -> list[Person]:
    """Who coordinates the scope's cooperation at this moment, for mails to them."""
    wanted = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .join(Delegation, Delegation.id == Membership.delegation_id)
        .where(
            Membership.role == Role.COORDINATOR,
            Membership.ended_at.is_(None),
            Person.erased_at.is_(None),
        )
        .order_by(Delegation.position, Person.name_key)
        .limit(MAX_MAILS)
    )
    return list(session().scalars(wanted))


def _mail_coordinators(cooperation: Cooperation, template: str, **values: Any) -> None:
    path = f"/c/{cooperation.slug}"
    for person in list_coordinators():
        about = {
            "cooperation": cooperation.name_in(person.language),
            "url": public_url(path),
            "delete_at": delete_at(cooperation),
        }
        notices.write_to(person, f"cooperations/{template}", about | values)
