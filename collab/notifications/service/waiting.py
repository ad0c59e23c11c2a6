"""What waits to be mailed: taken by one process, and left out when it is no news any more."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select, update

from collab.boards.models import Board, Task, TaskOwner
from collab.core.clock import now
from collab.core.db import session
from collab.notifications.models import Kind, Notification
from collab.notifications.service.audience import Recipient, sees_documents, sees_meeting
from collab.notifications.service.due import DUE_KINDS, once_for


def take(ids: Sequence[UUID]) -> set[UUID]:
    """Mark them as mailed; those that another process had not marked before."""
    taken = session().scalars(
        update(Notification)
        .where(Notification.id.in_(ids), Notification.mailed_at.is_(None))
        .values(mailed_at=now())
        .returning(Notification.id)
        .execution_options(synchronize_session=False)
    )
    return set(taken)


def keep_news(recipient: Recipient, rows: Sequence[Notification]) -> list[Notification]:
    """Without what they may no longer see, owe no more, or what is done or put off by now."""
    ids = {row.task_id for row in rows if row.task_id}
    tasks = _list_seen(recipient, ids)
    owned = _list_owned(recipient, ids)
    meetings = {row.meeting_id for row in rows if row.meeting_id}
    open_meetings = {one for one in meetings if sees_meeting(recipient, one)}
    documents = sees_documents(recipient, {row.document_id for row in rows if row.document_id})
    return [
        row
        for row in rows
        if row.meeting_id in open_meetings
        or row.document_id in documents
        or (row.task_id in tasks and _is_true(row, tasks[row.task_id], owned))
    ]


def _list_seen(recipient: Recipient, ids: Collection[UUID]) -> dict[UUID, Task]:
    found = session().execute(
        select(Task, Board)
        .join(Board, Board.id == Task.board_id)
        .where(Task.id.in_(ids), Task.archived_at.is_(None), Board.archived_at.is_(None))
    )
    return {task.id: task for task, board in found if recipient.sees(board)}


def _list_owned(recipient: Recipient, ids: Collection[UUID]) -> set[UUID]:
    """The tasks that the member owes in person."""
    wanted = select(TaskOwner.task_id).where(
        TaskOwner.task_id.in_(ids), TaskOwner.membership_id == recipient.id
    )
    return set(session().scalars(wanted))


def _is_true(row: Notification, task: Task, owned: set[UUID]) -> bool:
    kind = Kind(row.kind)
    if kind is Kind.ASSIGNED or kind in DUE_KINDS:
        is_owed = task.id in owned or bool(row.details.get("delegation"))
        is_same_day = kind is Kind.ASSIGNED or row.once == once_for(kind, task)
        return task.closed_at is None and is_owed and is_same_day
    return True
