"""What checklist, comments, files, links and blockers of a task have in common."""

from collections.abc import Callable
from typing import Any

from collab.activity import service as activity
from collab.boards import policy
from collab.boards.models import Task
from collab.boards.service.lookups import FoundTask, find_task, lock_found
from collab.boards.service.moving import TaskArchived
from collab.core.actor import Actor
from collab.core.errors import require

#: whether the actor may do it with that task
Right = Callable[[Actor, FoundTask], bool]


def may_work(actor: Actor, found: FoundTask) -> bool:
    """Whoever works on its board."""
    return policy.can_work(actor, found.standing)


def may_finish(actor: Actor, found: FoundTask) -> bool:
    """They, and whoever owes the task."""
    return policy.can_finish(actor, found.standing, is_owner=found.is_owner)


def may_comment(actor: Actor, found: FoundTask) -> bool:
    """Whoever may talk about it."""
    return policy.can_comment(actor, found.standing, is_owner=found.is_owner)


def find_changeable(actor: Actor, number: int, right: Right) -> FoundTask:
    """The task for a change of what hangs on it, its board locked.

    Forbidden without the right, TaskArchived when it is not on its board any more.
    """
    found = lock_found(actor, find_task(actor, number))
    require(right(actor, found))
    if found.task.archived_at is not None:
        raise TaskArchived
    return found


def note(actor: Actor, verb: str, task: Task, **details: Any) -> None:
    """Write down what was done on the task."""
    activity.record(actor, f"task.{verb}", task.id, number=task.number, name=task.title, **details)
