"""What an import would do to a board: which columns, labels and people it means, and what not."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _ln

from collab.boards.imports.plans import TABLES, Reading, TaskLine
from collab.boards.imports.words import says_done
from collab.boards.models import Board, BoardColumn, Color
from collab.boards.owners import OwnerKey, delegation
from collab.boards.service.boards import list_columns, list_labels
from collab.boards.service.columns import MAX_COLUMNS, count_inside
from collab.boards.service.labels import MAX_LABELS
from collab.boards.service.people import list_people
from collab.cooperations import service as cooperations
from collab.core.actor import Actor
from collab.core.names import fold

#: names with as many commas as that are looked for as a whole
_MAX_COMMAS: Final = 4
_BETWEEN: Final = re.compile(r"([,;|\n])")


@dataclass(slots=True)
class ColumnMatch:
    """A column that gets tasks; without an id it is to be made."""

    name: str
    is_done: bool
    id: UUID | None = None
    coming: int = 0


@dataclass(slots=True)
class LabelMatch:
    """A label that tasks get; without an id it is to be made."""

    name: str
    color: str
    id: UUID | None = None
    coming: int = 0


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """A task with everything that it points at on the board."""

    line: TaskLine
    column: ColumnMatch
    owners: tuple[OwnerKey, ...]
    labels: tuple[LabelMatch, ...]


@dataclass(slots=True)
class Plan:
    """Everything that an import would do."""

    columns: list[ColumnMatch] = field(default_factory=list)
    labels: list[LabelMatch] = field(default_factory=list)
    tasks: list[PlannedTask] = field(default_factory=list)
    #: names that nobody here has, or several people → in how many tasks
    strangers: Counter[str] = field(default_factory=Counter)
    #: done tasks that go to a column for what is done instead of their own
    settled: int = 0
    #: why it cannot be done, in words
    refusals: list[Any] = field(default_factory=list)

    @property
    def new_columns(self) -> list[ColumnMatch]:
        """The columns to be made."""
        return [each for each in self.columns if each.id is None]

    @property
    def new_labels(self) -> list[LabelMatch]:
        """The labels to be made."""
        return [each for each in self.labels if each.id is None]


def split_names(text: str, known: Collection[str]) -> list[str]:
    """The names in a cell, by commas and the like; known ones may have some in themselves."""
    pieces = _BETWEEN.split(text)
    found, place = [], 0
    while place < len(pieces):
        for commas in range(_MAX_COMMAS, -1, -1):
            end = place + 2 * commas + 1
            name = "".join(pieces[place:end]).strip()
            if end <= len(pieces) and (commas == 0 or fold(name) in known):
                found.append(name)
                place = end + 1
                break
    return [name for name in found if name]


def plan_import(actor: Actor, board: Board, reading: Reading) -> Plan:
    """What importing that into the board would do; nothing is written."""
    present = list_columns(board.id)
    matcher = _Matcher(reading, present, _Labels(board, reading), _read_people(actor, board))
    plan = matcher.match()
    plan.refusals += _refuse_columns(board, plan, present)
    more = len(plan.new_labels)
    if more and len(plan.labels) > MAX_LABELS:
        words = _l(
            "A board has at most %(max)d labels, and %(count)d would have to be made.",
            max=MAX_LABELS,
            count=more,
        )
        plan.refusals.append(words)
    return plan


def _refuse_columns(board: Board, plan: Plan, present: Iterable[BoardColumn]) -> Iterable[Any]:
    more = len(plan.new_columns)
    if more and len(plan.columns) > MAX_COLUMNS:
        yield _l(
            "A board has at most %(max)d columns, and %(count)d would have to be made.",
            max=MAX_COLUMNS,
            count=more,
        )
    inside = count_inside(board.id)
    coming = {match.id: match.coming for match in plan.columns}
    for column in present:
        total = inside.get(column.id, 0) + coming.get(column.id, 0)
        limit = column.wip_limit if column.is_limit_hard else None
        if limit is not None and coming.get(column.id) and total > limit:
            yield _ln(
                "“%(name)s” takes at most %(num)d task, and there would be %(total)d in it.",
                "“%(name)s” takes at most %(num)d tasks, and there would be %(total)d in it.",
                limit,
                name=column.name,
                total=total,
            )


def _read_people(actor: Actor, board: Board) -> Mapping[str, set[OwnerKey]]:
    """Who can owe tasks of the board, by folded names."""
    found: dict[str, set[OwnerKey]] = {}
    for one in list_people(actor, board):
        found.setdefault(fold(one.name), set()).add(one.key)
    for each in cooperations.list_delegations(actor):
        for name in (each.name, each.short):
            found.setdefault(fold(name), set()).add(delegation(each.id))
    return found


class _Labels:
    """The board's labels by their names in all languages, and those to be made."""

    def __init__(self, board: Board, reading: Reading) -> None:
        self.all: list[LabelMatch] = []
        self.by_name: dict[str, LabelMatch] = {}
        self._colors = {fold(name): color for name, color in reading.colors.items()}
        #: for labels of which the file says no colour
        self._by_turns = cycle(color for color in Color if color is not Color.GREY)
        for label in list_labels(board.id):
            match = LabelMatch(label.name, label.color, label.id)
            self.all.append(match)
            for name in (label.name, *label.names.values()):
                self.by_name.setdefault(fold(name), match)

    def find(self, name: str) -> LabelMatch:
        """The label of that name, there already or to be made."""
        match = self.by_name.get(fold(name))
        if match is None:
            match = LabelMatch(name, self._colors.get(fold(name)) or next(self._by_turns))
            self.by_name[fold(name)] = match
            self.all.append(match)
        return match


