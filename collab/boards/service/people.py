"""Who can owe the tasks of a board and be named on them: whoever sees it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import Select, or_, select

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.boards.models import Board
from collab.boards.owners import OwnerKey, person
from collab.cooperations.models import Delegation, Membership
from collab.cooperations.policy import is_guest
from collab.core.actor import Actor, Role
from collab.core.db import session
from collab.groups.models import GroupMember

#: nobody looks through a longer list
MAX_PEOPLE: Final = 2000


@dataclass(frozen=True, slots=True)
class BoardMember:
    """Somebody who sees a board."""

    membership_id: UUID
    name: str
    color: int
    delegation_id: UUID
    delegation_short: str

    @property
    def key(self) -> OwnerKey:
        """As an owner of a task."""
        return person(self.membership_id)


def _inside(board: Board) -> Select[UUID]:
    return select(GroupMember.membership_id).where(GroupMember.group_id == board.group_id)


def _who_see(board: Board) -> Select[Membership, Person, Delegation]:
    return (
        select(Membership, Person, Delegation)
        .join(Person, Person.id == Membership.person_id)
        .join(Delegation, Delegation.id == Membership.delegation_id)
        .where(
            Membership.ended_at.is_(None),
            Membership.suspended_at.is_(None),
            or_(Membership.role != Role.GUEST, Membership.id.in_(_inside(board))),
        )
    )


def list_people(actor: Actor, board: Board) -> list[BoardMember]:
    """Who sees the board, by delegation and name; the actor must see it.

    Guests are told only of those in its group.
    """
    wanted = _who_see(board)
    if is_guest(actor):
        wanted = wanted.where(Membership.id.in_(_inside(board)))
    rows = session().execute(
        wanted.order_by(Delegation.position, Delegation.name, Person.name_key, Membership.id).limit(
            MAX_PEOPLE
        )
    )
    return [
        BoardMember(member.id, shown_name(who.name), who.color, of.id, of.short)
        for member, who, of in rows
    ]


def keep_seeing(board: Board, memberships: Iterable[UUID]) -> set[UUID]:
    """Those of the memberships that see the board."""
    ids = list(memberships)
    if not ids:
        return set()
    wanted = _who_see(board).with_only_columns(Membership.id)
    return set(session().scalars(wanted.where(Membership.id.in_(ids))))


def name_members(memberships: Iterable[UUID]) -> dict[UUID, str]:
    """What members are called now, also those who left; "former member" whose account is gone."""
    ids = list(memberships)
    if not ids:
        return {}
    wanted = select(Membership.id, Person.name).join(Person, Person.id == Membership.person_id)
    rows = session().execute(wanted.where(Membership.id.in_(ids)))
    return {membership_id: shown_name(name) for membership_id, name in rows}
