"""Tasks that are actions in minutes, changed because the minutes were.

Nobody's rights are asked: whoever may write the minutes has written this. Limits of columns do not
count, as what was said cannot be refused. `author` is who wrote last in the minutes, where that is
known. Whoever calls holds the lock of the board, see `changes`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from collab.activity import service as activity
from collab.boards.models import Board, BoardColumn, Task
from collab.boards.owners import PERSON, OwnerKey, person
from collab.boards.service.changes import name_author, touch
from collab.boards.service.marking import list_owner_keys, name_owners, set_owners
from collab.boards.service.moving import column_before
from collab.boards.service.places import done_column, first_column, place_last
from collab.boards.service.tasks import MAX_TITLE, TaskPlan, add_task
from collab.cooperations.models import Membership
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import session
from collab.core.fields import clean_line

#: what `origin` says in the log when a task only followed the minutes
MINUTES: Final = "minutes"


@dataclass(frozen=True, slots=True)
class Said:
    """What minutes say of an action."""

    title: str
    language: str
    #: membership
    owner: UUID | None
    due_on: date | None
    is_done: bool


def title_of(words: str) -> str:
    """The words of an action as the title of its task, which is shorter; empty without words."""
    line = " ".join(clean_line(words).split())
    return line if len(line) <= MAX_TITLE else f"{line[: MAX_TITLE - 1].rstrip()}…"


def create(board: Board, said: Said, author: Actor | None) -> Task:
    """A new task at the end of the board's first column; what is done already, where that goes."""
    column = done_column(board) if said.is_done else first_column(board)
    plan = TaskPlan(title=said.title, language=said.language, due_on=said.due_on)
    task = add_task(board, column, plan)
    if said.is_done:
        task.closed_at = now()
    _note(author, "task.created", task, column=column.name)
    if said.owner is not None:
        hand_over(task, None, said.owner, author)
    return task


def rename(task: Task, title: str, author: Actor | None, *, is_noted: bool) -> None:
    """Give it another title; `is_noted` puts a line into the log."""
    if task.title == title:
        return
    before, task.title = task.title, title
    _changed(task)
    if author is not None:
        name_author(author)
    if is_noted:
        _note(author, "task.renamed", task, before=before)


def set_due(task: Task, due: date | None, author: Actor | None) -> None:
    """Let it be due that day."""
    if task.due_on == due:
        return
    days = [None if day is None else day.isoformat() for day in (task.due_on, due)]
    task.due_on = due
    _changed(task)
    _note(author, "task.edited", task, fields={"due_on": days})


def hand_over(task: Task, before: UUID | None, after: UUID | None, author: Actor | None) -> None:
    """From one member to another, in the same place; everybody else who owes it stays.

    Whoever is not in the cooperation any more cannot owe it: then it only leaves `before`.
    """
    keys = list_owner_keys(task.id)
    old = None if before is None else person(before)
    new = person(after) if after is not None and _is_active(after) else None
    place = keys.index(old) if old in keys else 0
    wanted = [key for key in keys if key not in (old, new)]
    if new is not None:
        wanted.insert(min(place, len(wanted)), new)
    marked = set_owners(task, wanted)
    if marked:
        _note(author, "task.assigned", task, **_describe(marked.added, marked.removed))


def set_closed(task: Task, author: Actor | None, *, is_closed: bool) -> None:
    """Put it among what is done, or back into work."""
    if (task.closed_at is not None) == is_closed:
        return
    board = session().get_one(Board, task.board_id)
    before = session().get_one(BoardColumn, task.column_id)
    column = done_column(board) if is_closed else _column_before(author, board, task)
    task.rank = place_last(board, column.id)
    task.column_id = column.id
    task.closed_at = now() if is_closed else None
    touch(task)
    verb = "task.closed" if is_closed else "task.reopened"
    names = {"column": column.name, "before": before.name, "before_id": str(before.id)}
    _note(author, verb, task, **names)


def _column_before(author: Actor | None, board: Board, task: Task) -> BoardColumn:
    return first_column(board) if author is None else column_before(author, board, task)


def put_away(task: Task, author: Actor | None) -> None:
    """Archive it: the action was deleted."""
    if task.archived_at is None:
        task.archived_at = now()
        touch(task)
        _note(author, "task.archived", task)


def bring_back(task: Task, author: Actor | None) -> None:
    """Restore it: the action is there again."""
    if task.archived_at is not None:
        task.archived_at = None
        touch(task)
        _note(author, "task.restored", task)


def _is_active(membership_id: UUID) -> bool:
    wanted = select(Membership.id).where(
        Membership.id == membership_id, Membership.ended_at.is_(None)
    )
    return session().scalar(wanted) is not None


def _changed(task: Task) -> None:
    task.revision += 1
    touch(task)


def _describe(added: tuple[OwnerKey, ...], removed: tuple[OwnerKey, ...]) -> dict[str, Any]:
    names = name_owners((*added, *removed))
    return {
        "added": [names[key] for key in added],
        "removed": [names[key] for key in removed],
        "members": [str(key.id) for key in added if key.kind == PERSON],
        "former": [str(key.id) for key in removed if key.kind == PERSON],
        "delegations": [],
    }


def _note(author: Actor | None, verb: str, task: Task, **details: Any) -> None:
    told = {"number": task.number, "name": task.title, "origin": MINUTES, **details}
    if author is not None:
        activity.record(author, verb, task.id, **told)
    else:
        activity.record_for(task.cooperation_id, verb, task.id, **told)
