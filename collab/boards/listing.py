"""What somebody asks of a list of tasks: which ones, in which order, under which headings."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from collab.boards.owners import OwnerKey


class State(StrEnum):
    """Which tasks by how far they are."""

    OPEN = "open"
    CLOSED = "closed"
    ARCHIVED = "archived"
    ALL = "all"


class Due(StrEnum):
    """Which tasks by their last day, where the reader is."""

    OVERDUE = "overdue"
    TODAY = "today"
    #: today and the six days after
    WEEK = "week"
    #: today and the 29 days after
    MONTH = "month"
    NONE = "none"


class Order(StrEnum):
    """What a list goes by; a minus before it in an address turns it round."""

    DUE = "due"
    NUMBER = "number"
    TITLE = "title"
    CREATED = "created"
    CLOSED = "closed"
    START = "start"


class Grouping(StrEnum):
    """What the headings of a list are."""

    NOTHING = "nothing"
    BOARD = "board"
    COLUMN = "column"
    PERSON = "person"
    DELEGATION = "delegation"
    DUE = "due"


class Who(StrEnum):
    """Who owes a task, beside a named person or delegation."""

    #: the reader
    ME = "me"
    #: the reader's delegation, or somebody of it
    MY_DELEGATION = "my-delegation"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Which tasks, and how they are listed; what is None or empty does not count."""

    text: str = ""
    state: State = State.OPEN
    #: somebody by key; a delegation means also everybody of it
    owner: OwnerKey | Who | None = None
    due: Due | None = None
    #: first and last day between which it is due
    due_within: tuple[date, date] | None = None
    #: first and last day of a time in which it is under way: from start to due date
    runs_within: tuple[date, date] | None = None
    label_id: UUID | None = None
    board_id: UUID | None = None
    group_id: UUID | None = None
    order: Order = Order.DUE
    is_descending: bool = False
    grouping: Grouping = Grouping.NOTHING
