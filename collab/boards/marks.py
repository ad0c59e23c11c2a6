"""Cards of a board and what is on them, as plain values: equal ones look alike."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class OwnerMark:
    """Somebody who owes a task; kind `p` with the membership's id, or `d` with the delegation's."""

    kind: str
    id: UUID
    name: str
    #: initials, or the delegation's letters
    short: str
    color: int


@dataclass(frozen=True, slots=True)
class LabelMark:
    """A label on a card, its name in the reader's language where there is one."""

    id: UUID
    name: str
    language: str
    color: str


@dataclass(frozen=True, slots=True)
class Card:
    """A task as the board shows it, to every reader of a language alike."""

    id: UUID
    number: int
    title: str
    language: str
    column_id: UUID
    #: key of its lane
    lane: str
    rank: str
    version: int
    due_on: date | None
    is_closed: bool
    owners: tuple[OwnerMark, ...]
    labels: tuple[LabelMark, ...]
    checklist_done: int
    checklist_total: int
    comments: int
    files: int
    is_blocked: bool
    has_description: bool
    has_origin: bool
