"""What happened in a unit of work and whom it concerns; settled once, just before its commit.

So a hundred tasks given to somebody at once cost no more queries than one, and are one mail.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from collab.core.actor import Actor
from collab.core.db import before_commit, session
from collab.notifications.models import Kind
from collab.notifications.service.audience import find_cooperation, find_recipients
from collab.notifications.service.circles import Circle, find_circle
from collab.notifications.service.telling import Telling, tell


@dataclass(frozen=True, slots=True)
class Wish:
    """Something to tell about a task; of `freed`, the task that no longer blocks others."""

    kind: Kind
    task_id: UUID
    #: membership of who did it
    by_id: UUID
    members: frozenset[UUID] = frozenset()
    delegations: frozenset[UUID] = frozenset()
    comment_id: UUID | None = None
    #: the words of the task are still being written, as in minutes
    is_unfinished: bool = False


def wish(actor: Actor, made: Wish) -> None:
    """Tell about it if the running unit of work commits."""
    wishes: list[Wish] = session().info.setdefault("notifications", [])
    if not wishes:
        before_commit(partial(_settle, actor.cooperation_id, wishes))
    wishes.append(made)


def _settle(cooperation_id: UUID, wishes: list[Wish]) -> None:
    made, wishes[:] = list(wishes), []
    cooperation = find_cooperation(cooperation_id)
    if cooperation is None:
        return
    circle = find_circle(list_tasks(made), list_delegations(made), list_blockers(made))
    wanted = [pair for each in made for pair in _whom(each, circle)]
    recipients = find_recipients(cooperation, {member_id for member_id, _telling in wanted})
    tellings: dict[tuple[Any, ...], Telling] = {}
    for member_id, given in wanted:
        recipient, board = recipients.get(member_id), circle.boards.get(given["task_id"])
        if recipient is None or board is None or not recipient.sees(board):
            continue
        details = given["details"]
        key = (member_id, given["task_id"], details.get("comment") or given["kind"])
        tellings.setdefault(key, Telling(recipient, **given))
    tell(cooperation, list(tellings.values()))


def list_tasks(wishes: Iterable[Wish]) -> set[UUID]:
    """The tasks that the wishes name."""
    return {each.task_id for each in wishes}


def list_delegations(wishes: Iterable[Wish]) -> set[UUID]:
    """The delegations that were given something."""
    return {one for each in wishes for one in each.delegations}


def list_blockers(wishes: Iterable[Wish]) -> set[UUID]:
    """The tasks that no longer block others."""
    return {each.task_id for each in wishes if each.kind is Kind.FREED}


def _whom(wished: Wish, circle: Circle) -> Iterable[tuple[UUID, dict[str, Any]]]:
    """Each member who is to be told and what; never who did it. Mentions come first."""
    if wished.kind is Kind.ASSIGNED:
        found = _assigned(wished, circle)
    elif wished.kind is Kind.FREED:
        found = _freed(wished, circle)
    elif wished.kind is Kind.MENTIONED:
        found = _mentioned(wished)
    else:
        found = _commented(wished, circle)
    return [(member_id, given) for member_id, given in found if member_id != wished.by_id]


def _given(wished: Wish, kind: Kind, task_id: UUID, **details: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "task_id": task_id,
        "by_id": wished.by_id,
        "details": details,
        "is_unfinished": wished.is_unfinished,
    }


def _assigned(wished: Wish, circle: Circle) -> Iterable[tuple[UUID, dict[str, Any]]]:
    if not circle.is_open(wished.task_id):
        return
    owners = circle.owners.get(wished.task_id, set())
    for member_id in wished.members & owners:
        yield member_id, _given(wished, Kind.ASSIGNED, wished.task_id)
    for delegation_id in wished.delegations & owners:
        for member_id in circle.coordinators.get(delegation_id, set()) - wished.members:
            yield member_id, _given(wished, Kind.ASSIGNED, wished.task_id, delegation=True)


def _freed(wished: Wish, circle: Circle) -> Iterable[tuple[UUID, dict[str, Any]]]:
    for task_id in circle.freed_by.get(wished.task_id, set()):
        for member_id in circle.who_owes(task_id):
            yield member_id, _given(wished, Kind.FREED, task_id)


def _mentioned(wished: Wish) -> Iterable[tuple[UUID, dict[str, Any]]]:
    comment = {"comment": str(wished.comment_id)}
    for member_id in wished.members:
        yield member_id, _given(wished, Kind.MENTIONED, wished.task_id, **comment)


def _commented(wished: Wish, circle: Circle) -> Iterable[tuple[UUID, dict[str, Any]]]:
    yield from _mentioned(wished)
    comment = {"comment": str(wished.comment_id)}
    others = circle.who_owes(wished.task_id) | circle.commenters.get(wished.task_id, set())
    for member_id in others - wished.members:
        yield member_id, _given(wished, Kind.COMMENTED, wished.task_id, **comment)
