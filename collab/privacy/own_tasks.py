"""What the boards of one cooperation keep of a person. Runs in that cooperation's scope."""

from typing import Any

from sqlalchemy import select

from collab.boards.models import (
    Board,
    ChecklistItem,
    SavedFilter,
    Task,
    TaskComment,
    TaskFeed,
    TaskFile,
    TaskOwner,
)
from collab.core.db import session
from collab.notifications.models import Notification, NotificationChoice
from collab.privacy.own_account import Facts, pick
from collab.privacy.own_meetings import Self


def _task_facts(own: Self, task: Task) -> Facts:
    """The task; its title only where they may still read it."""
    is_open = task.board_id in own.open_boards
    return {"task": task.number} | ({"title": task.title} if is_open else {})


def gather_tasks_owed(own: Self) -> list[Facts]:
    """Tasks they owe, themselves and not only their delegation."""
    wanted = (
        select(Task)
        .join(TaskOwner, TaskOwner.task_id == Task.id)
        .where(TaskOwner.membership_id == own.membership_id)
    )
    dates = ("starts_on", "due_on", "closed_at", "archived_at")
    return [
        _task_facts(own, task) | pick(task, *dates)
        for task in session().scalars(wanted.order_by(Task.number))
    ]


def gather_tasks_created(own: Self) -> list[Facts]:
    """Tasks they added."""
    wanted = select(Task).where(Task.created_by == own.membership_id).order_by(Task.number)
    return [_task_facts(own, task) | pick(task, "created_at") for task in session().scalars(wanted)]


def gather_steps_done(own: Self) -> list[Facts]:
    """Steps of checklists that they checked."""
    return [
        _task_facts(own, task) | {"done_at": step.done_at}
        for task, step in _with_task(ChecklistItem, ChecklistItem.done_by == own.membership_id)
    ]


def gather_comments(own: Self) -> list[Facts]:
    """What they said about tasks, as long as they let it stand."""
    return [
        _task_facts(own, task)
        | pick(comment, "created_at", "edited_at", "deleted_at")
        | ({} if comment.deleted_at else {"words": comment.text})
        for task, comment in _with_task(TaskComment, TaskComment.author_id == own.membership_id)
    ]


def gather_files(own: Self) -> list[Facts]:
    """Files they added to tasks, without the files themselves."""
    return [
        _task_facts(own, task) | pick(file, "name", "size", "added_at", "removed_at")
        for task, file in _with_task(TaskFile, TaskFile.added_by == own.membership_id)
    ]


def gather_filters(own: Self) -> list[Facts]:
    """Filters of lists that they gave a name."""
    wanted = select(SavedFilter).where(SavedFilter.membership_id == own.membership_id)
    return [
        pick(row, "name", "query") for row in session().scalars(wanted.order_by(SavedFilter.name))
    ]


def gather_feeds(own: Self) -> list[Facts]:
    """Their calendar addresses, without the addresses themselves."""
    rows = session().execute(
        select(TaskFeed, Board.id, Board.name)
        .outerjoin(Board, Board.id == TaskFeed.board_id)
        .where(TaskFeed.membership_id == own.membership_id)
        .order_by(TaskFeed.created_at)
    )
    return [
        pick(feed, "created_at", "last_read_at")
        | ({"board": name} if board_id in own.open_boards else {})
        for feed, board_id, name in rows
    ]


def gather_notifications(own: Self) -> list[Facts]:
    """What they were told and when they read it; not by whom, which is somebody else."""
    theirs = Notification.membership_id == own.membership_id
    about = select(Notification.task_id).where(theirs)
    tasks = {task.id: task for task in session().scalars(select(Task).where(Task.id.in_(about)))}
    rows = session().scalars(
        select(Notification).where(theirs).order_by(Notification.created_at, Notification.id)
    )
    return [
        pick(row, "kind", "created_at", "read_at", "mailed_at")
        | (_task_facts(own, tasks[row.task_id]) if row.task_id else {})
        for row in rows
    ]


def gather_choices(own: Self) -> list[Facts]:
    """How they want to be told of what."""
    wanted = select(NotificationChoice).where(NotificationChoice.membership_id == own.membership_id)
    rows = session().scalars(wanted.order_by(NotificationChoice.kind))
    return [pick(row, "kind", "pace") for row in rows]


def _with_task(kind: Any, is_theirs: Any) -> Any:
    wanted = select(Task, kind).join(kind, kind.task_id == Task.id).where(is_theirs)
    return session().execute(wanted.order_by(Task.number, kind.id))
