"""Writes the tasks of an import: as many rows at once as there are, in one unit of work."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from collab.activity import service as activity
from collab.boards.models import (
    Board,
    BoardColumn,
    ChecklistItem,
    Color,
    Label,
    Task,
    TaskLabel,
    TaskOwner,
)
from collab.boards.service.boards import list_columns, list_labels
from collab.boards.service.import_matching import ColumnMatch, LabelMatch, Plan, PlannedTask
from collab.boards.service.places import place_last, take_numbers
from collab.boards.service.shape import rank_at
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.ranks import rank_between, spread
from collab.texts.plain import read_plain, summarise

Row = dict[str, Any]


def write_import(actor: Actor, board: Board, plan: Plan) -> None:
    """Make the columns, labels and tasks; the board is locked, and what is said there is checked.

    Nobody is told that they owe something: the log says of each task only that it was created.
    """
    _add_columns(board, plan.new_columns)
    _add_labels(board, plan.new_labels)
    tasks = _make_tasks(board, plan.tasks)
    session().add_all(tasks)
    session().flush()
    made = [(task.id, planned) for task, planned in zip(tasks, plan.tasks, strict=True)]
    _insert(TaskOwner, (row for task, planned in made for row in _owners(board, task, planned)))
    _insert(TaskLabel, (row for task, planned in made for row in _labels(board, task, planned)))
    _insert(ChecklistItem, (row for task, planned in made for row in _steps(board, task, planned)))
    for task, planned in zip(tasks, plan.tasks, strict=True):
        activity.record(
            actor,
            "task.created",
            task.id,
            number=task.number,
            name=task.title,
            column=planned.column.name,
        )


def _insert(model: Any, rows: Iterable[Row]) -> None:
    found = list(rows)
    if found:
        session().execute(insert(model), found)


def _add_columns(board: Board, matches: list[ColumnMatch]) -> None:
    """Open ones come before those for what is done at the end."""
    columns = list(list_columns(board.id))
    for match in matches:
        place = len(columns)
        while not match.is_done and place and columns[place - 1].is_done:
            place -= 1
        column = BoardColumn(
            id=new_id(),
            board_id=board.id,
            name=match.name,
            color=Color.GREEN if match.is_done else Color.GREY,
            is_done=match.is_done,
        )
        column.rank = rank_at(columns, column.id, place)
        columns.insert(place, column)
        session().add(column)
        match.id = column.id
    session().flush()


def _add_labels(board: Board, matches: list[LabelMatch]) -> None:
    first = max((label.position for label in list_labels(board.id)), default=-1) + 1
    for position, match in enumerate(matches, start=first):
        label = Label(
            id=new_id(),
            board_id=board.id,
            name=match.name,
            language=board.language,
            names={},
            color=match.color,
            position=position,
        )
        session().add(label)
        match.id = label.id
    session().flush()


def _make_tasks(board: Board, planned: list[PlannedTask]) -> list[Task]:
    number = take_numbers(board.cooperation_id, len(planned))
    ranks: dict[UUID | None, str] = {}
    tasks = []
    for place, each in enumerate(planned):
        column_id = each.column.id
        if column_id is None:
            raise LookupError(each.column.name)
        last = ranks.get(column_id)
        ranks[column_id] = rank_between(last, None) if last else place_last(board, column_id)
        tasks.append(_make_task(board, each, number + place, ranks[column_id]))
    return tasks


def _make_task(board: Board, planned: PlannedTask, number: int, rank: str) -> Task:
    line = planned.line
    description = read_plain(line.description)
    return Task(
        id=new_id(),
        cooperation_id=board.cooperation_id,
        number=number,
        board_id=board.id,
        column_id=planned.column.id,
        rank=rank,
        title=line.title,
        language=board.language,
        description=description,
        description_text=summarise(description),
        starts_on=line.starts_on,
        due_on=line.due_on,
        created_at=now(),
        closed_at=_closed_at(planned) if planned.column.is_done else None,
        version=board.version,
        revision=1,
    )


def _closed_at(planned: PlannedTask) -> datetime:
    day = planned.line.done_on
    return min(datetime.combine(day, time(12), UTC), now()) if day else now()


def _owners(board: Board, task_id: UUID, planned: PlannedTask) -> Iterable[Row]:
    for position, key in enumerate(planned.owners):
        yield {
            "id": new_id(),
            "cooperation_id": board.cooperation_id,
            "task_id": task_id,
            "membership_id": key.membership_id,
            "delegation_id": key.delegation_id,
            "position": position,
        }


def _labels(board: Board, task_id: UUID, planned: PlannedTask) -> Iterable[Row]:
    for match in planned.labels:
        yield {
            "id": new_id(),
            "cooperation_id": board.cooperation_id,
            "task_id": task_id,
            "label_id": match.id,
        }


def _steps(board: Board, task_id: UUID, planned: PlannedTask) -> Iterable[Row]:
    steps = planned.line.steps
    for (text, is_done), rank in zip(steps, spread(len(steps)), strict=True):
        yield {
            "id": new_id(),
            "cooperation_id": board.cooperation_id,
            "task_id": task_id,
            "text": text,
            "rank": rank,
            "done_at": now() if is_done else None,
            "done_by": None,
        }
