"""Tasks, and what people say about them."""

from collections.abc import Iterable, Iterator
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, select

from collab.boards.models import Board, ChecklistItem, Task, TaskComment
from collab.boards.service.lookups import sees_board
from collab.core.actor import Actor
from collab.core.db import session
from collab.search.cutting import cut
from collab.search.kinds import Kind
from collab.search.models import Passage
from collab.search.sources.source import Reading, Source

NAME: Final = "tasks"


def _is_visible(actor: Actor) -> ColumnElement[bool]:
    return (
        select(Task.id)
        .join(Board, Board.id == Task.board_id)
        .where(
            Task.id == Passage.subject,
            Task.archived_at.is_(None),
            Board.archived_at.is_(None),
            sees_board(actor),
        )
        .exists()
    )


def _list_all() -> Iterable[UUID]:
    return session().scalars(select(Task.id).where(Task.archived_at.is_(None)))


def _read(task_id: UUID) -> Iterator[Reading]:
    row = session().execute(
        select(Task, Board.group_id)
        .join(Board, Board.id == Task.board_id)
        .where(Task.id == task_id, Task.archived_at.is_(None))
        .execution_options(populate_existing=True)
    )
    found = row.one_or_none()
    if found is None:
        return
    task, group_id = found
    steps = session().scalars(
        select(ChecklistItem.text)
        .where(ChecklistItem.task_id == task_id)
        .order_by(ChecklistItem.rank, ChecklistItem.id)
    )
    pieces = cut([task.description_text, *steps]) or [""]
    for number, piece in enumerate(pieces):
        yield Reading(
            kind=Kind.TASK,
            part=str(number),
            language=task.language,
            title=task.title,
            text=piece,
            at=task.created_at,
            anchor=str(task.number),
            working_group=group_id,
            author=task.created_by,
        )
    yield from _read_comments(task, group_id)


def _read_comments(task: Task, group_id: UUID | None) -> Iterator[Reading]:
    rows = session().scalars(
        select(TaskComment)
        .where(TaskComment.task_id == task.id, TaskComment.deleted_at.is_(None))
        .execution_options(populate_existing=True)
    )
    for comment in rows:
        yield Reading(
            kind=Kind.COMMENT,
            part=str(comment.id),
            language=comment.language,
            title=task.title,
            text=comment.text,
            at=comment.created_at,
            anchor=f"{task.number}#comment-{comment.id}",
            working_group=group_id,
            author=comment.author_id,
        )


SOURCE = Source(NAME, _read, _is_visible, _list_all)
