"""Tells who owes a task that it is due tomorrow, or overdue, by the clocks where they are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, select

from collab.boards.models import Board, Task, TaskOwner
from collab.cooperations.models import Cooperation
from collab.core.db import session
from collab.notifications.models import Kind, Notification
from collab.notifications.service.audience import (
    Recipient,
    find_cooperation,
    find_recipients,
    list_coordinators,
)
from collab.notifications.service.circles import list_owners
from collab.notifications.service.telling import Telling, tell

#: before the digest, but in no night
FROM_HOUR = 6
#: what was due longer ago is no news: it came with an import, or nothing ran for weeks
LOOK_BACK = timedelta(days=14)
#: clocks differ by at most so much from UTC, in either direction
AROUND = timedelta(days=1)
DUE_KINDS = (Kind.DUE_TOMORROW, Kind.OVERDUE)


@dataclass(frozen=True, slots=True)
class _Debt:
    """A member who owes a task, themselves or for their delegation."""

    member_id: UUID
    task: Task
    board: Board
    is_for_delegation: bool


def has_due(at: datetime) -> bool:
    """Whether there may be anything to tell in the scope's cooperation; one query."""
    return session().scalar(select(Task.id).where(_is_due(at)).limit(1)) is not None


def tell_due(cooperation_id: UUID, at: datetime) -> int:
    """Tell everybody whose time has come and who does not know yet; returns how many things."""
    cooperation = find_cooperation(cooperation_id)
    tellings = [] if cooperation is None else list(_find_tellings(cooperation, at))
    if cooperation is not None:
        tell(cooperation, tellings)
    return len(tellings)


def _is_due(at: datetime) -> ColumnElement[bool]:
    today = at.date()
    return and_(
        Task.due_on >= today - LOOK_BACK - AROUND,
        Task.due_on <= today + AROUND + AROUND,
        Task.closed_at.is_(None),
        Task.archived_at.is_(None),
    )


def _find_tellings(cooperation: Cooperation, at: datetime) -> Iterator[Telling]:
    debts = _list_debts(at)
    recipients = find_recipients(cooperation, {debt.member_id for debt in debts})
    told = _list_told(at)
    for debt in debts:
        recipient = recipients.get(debt.member_id)
        telling = _telling(debt, recipient, at) if recipient else None
        if telling is not None and (debt.member_id, telling.once) not in told:
            told.add((debt.member_id, telling.once))
            yield telling


def _telling(debt: _Debt, recipient: Recipient, at: datetime) -> Telling | None:
    kind = kind_at(debt.task.due_on, recipient.person.timezone, at)
    if kind is None or not recipient.sees(debt.board):
        return None
    return Telling(
        recipient,
        kind,
        task_id=debt.task.id,
        details={"delegation": True} if debt.is_for_delegation else {},
        once=once_for(kind, debt.task),
    )


def once_for(kind: Kind, task: Task) -> str:
    """What keeps a date from being told again; with another date it is news."""
    return f"{kind}/{task.id}/{task.due_on}"


def kind_at(due_on: date | None, timezone: str, at: datetime) -> Kind | None:
    """What there is to tell of a task with that last day, where clocks show that zone's time."""
    local = at.astimezone(ZoneInfo(timezone))
    if due_on is None or local.hour < FROM_HOUR:
        return None
    days = (due_on - local.date()).days
    if days == 1:
        return Kind.DUE_TOMORROW
    return Kind.OVERDUE if -LOOK_BACK.days <= days < 0 else None


def _list_debts(at: datetime) -> list[_Debt]:
    rows = session().execute(
        select(Task, Board)
        .join(Board, Board.id == Task.board_id)
        .where(_is_due(at), Board.archived_at.is_(None))
        .order_by(Task.due_on, Task.number)
    )
    found = [(task, board) for task, board in rows]
    which = select(Task.id).where(_is_due(at))
    owners, delegations = list_owners(TaskOwner.task_id.in_(which))
    coordinators = list_coordinators(delegations)
    return [
        _Debt(member_id, task, board, is_for_delegation)
        for task, board in found
        for member_id, is_for_delegation in _who(owners.get(task.id, ()), delegations, coordinators)
    ]


def _who(
    owners: Iterable[UUID], delegations: set[UUID], coordinators: dict[UUID, set[UUID]]
) -> Iterator[tuple[UUID, bool]]:
    """Members first: whoever owes it in person is not told for their delegation."""
    for one in sorted(owners, key=lambda one: one in delegations):
        if one in delegations:
            yield from ((member_id, True) for member_id in coordinators.get(one, ()))
        else:
            yield one, False


def _list_told(at: datetime) -> set[tuple[UUID, str | None]]:
    which = select(Task.id).where(_is_due(at))
    found = session().execute(
        select(Notification.membership_id, Notification.once).where(
            Notification.kind.in_(DUE_KINDS), Notification.task_id.in_(which)
        )
    )
    return {(member_id, once) for member_id, once in found}
