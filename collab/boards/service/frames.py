"""What the cards of a board stand in and point at: columns, lanes, labels, people, delegations."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.boards.models import Board, BoardColumn, Label, Lane, LanesBy
from collab.boards.owners import delegation, person
from collab.boards.swimlanes import FREE, LABEL, NO_LANE
from collab.cooperations.models import Delegation, Membership
from collab.core.db import session

_REST = {
    LanesBy.DELEGATION: _l("Owed by no delegation"),
    LanesBy.PERSON: _l("Owed by nobody"),
    LanesBy.LABEL: _l("Without a label"),
    LanesBy.FREE: _l("Everything else"),
}


@dataclass(frozen=True, slots=True)
class DelegationMark:
    """A delegation as cards show it."""

    id: UUID
    name: str
    short: str
    language: str


@dataclass(frozen=True, slots=True)
class PersonMark:
    """A member, or somebody who was one, as cards show them."""

    membership_id: UUID
    name: str
    color: int
    delegation_id: UUID
    is_member: bool


@dataclass(frozen=True, slots=True)
class LaneMark:
    """A swimlane; its name is empty on boards without lanes."""

    key: str
    name: Any
    #: of the name; None: the reader's
    language: str | None = None


@dataclass(frozen=True)
class Frame:
    """A board without its cards."""

    board: Board
    columns: tuple[BoardColumn, ...]
    free_lanes: tuple[Lane, ...]
    labels: dict[UUID, Label]
    people: dict[UUID, PersonMark]
    delegations: dict[UUID, DelegationMark]

    @cached_property
    def delegation_of(self) -> dict[UUID, UUID]:
        """The delegation of each member, by membership."""
        return {one.membership_id: one.delegation_id for one in self.people.values()}

    def list_lanes(self, language: str, used: Counter[str] | None = None) -> list[LaneMark]:
        """The lanes from top to bottom, and after them the one for everything else.

        Of people only those who owe something here, by `used`, the number of cards in each lane;
        without that, all members.
        """
        by = LanesBy(self.board.lanes_by)
        if by is LanesBy.NOTHING:
            return [LaneMark("", "")]
        lanes = {
            LanesBy.DELEGATION: self._delegation_lanes,
            LanesBy.PERSON: lambda: self._person_lanes(used),
            LanesBy.LABEL: lambda: self._label_lanes(language),
            LanesBy.FREE: self._free_lanes,
        }[by]()
        return [*lanes, LaneMark(NO_LANE, _REST[by])]

    def _delegation_lanes(self) -> list[LaneMark]:
        return [
            LaneMark(str(delegation(one.id)), one.name, one.language)
            for one in self.delegations.values()
        ]

    def _person_lanes(self, used: Counter[str] | None) -> list[LaneMark]:
        lanes = [
            LaneMark(key, one.name)
            for one in self.people.values()
            if (key := str(person(one.membership_id))) in (used or ())
            or (used is None and one.is_member)
        ]
        return sorted(lanes, key=lambda lane: str(lane.name).casefold())

    def _label_lanes(self, language: str) -> list[LaneMark]:
        return [
            LaneMark(f"{LABEL}:{one.id}", one.name_in(language), one.language_in(language))
            for one in self.labels.values()
        ]

    def _free_lanes(self) -> list[LaneMark]:
        language = self.board.language
        return [LaneMark(f"{FREE}:{one.id}", one.name, language) for one in self.free_lanes]


def read_frame(board: Board) -> Frame:
    """Columns, lanes, labels, and everybody who could owe a task, in three queries."""
    columns, lanes = _read_columns(board)
    labels = session().scalars(
        select(Label).where(Label.board_id == board.id).order_by(Label.position, Label.name)
    )
    people, delegations = _read_owners()
    by_id = {label.id: label for label in labels}
    return Frame(board, columns, lanes, by_id, people, delegations)


def _read_columns(board: Board) -> tuple[tuple[BoardColumn, ...], tuple[Lane, ...]]:
    """Both at once: each column comes with each lane, of which there are few."""
    wanted = (
        select(BoardColumn, Lane)
        .outerjoin(Lane, Lane.board_id == BoardColumn.board_id)
        .where(BoardColumn.board_id == board.id)
        .order_by(BoardColumn.rank, BoardColumn.id, Lane.rank, Lane.id)
    )
    rows = session().execute(wanted).all()
    columns = dict.fromkeys(column for column, _lane in rows)
    known: dict[Lane | None, None] = dict.fromkeys(lane for _column, lane in rows)
    return tuple(columns), tuple(lane for lane in known if lane is not None)


def _read_owners() -> tuple[dict[UUID, PersonMark], dict[UUID, DelegationMark]]:
    """Everybody who is or was a member, by membership; all delegations in their order, by id."""
    rows = session().execute(
        select(
            Delegation.id,
            Delegation.name,
            Delegation.short,
            Delegation.language,
            Membership.id,
            Membership.ended_at,
            Person.name,
            Person.color,
        )
        .outerjoin(Membership, Membership.delegation_id == Delegation.id)
        .outerjoin(Person, Person.id == Membership.person_id)
        .order_by(Delegation.position, Delegation.name, Person.name_key, Membership.id)
    )
    people: dict[UUID, PersonMark] = {}
    delegations: dict[UUID, DelegationMark] = {}
    for row in rows:
        delegation_id, called, short, language, member_id, ended_at, name, color = row
        if delegation_id not in delegations:
            mark = DelegationMark(delegation_id, called, short, language)
            delegations[delegation_id] = mark
        if member_id is not None:
            shown = shown_name(name or "")
            is_member = ended_at is None
            people[member_id] = PersonMark(member_id, shown, color or 0, delegation_id, is_member)
    return people, delegations