class _Matcher:
    """Goes through the tasks of a file once."""

    def __init__(
        self,
        reading: Reading,
        present: Iterable[BoardColumn],
        labels: _Labels,
        people: Mapping[str, set[OwnerKey]],
    ) -> None:
        self._reading = reading
        self._is_table = reading.source in TABLES
        self._labels = labels
        self._people = people
        self._plan = Plan(labels=labels.all)
        self._columns: dict[str, ColumnMatch] = {}
        for column in present:
            match = ColumnMatch(column.name, column.is_done, column.id)
            self._plan.columns.append(match)
            self._columns.setdefault(fold(column.name), match)
        matches = self._plan.columns
        self._first = next((one for one in matches if not one.is_done), matches[0])
        self._done = next((one for one in matches if one.is_done), matches[-1])

    def match(self) -> Plan:
        """What becomes of everything."""
        self._add_columns()
        for line in self._reading.tasks:
            column = self._columns[fold(line.column)] if fold(line.column) else self._first
            if line.is_done and not column.is_done:
                self._plan.settled += bool(fold(line.column))
                column = self._done
            column.coming += 1
            self._plan.tasks.append(
                PlannedTask(line, column, self._find_owners(line), self._find_labels(line))
            )
        return self._plan

    def _add_columns(self) -> None:
        """Make the missing ones: for what is done where name, file, or all their tasks say so."""
        open_ones = {fold(line.column) for line in self._reading.tasks if not line.is_done}
        used = {fold(line.column) for line in self._reading.tasks}
        said = {fold(name) for name in self._reading.done_columns}
        for name in (*self._reading.columns, *(line.column for line in self._reading.tasks)):
            key = fold(name)
            if key and key not in self._columns:
                is_done = key in said or says_done(name) or (key in used and key not in open_ones)
                match = ColumnMatch(name.strip()[:60], is_done)
                self._columns[key] = match
                self._plan.columns.append(match)

    def _split(self, texts: Iterable[str], known: Collection[str]) -> Iterable[str]:
        for text in texts:
            yield from split_names(text, known) if self._is_table else [text]

    def _find_owners(self, line: TaskLine) -> tuple[OwnerKey, ...]:
        found: dict[OwnerKey, None] = {}
        for name in self._split(line.owners, self._people.keys()):
            keys = self._people.get(fold(name), set())
            if len(keys) == 1:
                found |= dict.fromkeys(keys)
            else:
                self._plan.strangers[name] += 1
        return tuple(found)

    def _find_labels(self, line: TaskLine) -> tuple[LabelMatch, ...]:
        found: dict[int, LabelMatch] = {}
        for name in self._split(line.labels, self._labels.by_name.keys()):
            match = self._labels.find(name)
            found[id(match)] = match
        for match in found.values():
            match.coming += 1
        return tuple(found.values())
