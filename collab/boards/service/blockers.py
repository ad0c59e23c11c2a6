"""What a task waits for: other tasks that have to be closed first, never in a circle."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from collab.boards.models import Board, Task, TaskBlocker, TaskNumber
from collab.boards.service.changes import touch
from collab.boards.service.lookups import find_task, sees_board
from collab.boards.service.parts import find_changeable, may_work, note
from collab.core.actor import Actor
from collab.core.db import new_id, session
from collab.core.errors import Conflict, Invalid, NotFound

MAX_BLOCKERS: Final = 20
#: tasks that the page proposes
PROPOSED: Final = 100
_FIELD: Final = "blocker"


@dataclass(frozen=True, slots=True)
class Blockers:
    """What a task waits for and what waits for it, the open ones first."""

    blockers: list[Task]
    waiting: list[Task]
    #: how many more of each the reader may not see
    hidden_blockers: int
    hidden_waiting: int
    #: which tasks it is sensible to wait for
    proposed: list[Task]


def list_blockers(actor: Actor, task: Task, *, is_proposing: bool = False) -> Blockers:
    """What the task waits for and what waits for it, as far as the actor sees their boards."""
    before = _list_tasks(actor, TaskBlocker.task_id, TaskBlocker.blocker_id, task)
    after = _list_tasks(actor, TaskBlocker.blocker_id, TaskBlocker.task_id, task)
    return Blockers(
        blockers=before[0],
        waiting=after[0],
        hidden_blockers=before[1],
        hidden_waiting=after[1],
        proposed=_propose(task, before[0] + after[0]) if is_proposing else [],
    )


def _list_tasks(actor: Actor, here: Any, there: Any, task: Task) -> tuple[list[Task], int]:
    wanted = (
        select(Task, sees_board(actor))
        .join(TaskBlocker, there == Task.id)
        .join(Board, Board.id == Task.board_id)
        .where(here == task.id)
        .order_by(Task.closed_at.is_not(None), Task.number)
    )
    rows = session().execute(wanted).all()
    seen = [one for one, is_seen in rows if is_seen]
    return seen, len(rows) - len(seen)


def _propose(task: Task, known: Sequence[Task]) -> list[Task]:
    """Open tasks of the same board, the latest first."""
    wanted = (
        select(Task)
        .where(
            Task.board_id == task.board_id,
            Task.closed_at.is_(None),
            Task.archived_at.is_(None),
            Task.id.not_in([task.id, *(each.id for each in known)]),
        )
        .order_by(Task.number.desc())
    )
    return list(session().scalars(wanted.limit(PROPOSED)))


def add_blocker(actor: Actor, number: int, blocker: int) -> Task:
    """Let the task wait for the one of that number, which comes back.

    Invalid (field `blocker`) says why not; a circle is named.
    """
    task = find_changeable(actor, number, may_work).task
    other = _find(actor, blocker)
    if other.id == task.id:
        raise Invalid({_FIELD: _l("A task cannot wait for itself.")})
    _lock_all()
    present = _blockers_of([task.id])
    if any(edge[1] == other.id for edge in present):
        return other
    if len(present) >= MAX_BLOCKERS:
        words = _l("A task waits for at most %(max)d others.", max=MAX_BLOCKERS)
        raise Invalid({_FIELD: words})
    _check_circle(task, other)
    session().add(
        TaskBlocker(
            id=new_id(), cooperation_id=task.cooperation_id, task_id=task.id, blocker_id=other.id
        )
    )
    session().flush()
    touch(task)
    note(actor, "blocked", task, blocker=other.number, blocker_name=other.title)
    return other


def _find(actor: Actor, number: int) -> Task:
    try:
        return find_task(actor, number).task
    except NotFound as error:
        words = _l("There is no task #%(number)d that you could see.", number=number)
        raise Invalid({_FIELD: words}) from error


def _lock_all() -> None:
    """Two people who each add a half of a circle, on two boards, come one after the other."""
    session().scalar(select(TaskNumber).with_for_update())


def _blockers_of(ids: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    """Who waits for whom, of these tasks."""
    wanted = select(TaskBlocker.task_id, TaskBlocker.blocker_id)
    rows = session().execute(wanted.where(TaskBlocker.task_id.in_(ids)))
    return [(task_id, blocker_id) for task_id, blocker_id in rows]


def _check_circle(task: Task, other: Task) -> None:
    path = _find_path(other.id, task.id)
    if path:
        rows = session().execute(select(Task.id, Task.number).where(Task.id.in_(path)))
        numbers = {task_id: number for task_id, number in rows}  # noqa: C416 rows are no pairs
        named = " → ".join(f"#{numbers[each]}" for each in [task.id, *path])
        words = _l("They would wait for each other in a circle: %(path)s.", path=named)
        raise Invalid({_FIELD: words})


def _find_path(start: UUID, end: UUID) -> list[UUID]:
    """The shortest way from one task over what it waits for to the other; empty: there is none."""
    came_from: dict[UUID, UUID | None] = {start: None}
    edge: list[UUID] = [start]
    while edge and end not in came_from:
        found = [(one, next_) for one, next_ in _blockers_of(edge) if next_ not in came_from]
        came_from |= {next_: one for one, next_ in found}
        edge = list({next_ for _one, next_ in found})
    path: list[UUID] = []
    place: UUID | None = end if end in came_from else None
    while place is not None:
        path.append(place)
        place = came_from[place]
    return path[::-1]


def remove_blocker(actor: Actor, number: int, blocker: int) -> None:
    """The task waits no longer for the other one."""
    task = find_changeable(actor, number, may_work).task
    wanted = (
        select(TaskBlocker, Task)
        .join(Task, Task.id == TaskBlocker.blocker_id)
        .where(TaskBlocker.task_id == task.id, Task.number == blocker)
    )
    row = session().execute(wanted).first()
    if row is None:
        raise NothingWaits
    entry, other = row
    session().delete(entry)
    session().flush()
    touch(task)
    note(actor, "unblocked", task, blocker=other.number, blocker_name=other.title)


class NothingWaits(Conflict):
    """Somebody took the blocker away in the meantime."""

    code = "nothing_waits"
    message = _l("This task does not wait for the other one any more.")
