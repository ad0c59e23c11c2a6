"""Accounts of people who have left every cooperation.

An account belongs to no cooperation and to no region, so the installation decides how long it is
kept (COLLAB_KEEP_ACCOUNTS), not a coordinator. Opens units of work itself.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.cooperations.models import Membership
from collab.core.clock import now
from collab.core.db import Scope, session, unit_of_work
from collab.core.keeping import find_keeping, oldest
from collab.privacy import erasure
from collab.privacy.models import ErasureCause, ErasureRequest
from collab.privacy.outdated import Item
from collab.privacy.retention import list_cooperations

#: people of one cooperation that are asked in one day
MOST_PEOPLE = 500
#: whoever stopped the deletion of their account is not asked again for so long
ASK_AGAIN = timedelta(days=365)


def find_unused_accounts() -> list[Item]:
    """Who left their last cooperation longer ago than accounts are kept; nobody by default."""
    days = find_keeping().accounts
    if not days:
        return []
    found: dict[UUID, Item] = {}
    for place in list_cooperations():
        with unit_of_work(Scope(place.id), writes=False):
            left = find_former_members(oldest(days))
        found |= {each.id: each for each in left if each.id not in found and _is_leaving(each.id)}
    return list(found.values())


def ask_unused() -> None:
    """Tell these people by mail that their account will go in two weeks; they can stop it."""
    for person in find_unused_accounts():
        erasure.request_erasure(person.id, ErasureCause.RETENTION)


def _is_leaving(person_id: UUID) -> bool:
    """Whether the person is in no cooperation, and was not asked lately whether to be forgotten."""
    with unit_of_work(Scope(person_id=person_id), writes=False):
        places = session().scalar(
            select(Membership.id).where(
                Membership.person_id == person_id, Membership.ended_at.is_(None)
            )
        )
        request = session().scalar(
            select(ErasureRequest).where(ErasureRequest.person_id == person_id)
        )
    is_asked = request is not None and (
        request.stopped_at is None or request.stopped_at > now() - ASK_AGAIN
    )
    return places is None and not is_asked


def find_former_members(before: datetime) -> list[Item]:
    """People who left before; whether they are elsewhere, each person's own scope must say."""
    rows = session().execute(
        select(Person.id, Person.name, Membership.ended_at)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.ended_at < before,
            Person.erased_at.is_(None),
            Person.is_operator.is_(False),
            Person.may_found.is_(False),
        )
        .order_by(Membership.ended_at)
        .limit(MOST_PEOPLE)
    )
    return [Item(row.id, shown_name(row.name), row.ended_at) for row in rows]
