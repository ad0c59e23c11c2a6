"""Tasks: creating and renaming them, taking them off the board and back."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l

from collab.activity import service as activity
from collab.boards import policy
from collab.boards.models import Board, BoardColumn, Task
from collab.boards.owners import OwnerKey
from collab.boards.service.changes import begin_change, touch
from collab.boards.service.laning import enter_lane
from collab.boards.service.lookups import FoundTask, find_task, lock_found, standing_to
from collab.boards.service.marking import assign, label
from collab.boards.service.moving import TaskArchived
from collab.boards.service.places import (
    check_room,
    find_column,
    first_column,
    place_last,
    take_number,
)
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import Invalid, require
from collab.core.fields import clean_line

MAX_TITLE: Final = 300


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """What a new task says; what is left out comes from its board."""

    title: str
    #: None: the first one that is not for what is done
    column_id: UUID | None = None
    #: key of the lane it is added to
    lane: str | None = None
    #: None: the board's
    language: str | None = None
    #: ProseMirror JSON, checked already, and its words
    description: dict[str, Any] | None = None
    description_text: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    owners: tuple[OwnerKey, ...] = ()
    labels: tuple[UUID, ...] = ()


def check_title(title: str) -> str:
    """The title as it is kept; Invalid (field `title`) when there is none, or a book."""
    clean = clean_line(title)
    if not clean:
        raise Invalid({"title": _l("Please enter a title.")})
    if len(clean) > MAX_TITLE:
        raise Invalid({"title": _l("Please use at most %(max)d characters.", max=MAX_TITLE)})
    return clean


def add_task(
    board: Board, column: BoardColumn, plan: TaskPlan, *, created_by: UUID | None = None
) -> Task:
    """A new task at the end of the column: no rights asked, no owners, labels or line in the log.

    For whoever makes tasks out of something else; hold the board's lock.
    """
    task = Task(
        id=new_id(),
        cooperation_id=board.cooperation_id,
        number=take_number(board.cooperation_id),
        board_id=board.id,
        column_id=column.id,
        rank=place_last(board, column.id),
        title=check_title(plan.title),
        language=plan.language or board.language,
        description=plan.description,
        description_text=plan.description_text,
        starts_on=plan.starts_on,
        due_on=plan.due_on,
        created_at=now(),
        created_by=created_by,
        closed_at=now() if column.is_done else None,
        version=board.version,
        revision=1,
    )
    session().add(task)
    session().flush()
    return task


def create_task(actor: Actor, board_id: UUID, plan: TaskPlan) -> Task:
    """Put a new task at the end of a column; Invalid names the field.

    ColumnGone and LimitReached say why the column does not take it.
    """
    board = begin_change(board_id)
    require(policy.can_work(actor, standing_to(actor, board)))
    column = find_column(board, plan.column_id) if plan.column_id else first_column(board)
    check_room(column)
    task = add_task(board, column, plan, created_by=actor.membership_id)
    activity.record(
        actor, "task.created", task.id, number=task.number, name=task.title, column=column.name
    )
    if plan.owners:
        assign(actor, task, plan.owners)
    if plan.labels:
        label(actor, task, plan.labels)
    if plan.lane:
        enter_lane(actor, board, task, plan.lane)
    task.revision = 1
    return task


def _find_workable(actor: Actor, number: int) -> FoundTask:
    """The task for a change, its board locked; Forbidden when the actor may only see it."""
    found = lock_found(actor, find_task(actor, number))
    require(policy.can_work(actor, found.standing))
    return found


def find_workable(actor: Actor, number: int) -> FoundTask:
    """The same of a task that is on its board; TaskArchived otherwise."""
    found = _find_workable(actor, number)
    if found.task.archived_at is not None:
        raise TaskArchived
    return found


def rename_task(actor: Actor, number: int, title: str) -> Task:
    """Give the task another title; Invalid names the field."""
    clean = check_title(title)
    task = find_workable(actor, number).task
    if task.title == clean:
        return task
    before, task.title = task.title, clean
    task.revision += 1
    touch(task)
    activity.record(actor, "task.renamed", task.id, number=task.number, name=clean, before=before)
    return task


def archive_task(actor: Actor, number: int) -> Task:
    """Take the task off its board; it can be restored."""
    task = _find_workable(actor, number).task
    if task.archived_at is None:
        put_away(actor, task)
    return task


def put_away(actor: Actor, task: Task) -> None:
    """Archive a task whose board is locked, with a line in the log."""
    task.archived_at = now()
    touch(task)
    activity.record(actor, "task.archived", task.id, number=task.number, name=task.title)


def restore_task(actor: Actor, number: int) -> Task:
    """Bring an archived task back to where it was; LimitReached when its column is full."""
    found = _find_workable(actor, number)
    task = found.task
    if task.archived_at is None:
        return task
    check_room(find_column(found.board, task.column_id))
    task.archived_at = None
    touch(task)
    activity.record(actor, "task.restored", task.id, number=task.number, name=task.title)
    return task
