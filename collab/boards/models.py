"""Boards with their columns, swimlanes and labels. Tasks are in `collab.boards.task_models`."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collab.boards.task_models import (
    ChecklistItem,
    SavedFilter,
    Task,
    TaskBlocker,
    TaskComment,
    TaskFeed,
    TaskFile,
    TaskLabel,
    TaskLink,
    TaskNumber,
    TaskOwner,
)
from collab.core.db import Base, CooperationOwned, owned, ref
from collab.core.ranks import RANK

__all__ = [
    "Board",
    "BoardColumn",
    "ChecklistItem",
    "Color",
    "Label",
    "Lane",
    "LanesBy",
    "SavedFilter",
    "Task",
    "TaskBlocker",
    "TaskComment",
    "TaskFeed",
    "TaskFile",
    "TaskLabel",
    "TaskLink",
    "TaskNumber",
    "TaskOwner",
]


class LanesBy(StrEnum):
    """What the swimlanes of a board are."""

    NOTHING = "nothing"
    DELEGATION = "delegation"
    PERSON = "person"
    LABEL = "label"
    #: lanes that somebody named
    FREE = "free"


class Color(StrEnum):
    """What columns and labels can be coloured with; the style sheet knows them light and dark."""

    GREY = "grey"
    BLUE = "blue"
    TEAL = "teal"
    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"
    PURPLE = "purple"


class Board(CooperationOwned, Base):
    """A kanban board of a working group; without a group it is the cooperation's."""

    __tablename__ = "board"
    __table_args__ = owned(
        Index(None, "cooperation_id", "group_id"),
        ref("working_group", "group_id"),
    )

    group_id: Mapped[UUID | None]
    name: Mapped[str] = mapped_column(String(120))
    #: of the name, and of new tasks until somebody says otherwise
    language: Mapped[str] = mapped_column(String(12), default="en")
    #: one of LanesBy
    lanes_by: Mapped[str] = mapped_column(String(16), default=LanesBy.NOTHING)
    position: Mapped[int] = mapped_column(default=0)
    #: goes up by one with each unit of work that changes anything that the board shows
    version: Mapped[int] = mapped_column(default=1)
    #: the version at which columns, lanes, labels or name changed, or a task left for another
    #: board: whoever has an older one reads the whole board again
    shape_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]


class BoardColumn(CooperationOwned, Base):
    """A column of a board."""

    __tablename__ = "board_column"
    __table_args__ = owned(Index(None, "cooperation_id", "board_id"), ref("board", "board_id"))

    board_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(60))
    #: place from left to right, see collab.core.ranks
    rank: Mapped[str] = mapped_column(RANK)
    #: one of Color
    color: Mapped[str] = mapped_column(String(16), default=Color.GREY)
    #: the most tasks that should be in it (work in progress); None: any number
    wip_limit: Mapped[int | None]
    #: whether a task too many is refused; otherwise the column is marked
    is_limit_hard: Mapped[bool] = mapped_column(default=False)
    #: whether what is in it is done
    is_done: Mapped[bool] = mapped_column(default=False)


class Lane(CooperationOwned, Base):
    """A swimlane that somebody named, of a board with LanesBy.FREE."""

    __tablename__ = "board_lane"
    __table_args__ = owned(Index(None, "cooperation_id", "board_id"), ref("board", "board_id"))

    board_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(60))
    #: place from top to bottom
    rank: Mapped[str] = mapped_column(RANK)


class Label(CooperationOwned, Base):
    """A label for tasks of one board, with a name in several languages."""

    __tablename__ = "board_label"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "board_id", "name"), ref("board", "board_id")
    )

    board_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(60))
    #: language of the name
    language: Mapped[str] = mapped_column(String(12), default="en")
    #: its name in further languages: {language: name}
    names: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    #: one of Color
    color: Mapped[str] = mapped_column(String(16), default=Color.GREY)
    position: Mapped[int] = mapped_column(default=0)

    def name_in(self, language: str) -> str:
        """Its name in that language; where nobody wrote one, the original."""
        return self.names.get(language) or self.name

    def language_in(self, language: str) -> str:
        """The language in which a reader of `language` gets the name."""
        return language if self.names.get(language) else self.language
