"""What a file says: the tasks in it, what is wrong with others, and what cannot be taken over."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any, Final, Self

MAX_BYTES: Final = 5_000_000
MAX_TASKS: Final = 5000
#: of the lines with problems; how many there are is told in any case
MAX_PROBLEMS: Final = 1000
MAX_LINES: Final = 50_000


class Source(StrEnum):
    """Which program wrote the file, as far as that shows."""

    TABLE = "table"
    KANBOARD = "kanboard"
    DECK_TABLE = "deck-table"
    TRELLO = "trello"
    DECK = "deck"


#: their rows are lines of a table; in the others there are cards
TABLES: Final = frozenset({Source.TABLE, Source.KANBOARD, Source.DECK_TABLE})


class Reason(StrEnum):
    """Why a line makes no task."""

    NO_TITLE = "no_title"
    TITLE_TOO_LONG = "title_too_long"
    NAME_TOO_LONG = "name_too_long"
    TEXT_TOO_LONG = "text_too_long"
    NO_DAY = "no_day"
    DAYS_CROSSED = "days_crossed"
    TOO_MANY_STEPS = "too_many_steps"
    STEP_TOO_LONG = "step_too_long"
    TOO_MANY_CELLS = "too_many_cells"
    OPEN_QUOTE = "open_quote"
    UNREADABLE = "unreadable"


class Left(StrEnum):
    """What is not taken over from a file that is fine otherwise."""

    ARCHIVED = "archived"
    COMMENTS = "comments"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class Problem:
    """A line, or card, that makes no task."""

    #: the line in the file, or the place of the card in it, counted from 1
    number: int
    reason: Reason
    #: what it is about: a word, a name, a number
    about: str = ""
    #: the beginning of the line or title
    text: str = ""

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """As it was kept."""
        return cls(**{**kept, "reason": Reason(kept["reason"])})


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task of a file, as it says it."""

    number: int
    title: str
    #: name of its column; "" is where new tasks go
    column: str = ""
    #: names; of a table, texts that may hold several
    owners: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    starts_on: date | None = None
    due_on: date | None = None
    description: str = ""
    #: text, and whether it is done
    steps: tuple[tuple[str, bool], ...] = ()
    is_done: bool = False
    #: when it was done, where the file says so
    done_on: date | None = None

    def to_json(self) -> dict[str, Any]:
        """As the database keeps it: what says nothing is left away."""
        found = {key: value for key, value in asdict(self).items() if value}
        for day in _DAYS & found.keys():
            found[day] = found[day].isoformat()
        return found

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """As it was kept."""
        values = dict(kept)
        for day in _DAYS & values.keys():
            values[day] = date.fromisoformat(values[day])
        values["owners"] = tuple(values.get("owners", ()))
        values["labels"] = tuple(values.get("labels", ()))
        values["steps"] = tuple((text, is_done) for text, is_done in values.get("steps", ()))
        return cls(**values)


_DAYS: Final = {"starts_on", "due_on", "done_on"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What is in a file."""

    source: Source
    tasks: tuple[TaskLine, ...]
    #: the first ones of the lines with problems
    problems: tuple[Problem, ...] = ()
    #: how many lines have problems
    wrong: int = 0
    #: lists of the file in their order, also empty ones; columns beyond these come as tasks do
    columns: tuple[str, ...] = ()
    #: those of the lists that the file itself calls done
    done_columns: tuple[str, ...] = ()
    #: label → one of Color
    colors: Mapping[str, str] = field(default_factory=dict)
    #: whether days with slashes were read with the month first; None: there are none
    month_first: bool | None = None
    #: headings that mean nothing here
    unknown: tuple[str, ...] = ()
    #: Left → how many
    left: Mapping[str, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As the database keeps it."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        return found | {
            "tasks": [task.to_json() for task in self.tasks],
            "problems": [asdict(problem) for problem in self.problems],
            "columns": list(self.columns),
            "done_columns": list(self.done_columns),
            "colors": dict(self.colors),
            "unknown": list(self.unknown),
            "left": dict(self.left),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """As it was kept."""
        return cls(
            source=Source(kept["source"]),
            tasks=tuple(TaskLine.from_json(task) for task in kept["tasks"]),
            problems=tuple(Problem.from_json(each) for each in kept["problems"]),
            wrong=kept["wrong"],
            columns=tuple(kept["columns"]),
            done_columns=tuple(kept["done_columns"]),
            month_first=kept["month_first"],
            colors=kept["colors"],
            unknown=tuple(kept["unknown"]),
            left=kept["left"],
        )
