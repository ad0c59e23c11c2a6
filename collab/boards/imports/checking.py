"""What is wrong with a row of a file, or the task that it makes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from collab.boards.imports.days import read_day, says_nothing
from collab.boards.imports.plans import (
    MAX_PROBLEMS,
    MAX_TASKS,
    Problem,
    Reason,
    TaskLine,
)
from collab.boards.service.checklist import MAX_LENGTH, MAX_STEPS
from collab.boards.service.shape import MAX_NAME
from collab.boards.service.tasks import MAX_TITLE
from collab.core.fields import clean_line, clean_lines

MAX_TEXT: Final = 50_000
#: of a cell with names
MAX_NAMES: Final = 2000
_SHOWN: Final = 80
_BETWEEN: Final = re.compile(r"[,;|\n]")


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the file has it; nothing is checked yet."""

    number: int
    title: str = ""
    column: str = ""
    #: names, or texts that hold several
    owners: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    starts_on: str = ""
    due_on: str = ""
    description: str = ""
    steps: tuple[tuple[str, bool], ...] = ()
    is_done: bool = False
    done_on: str = ""


@dataclass(frozen=True, slots=True)
class Dates:
    """How days are read: of moments those in a time zone."""

    zone: str
    month_first: bool = False


class _Wrong(Exception):
    def __init__(self, reason: Reason, about: object = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.about = str(about)[:_SHOWN]


@dataclass(slots=True)
class Sorted:
    """The rows of a file: those that make tasks, and the first ones of those that do not."""

    tasks: list[TaskLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    wrong: int = 0

    def refuse(self, number: int, reason: Reason, about: str = "", text: str = "") -> None:
        """The row makes no task."""
        self.wrong += 1
        if len(self.problems) < MAX_PROBLEMS:
            shown = clean_line(text[: 2 * _SHOWN])[:_SHOWN]
            self.problems.append(Problem(number, reason, about, shown))

    def add(self, row: Row, dates: Dates) -> None:
        """Check the row, and put it where it belongs."""
        try:
            self.tasks.append(_check(row, dates))
        except _Wrong as wrong:
            self.refuse(row.number, wrong.reason, wrong.about, row.title)

    @property
    def is_too_long(self) -> bool:
        """Whether there are more tasks than anybody can import at once."""
        return len(self.tasks) > MAX_TASKS


def _check(row: Row, dates: Dates) -> TaskLine:
    title = clean_line(row.title)
    if not title:
        raise _Wrong(Reason.NO_TITLE)
    if len(title) > MAX_TITLE:
        raise _Wrong(Reason.TITLE_TOO_LONG, len(title))
    description = clean_lines(row.description)
    if len(description) > MAX_TEXT:
        raise _Wrong(Reason.TEXT_TOO_LONG, len(description))
    starts_on, due_on = _day(row.starts_on, dates), _day(row.due_on, dates)
    if starts_on and due_on and starts_on > due_on:
        raise _Wrong(Reason.DAYS_CROSSED)
    done_on = _day(row.done_on, dates)
    return TaskLine(
        number=row.number,
        title=title,
        column=_name(row.column),
        owners=_names(row.owners, None),
        labels=_names(row.labels, MAX_NAME),
        starts_on=starts_on,
        due_on=due_on,
        description=description,
        steps=_steps(row.steps),
        is_done=row.is_done or done_on is not None,
        done_on=done_on,
    )


def _name(text: str) -> str:
    name = clean_line(text)
    if len(name) > MAX_NAME:
        raise _Wrong(Reason.NAME_TOO_LONG, name)
    return name


def _names(texts: Iterable[str], longest: int | None) -> tuple[str, ...]:
    found = tuple(clean for text in texts if (clean := clean_line(text)))
    if sum(map(len, found)) > MAX_NAMES:
        raise _Wrong(Reason.NAME_TOO_LONG, found[0])
    parts = (part.strip() for text in found for part in _BETWEEN.split(text))
    for part in parts if longest else ():
        if len(part) > (longest or 0):
            raise _Wrong(Reason.NAME_TOO_LONG, part)
    return found


def _day(text: str, dates: Dates) -> date | None:
    if says_nothing(text):
        return None
    day = read_day(text, dates.zone, month_first=dates.month_first)
    if day is None:
        raise _Wrong(Reason.NO_DAY, clean_line(text))
    return day


def _steps(steps: Iterable[tuple[str, bool]]) -> tuple[tuple[str, bool], ...]:
    found = tuple((clean, is_done) for text, is_done in steps if (clean := clean_line(text)))
    if len(found) > MAX_STEPS:
        raise _Wrong(Reason.TOO_MANY_STEPS, len(found))
    for text, _is_done in found:
        if len(text) > MAX_LENGTH:
            raise _Wrong(Reason.STEP_TOO_LONG, text)
    return found
