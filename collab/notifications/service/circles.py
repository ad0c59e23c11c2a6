"""Everybody who has to do with some tasks: owners, coordinators, commenters, and what was freed."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from collab.boards.models import Board, Task, TaskBlocker, TaskComment, TaskOwner
from collab.core.db import session
from collab.notifications.service.audience import list_coordinators

Sets = Mapping[UUID, set[UUID]]


@dataclass(frozen=True, slots=True)
class Circle:
    """Who has to do with which tasks; by task, but coordinators by delegation."""

    tasks: Mapping[UUID, Task]
    boards: Mapping[UUID, Board]
    #: memberships and delegations
    owners: Sets
    coordinators: Sets
    commenters: Sets
    #: by the task that blocked them
    freed_by: Sets

    def is_open(self, task_id: UUID) -> bool:
        """Whether there is still something to do."""
        task = self.tasks.get(task_id)
        return task is not None and task.closed_at is None

    def who_owes(self, task_id: UUID) -> set[UUID]:
        """The members who owe the task, and the coordinators of delegations that do."""
        owners = self.owners.get(task_id, set())
        through = (self.coordinators[one] for one in owners if one in self.coordinators)
        return {one for one in owners if one not in self.coordinators}.union(*through)


def find_circle(
    task_ids: Collection[UUID], delegation_ids: Collection[UUID], blocker_ids: Collection[UUID]
) -> Circle:
    """Look at all of them together; at most five queries. Archived tasks and boards have nobody."""
    freed_by = _list_freed(blocker_ids)
    every = set(task_ids).union(*freed_by.values())
    rows = session().execute(
        select(Task, Board)
        .join(Board, Board.id == Task.board_id)
        .where(Task.id.in_(every), Task.archived_at.is_(None), Board.archived_at.is_(None))
    )
    found = {task.id: (task, board) for task, board in rows}
    owners, owing = list_owners(TaskOwner.task_id.in_(found))
    coordinators = list_coordinators(owing | set(delegation_ids))
    return Circle(
        tasks={task_id: task for task_id, (task, _board) in found.items()},
        boards={task_id: board for task_id, (_task, board) in found.items()},
        owners=owners,
        coordinators={one: coordinators.get(one, set()) for one in owing | set(delegation_ids)},
        commenters=_list_commenters(found),
        freed_by=freed_by,
    )


def list_owners(which: ColumnElement[bool]) -> tuple[dict[UUID, set[UUID]], set[UUID]]:
    """Who owes the tasks of these `TaskOwner` rows, and which of them are delegations."""
    owners: defaultdict[UUID, set[UUID]] = defaultdict(set)
    delegations = set()
    owner = func.coalesce(TaskOwner.membership_id, TaskOwner.delegation_id)
    wanted = select(TaskOwner.task_id, owner, TaskOwner.delegation_id.is_not(None)).where(which)
    for task_id, owner_id, is_delegation in session().execute(wanted):
        owners[task_id].add(owner_id)
        if is_delegation:
            delegations.add(owner_id)
    return owners, delegations


def _list_freed(blocker_ids: Collection[UUID]) -> Sets:
    """The open tasks that these blocked, and that nothing blocks any more."""
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    if not blocker_ids:
        return found
    other, another = aliased(TaskBlocker), aliased(Task)
    blocker = aliased(Task)
    still_blocked = (
        select(other.id)
        .join(another, another.id == other.blocker_id)
        .where(
            other.task_id == Task.id,
            another.closed_at.is_(None),
            another.archived_at.is_(None),
        )
    )
    is_over = or_(blocker.closed_at.is_not(None), blocker.archived_at.is_not(None))
    rows = session().execute(
        select(TaskBlocker.blocker_id, Task.id)
        .join(Task, Task.id == TaskBlocker.task_id)
        .join(blocker, and_(blocker.id == TaskBlocker.blocker_id, is_over))
        .where(
            TaskBlocker.blocker_id.in_(blocker_ids),
            Task.closed_at.is_(None),
            Task.archived_at.is_(None),
            ~still_blocked.exists(),
        )
    )
    for blocker_id, task_id in rows:
        found[blocker_id].add(task_id)
    return found


def _list_commenters(task_ids: Collection[UUID]) -> Sets:
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    if task_ids:
        rows = session().execute(
            select(TaskComment.task_id, TaskComment.author_id).where(
                TaskComment.task_id.in_(task_ids), TaskComment.deleted_at.is_(None)
            )
        )
        for task_id, author_id in rows:
            found[task_id].add(author_id)
    return found
