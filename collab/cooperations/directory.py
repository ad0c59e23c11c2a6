"""Which cooperations there are, for whoever runs the installation: names and numbers, no content.

Rows of a cooperation are hidden from everybody outside of it, so this list is a table of its own.
The database keeps it by triggers (migration 0008); nothing else writes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from collab.core.db import Base, session
from collab.core.names import fold

PAGE_SIZE = 25


class State(StrEnum):
    """How far a cooperation is in its life."""

    PROPOSED = "proposed"
    OPEN = "open"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"


class DirectoryEntry(Base):
    """A cooperation as an operator sees it."""

    __tablename__ = "cooperation_directory"
    __table_args__ = (Index(None, "name"), Index(None, "created_at"))

    #: of the cooperation
    id: Mapped[UUID] = mapped_column(
        ForeignKey("cooperation.id", ondelete="CASCADE"), primary_key=True
    )
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    #: of the name
    language: Mapped[str] = mapped_column(String(12))
    #: its names in all languages, folded for searching
    names_key: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    deletion_requested_at: Mapped[datetime | None]
    #: how many people belong to it now
    members: Mapped[int]

    @property
    def state(self) -> State:
        """How far it is in its life."""
        if self.opened_at is None:
            return State.WITHDRAWN if self.archived_at else State.PROPOSED
        return State.ARCHIVED if self.archived_at else State.OPEN


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """A page of the list, and how many there are in all."""

    entries: Sequence[DirectoryEntry]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


_ORDERS = {
    "name": (func.lower(DirectoryEntry.name), DirectoryEntry.id),
    "members": (DirectoryEntry.members.desc(), func.lower(DirectoryEntry.name)),
    "created": (DirectoryEntry.created_at.desc(), DirectoryEntry.id),
}
ORDERS = tuple(_ORDERS)


def _matches(search: str, state: State | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if search:
        found.append(
            or_(
                DirectoryEntry.names_key.contains(fold(search), autoescape=True),
                DirectoryEntry.slug.contains(search.lower(), autoescape=True),
            )
        )
    if state is not None:
        is_open = state in (State.OPEN, State.ARCHIVED)
        is_shut = state in (State.ARCHIVED, State.WITHDRAWN)
        opened, archived = DirectoryEntry.opened_at, DirectoryEntry.archived_at
        found.append(opened.is_not(None) if is_open else opened.is_(None))
        found.append(archived.is_not(None) if is_shut else archived.is_(None))
    return found


def list_cooperations(
    *, search: str = "", state: State | None = None, order: str = "name", page: int = 1
) -> DirectoryPage:
    """The cooperations whose name or address holds `search`, 25 a page, in one of ORDERS."""
    where = _matches(search.strip(), state)
    total = session().scalar(select(func.count(DirectoryEntry.id)).where(*where)) or 0
    last = max(1, -(-total // PAGE_SIZE))
    number = min(max(1, page), last)
    wanted = (
        select(DirectoryEntry)
        .where(*where)
        .order_by(*_ORDERS.get(order, _ORDERS["name"]))
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    return DirectoryPage(session().scalars(wanted).all(), total, number)


def find_entry(slug: str) -> DirectoryEntry | None:
    """The cooperation with that name in addresses, proposed ones included; None: it is free."""
    return session().scalar(select(DirectoryEntry).where(DirectoryEntry.slug == slug))


def list_entries(ids: Sequence[UUID]) -> dict[UUID, DirectoryEntry]:
    """These cooperations, by id."""
    found = session().scalars(select(DirectoryEntry).where(DirectoryEntry.id.in_(ids)))
    return {entry.id: entry for entry in found}


def list_slugs(start: str) -> set[str]:
    """Every address that begins so and is taken."""
    return set(
        session().scalars(
            select(DirectoryEntry.slug).where(
                DirectoryEntry.slug.startswith(start, autoescape=True)
            )
        )
    )
