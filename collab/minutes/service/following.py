"""Tasks follow the actions of minutes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from collab.accounts.models import Person
from collab.boards import service as boards
from collab.boards.models import Board, Task, TaskLink
from collab.boards.service import mirrored
from collab.boards.service.changes import begin_change, begin_change_of
from collab.cooperations import service as cooperations
from collab.cooperations.models import Cooperation, Membership
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.groups.models import WorkingGroup
from collab.live import service as live
from collab.meetings.models import Meeting, MeetingGroup
from collab.minutes.models import Minutes, MinutesAction

#: kind of the link from a task to the action that it is
ACTION: Final = "action"
#: while somebody types, a title changes each second: the log says it this often
NOTED_EVERY: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to an action: what it said before of what is different now, as in its row."""

    row: MinutesAction
    changed: Mapping[str, Any]
    #: somebody undid that it was deleted
    is_back: bool = False


def follow(minutes: Minutes, steps: Sequence[Step]) -> None:
    """Let the tasks be what their actions say now; an action gets its task with its first words."""
    author = find_author(minutes.document_id)
    rows = [step.row for step in steps]
    home = _find_home(minutes) if _list_taskless(rows) else None
    tasks = _hold_tasks([row.task_id for row in rows if row.task_id], home)
    for step in steps:
        task = tasks.get(step.row.task_id) if step.row.task_id else None
        if task is not None:
            _follow(task, step, author)
    begin_tasks(minutes, rows, author)
    session().flush()


def find_author(document_id: UUID) -> Actor | None:
    """The member who wrote last in the document; None when that is not known, or they left."""
    person_id = live.find_last_author(document_id)
    row = (
        session()
        .execute(
            select(Person, Membership, Cooperation)
            .join(Membership, Membership.person_id == Person.id)
            .join(Cooperation, Cooperation.id == Membership.cooperation_id)
            .where(Person.id == person_id, Membership.ended_at.is_(None))
        )
        .first()
    )
    return None if row is None else cooperations.as_actor(*row)


def begin_tasks(
    minutes: Minutes, rows: Sequence[MinutesAction], author: Actor | None
) -> list[Task]:
    """Give a task to those of the actions that have words and none yet."""
    wanted = _list_taskless(rows)
    if not wanted:
        return []
    meeting = session().get_one(Meeting, minutes.meeting_id)
    board = begin_change(_find_home(minutes).id)
    made = []
    for row in _without_those_begun(wanted):
        said = mirrored.Said(
            title=mirrored.title_of(row.text),
            language=meeting.language,
            owner=row.assignee_id,
            due_on=row.due,
            is_done=row.is_done,
        )
        task = mirrored.create(board, said, author)
        row.task_id, row.noted_at = task.id, now()
        session().add(_link(task, row))
        made.append(task)
    session().flush()
    return made


def _list_taskless(rows: Sequence[MinutesAction]) -> list[MinutesAction]:
    """Those that have words, and no task yet."""
    return [
        row
        for row in rows
        if row.task_id is None and row.gone_at is None and mirrored.title_of(row.text)
    ]


def _without_those_begun(rows: Sequence[MinutesAction]) -> list[MinutesAction]:
    """Another process may have given them tasks while this one waited for the board."""
    ids = [row.id for row in rows]
    still = select(MinutesAction.id).where(
        MinutesAction.id.in_(ids), MinutesAction.task_id.is_(None)
    )
    taskless = set(session().scalars(still))
    return [row for row in rows if row.id in taskless]


def _find_home(minutes: Minutes) -> Board:
    """Where new tasks of these minutes go."""
    meeting = session().get_one(Meeting, minutes.meeting_id)
    return boards.main_board(minutes.cooperation_id, _first_group(meeting.id), meeting.language)


def _link(task: Task, row: MinutesAction) -> TaskLink:
    return TaskLink(
        id=new_id(),
        cooperation_id=task.cooperation_id,
        task_id=task.id,
        kind=ACTION,
        meeting_id=row.meeting_id,
        block=row.block,
    )


def _first_group(meeting_id: UUID) -> UUID | None:
    return session().scalar(
        select(WorkingGroup.id)
        .join(MeetingGroup, MeetingGroup.group_id == WorkingGroup.id)
        .where(MeetingGroup.meeting_id == meeting_id)
        .order_by(WorkingGroup.position, WorkingGroup.name)
        .limit(1)
    )


def _hold_tasks(ids: Sequence[UUID], home: Board | None) -> dict[UUID, Task]:
    """The tasks, with the locks of their boards and of `home`, always taken in the same order."""
    found = select(Task).where(Task.id.in_(ids)).order_by(Task.board_id, Task.id)
    tasks = {task.id: task for task in session().scalars(found)} if ids else {}
    held = {task.board_id for task in tasks.values()} | ({home.id} if home else set())
    for board_id in sorted(held):
        begin_change(board_id)
    for task in tasks.values():
        begin_change_of(task)
    return tasks


def _follow(task: Task, step: Step, author: Actor | None) -> None:
    row, changed = step.row, step.changed
    if row.gone_at is not None:
        mirrored.put_away(task, author)
        return
    if step.is_back:
        mirrored.bring_back(task, author)
    if "text" in changed:
        _rename(task, row, author)
    if "due" in changed:
        mirrored.set_due(task, row.due, author)
    if "assignee_id" in changed:
        mirrored.hand_over(task, changed["assignee_id"], row.assignee_id, author)
    if "is_done" in changed:
        mirrored.set_closed(task, author, is_closed=row.is_done)


def _rename(task: Task, row: MinutesAction, author: Actor | None) -> None:
    """An action without words keeps the title that its task had: somebody writes it anew."""
    title = mirrored.title_of(row.text)
    if not title or title == task.title:
        return
    is_noted = row.noted_at is None or row.noted_at + NOTED_EVERY < now()
    if is_noted:
        row.noted_at = now()
    mirrored.rename(task, title, author, is_noted=is_noted)
