"""Filters of lists that members keep under a name, and who can be chosen in them."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.boards.models import SavedFilter
from collab.boards.service.boards import find_board
from collab.boards.service.people import MAX_PEOPLE, BoardMember
from collab.cooperations.models import Delegation, Membership
from collab.cooperations.policy import is_guest
from collab.core.actor import Actor
from collab.core.db import new_id, session
from collab.core.errors import Conflict, Invalid, NotFound
from collab.core.fields import clean_line

MAX_NAME: Final = 60
MAX_QUERY: Final = 1000
#: more than that nobody finds again
MOST: Final = 50


class TooManyFilters(Conflict):
    """Somebody keeps as many filters as one can."""

    code = "too_many_filters"
    message = _l("You keep %(max)d filters already. Remove one first.", max=MOST)


def list_saved(actor: Actor, board_id: UUID | None) -> Sequence[SavedFilter]:
    """The actor's filters for that board, or for lists over all boards."""
    wanted = select(SavedFilter).where(
        SavedFilter.membership_id == actor.membership_id, SavedFilter.board_id == board_id
    )
    return session().scalars(wanted.order_by(func.lower(SavedFilter.name))).all()


def save_filter(actor: Actor, name: str, query: str, board_id: UUID | None) -> SavedFilter:
    """Keep a filter under a name; one of the same name is replaced. Invalid names the field."""
    clean = clean_line(name)
    if not clean:
        raise Invalid({"name": _l("Please enter a name.")})
    if len(clean) > MAX_NAME:
        raise Invalid({"name": _l("Please use at most %(max)d characters.", max=MAX_NAME)})
    if len(query) > MAX_QUERY:
        raise Invalid({"name": _l("This filter is too long to be kept.")})
    if board_id is not None:
        find_board(actor, board_id)
    own = select(SavedFilter).where(SavedFilter.membership_id == actor.membership_id)
    kept = session().scalar(own.where(SavedFilter.name == clean))
    if kept is None:
        if (session().scalar(select(func.count()).select_from(own.subquery())) or 0) >= MOST:
            raise TooManyFilters
        kept = SavedFilter(
            id=new_id(),
            cooperation_id=actor.cooperation_id,
            membership_id=actor.membership_id,
            name=clean,
        )
        session().add(kept)
    kept.board_id, kept.query = board_id, query
    session().flush()
    return kept


def remove_filter(actor: Actor, filter_id: UUID) -> SavedFilter:
    """Forget one of the actor's filters; returns it, so that it can be kept again."""
    kept = session().scalar(
        select(SavedFilter).where(
            SavedFilter.id == filter_id, SavedFilter.membership_id == actor.membership_id
        )
    )
    if kept is None:
        raise NotFound
    session().delete(kept)
    session().flush()
    return kept


def list_everybody(actor: Actor) -> list[BoardMember]:
    """Everybody who can owe a task somewhere; guests of the cooperation choose only themselves."""
    wanted = (
        select(Membership.id, Person.name, Person.color, Delegation.id, Delegation.short)
        .join(Person, Person.id == Membership.person_id)
        .join(Delegation, Delegation.id == Membership.delegation_id)
        .where(Membership.ended_at.is_(None))
        .order_by(Person.name_key, Membership.id)
        .limit(MAX_PEOPLE)
    )
    if is_guest(actor):
        wanted = wanted.where(Membership.id == actor.membership_id)
    return [
        BoardMember(member, shown_name(name), color, delegation, short)
        for member, name, color, delegation, short in session().execute(wanted)
    ]


def name_members(actor: Actor, ids: Collection[UUID]) -> dict[UUID, str]:
    """What these members, or former members, are called."""
    rows = session().execute(
        select(Membership.id, Person.name)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.id.in_(ids))
    )
    return {member: shown_name(name) for member, name in rows}
