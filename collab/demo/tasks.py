"""The rows of a board of the demonstration. Runs in the unit of work of its cooperation."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from collab.activity.models import Activity
from collab.boards.models import (
    Board,
    BoardColumn,
    ChecklistItem,
    Task,
    TaskBlocker,
    TaskComment,
    TaskLabel,
    TaskOwner,
)
from collab.boards.service import list_columns, list_labels
from collab.boards.service.places import take_number
from collab.boards.service.templates import TEMPLATES, furnish
from collab.core.db import new_id, session
from collab.core.ranks import spread
from collab.demo.boards import DELEGATION, DemoBoard, DemoTask
from collab.demo.calendar import Calendar, morning
from collab.demo.cooperations import DemoCooperation
from collab.demo.history import history_row
from collab.demo.notation import Notation
from collab.texts.plain import summarise

#: how long before the demonstration is loaded its tasks were added
ADDED_BEFORE = timedelta(days=24)


class BoardWriter:
    """Adds one board with its tasks."""

    def __init__(
        self, cooperation: DemoCooperation, board: DemoBoard, calendar: Calendar, position: int
    ) -> None:
        self._cooperation, self._board, self._calendar = cooperation, board, calendar
        self._id = cooperation.id_of("board", board.key)
        self._added_at = calendar.now - ADDED_BEFORE
        self._position = position
        self._history: list[Activity] = []

    def write(self) -> list[Activity]:
        """Add it; the lines of the log that belong to it."""
        self._add_board()
        columns = list_columns(self._id)
        labels = self._labels()
        ranks = spread(len(self._board.tasks))
        for number, (task, rank) in enumerate(zip(self._board.tasks, ranks, strict=True)):
            self._add_task(task, columns[task.column], rank, self._added_at + timedelta(number))
            session().add_all(
                TaskLabel(id=new_id(), task_id=self._task_id(task.key), label_id=labels[name])
                for name in task.labels
            )
        self._add_blockers()
        session().flush()
        return self._history

    def _add_board(self) -> None:
        template = TEMPLATES[self._board.template]
        group = self._board.group
        session().add(
            Board(
                id=self._id,
                group_id=self._cooperation.id_of("group", group) if group else None,
                name=self._board.name,
                language=self._board.language,
                lanes_by=self._board.lanes_by or template.lanes_by,
                position=self._position,
                created_at=self._added_at,
            )
        )
        session().flush()  # what is on it refers to it
        furnish(self._id, template, self._board.language, self._cooperation.languages)

    def _labels(self) -> dict[str, UUID]:
        """The board's labels by their English names."""
        names = (name for name, _color in TEMPLATES[self._board.template].labels)
        return {name: label.id for name, label in zip(names, list_labels(self._id), strict=True)}

    def _task_id(self, key: str) -> UUID:
        return self._cooperation.id_of("task", self._board.key, key)

    def _day(self, text: str) -> date | None:
        return self._calendar.day(text) if text else None

    def _text(self, language: str, key: str, lines: tuple[str, ...]) -> dict[str, Any]:
        notation = Notation(
            language,
            self._calendar,
            self._cooperation.find_member,
            lambda number: self._cooperation.id_of("text", self._board.key, key, str(number)),
        )
        return {"type": "doc", "content": notation.blocks(lines)}

    def _add_task(self, task: DemoTask, column: BoardColumn, rank: str, at: datetime) -> None:
        due = self._day(task.due)
        text = self._text(task.language, task.key, task.description) if task.description else None
        row = Task(
            id=self._task_id(task.key),
            number=take_number(self._cooperation.id),
            board_id=self._id,
            column_id=column.id,
            rank=rank,
            title=task.title,
            language=task.language,
            description=text,
            description_text=summarise(text),
            starts_on=self._day(task.starts),
            due_on=due,
            created_at=at,
            created_by=self._cooperation.membership_id(task.by),
            closed_at=min(morning(due), self._calendar.now) if due and column.is_done else None,
        )
        session().add(row)
        session().flush()
        session().add_all([*self._owners(task), *self._steps(task), *self._comments(task)])
        self._note(task, row, "task.created", at, column.name)
        if row.closed_at:
            self._note(task, row, "task.closed", row.closed_at, column.name)

    def _note(self, task: DemoTask, row: Task, verb: str, at: datetime, column: str) -> None:
        made = history_row(self._cooperation, task.by, verb, row.id, at)
        made.details = {"number": row.number, "name": row.title, "column": column}
        self._history.append(made)

    def _owners(self, task: DemoTask) -> Iterator[TaskOwner]:
        for position, owner in enumerate(task.owners):
            short = owner.removeprefix(DELEGATION)
            is_delegation = short != owner
            yield TaskOwner(
                id=new_id(),
                task_id=self._task_id(task.key),
                membership_id=None if is_delegation else self._cooperation.membership_id(owner),
                delegation_id=(
                    self._cooperation.id_of("delegation", short) if is_delegation else None
                ),
                position=position,
            )

    def _steps(self, task: DemoTask) -> Iterator[ChecklistItem]:
        for text, rank in zip(task.checklist, spread(len(task.checklist)), strict=True):
            is_done = text.startswith("x ")
            yield ChecklistItem(
                id=new_id(),
                task_id=self._task_id(task.key),
                text=text.removeprefix("x "),
                rank=rank,
                done_at=self._calendar.now - timedelta(days=2) if is_done else None,
                done_by=self._cooperation.membership_id(task.by) if is_done else None,
            )

    def _comments(self, task: DemoTask) -> Iterator[TaskComment]:
        for number, said in enumerate(task.comments):
            text = self._text(said.language, f"{task.key}/{number}", (said.text,))
            yield TaskComment(
                id=new_id(),
                task_id=self._task_id(task.key),
                author_id=self._cooperation.membership_id(said.by),
                content=text,
                text=summarise(text),
                language=said.language,
                created_at=morning(self._calendar.day(said.when)),
            )

    def _add_blockers(self) -> None:
        session().add_all(
            TaskBlocker(id=new_id(), task_id=self._task_id(task.key), blocker_id=self._task_id(key))
            for task in self._board.tasks
            for key in task.waits_for
        )
