"""Boards and tasks as an actor finds them."""

from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, or_, select, true

from collab.boards import policy
from collab.boards.models import Board, Task, TaskOwner
from collab.boards.policy import Standing
from collab.boards.service.changes import begin_change_of
from collab.cooperations.policy import is_guest
from collab.core.actor import Actor, Role
from collab.core.db import session
from collab.core.errors import NotFound
from collab.groups import service as groups
from collab.groups.models import GroupMember

#: no database column holds a greater one
_LAST_NUMBER: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class FoundTask:
    """A task, its board, and how the actor stands to them."""

    task: Task
    board: Board
    standing: Standing
    #: whether it is owed by the actor, or by the delegation that the actor is a member of
    is_owner: bool

    @property
    def id(self) -> UUID:
        """The task's id."""
        return self.task.id


def standing_to(actor: Actor, board: Board) -> Standing:
    """How the actor stands to the board; NotFound when they may not see it."""
    own = groups.own_roles(actor)
    at = policy.standing(board.group_id, own, is_archived=board.archived_at is not None)
    if not policy.can_see(actor, at):
        raise NotFound
    return at


def own_role(actor: Actor) -> ScalarSelect[str]:
    """The actor's role in the group of a `Board` of a query; NULL when they are not in it."""
    return (
        select(GroupMember.role)
        .where(
            GroupMember.group_id == Board.group_id,
            GroupMember.membership_id == actor.membership_id,
        )
        .scalar_subquery()
    )


def standing_by(actor: Actor, board: Board, role: str | None) -> Standing:
    """The same as `standing_to`, where the query of the board brought the actor's own role."""
    at = Standing(
        is_common=board.group_id is None,
        role=None if role is None else Role.GUEST if is_guest(actor) else Role(role),
        is_archived=board.archived_at is not None,
    )
    if not policy.can_see(actor, at):
        raise NotFound
    return at


def sees_board(actor: Actor) -> ColumnElement[bool]:
    """The condition that the actor may see a `Board` of a query, archived or not."""
    if not is_guest(actor):
        return true()
    return Board.group_id.in_(groups.own_group_ids(actor))


def owes(actor: Actor) -> ColumnElement[bool]:
    """The condition that a `TaskOwner` of a query is the actor, or their delegation."""
    is_named = TaskOwner.membership_id == actor.membership_id
    if is_guest(actor):
        return is_named
    return or_(is_named, TaskOwner.delegation_id == actor.delegation_id)


def find_task(actor: Actor, number: int) -> FoundTask:
    """The task of that number, also an archived one; NotFound when the actor may not see it."""
    if number > _LAST_NUMBER:
        raise NotFound
    return _found(actor, Task.number == number)


def find_task_by_id(actor: Actor, task_id: UUID) -> FoundTask:
    """The task, also an archived one; NotFound when the actor may not see it."""
    return _found(actor, Task.id == task_id)


def lock_found(actor: Actor, found: FoundTask) -> FoundTask:
    """The same task for a change: its board is locked, and both are as they are by now."""
    before = found.board.id
    board = begin_change_of(found.task)
    if board.id != before:
        return FoundTask(found.task, board, standing_to(actor, board), found.is_owner)
    at = replace(found.standing, is_archived=board.archived_at is not None)
    return FoundTask(found.task, board, at, found.is_owner)


def _found(actor: Actor, is_it: ColumnElement[bool]) -> FoundTask:
    is_owed = select(TaskOwner.id).where(TaskOwner.task_id == Task.id, owes(actor)).exists()
    wanted = select(Task, Board, is_owed, own_role(actor)).join(Board, Board.id == Task.board_id)
    row = session().execute(wanted.where(is_it)).first()
    if row is None:
        raise NotFound
    task, board, is_owner, role = row
    return FoundTask(task, board, standing_by(actor, board, role), bool(is_owner))
