"""Who owes what by when, over all minutes of a cooperation, and who was named where."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.cooperations.models import Delegation, Membership
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import session
from collab.meetings import service as meetings
from collab.meetings.models import Meeting
from collab.minutes.models import MinutesAction, MinutesMention

PAGE = 50


@dataclass(frozen=True, slots=True)
class OpenAction:
    """An action that is not done, and the meeting in whose minutes it stands."""

    id: UUID
    text: str
    due: date | None
    is_overdue: bool
    #: number in its minutes: `#action-3` of the page to read
    position: int
    meeting_id: UUID
    meeting_title: str
    #: of the text
    language: str
    #: None: nobody who is known here
    assignee_id: UUID | None
    assignee: str | None
    delegation_id: UUID | None


@dataclass(frozen=True, slots=True)
class Actions:
    """Some open actions, those due first at the top, and how many there are in all."""

    actions: list[OpenAction]
    total: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where somebody was named."""

    #: number in its minutes: `#mention-3` of the page to read
    position: int
    excerpt: str
    first_seen_at: datetime
    meeting_id: UUID
    meeting_title: str
    #: of the text
    language: str


@dataclass(frozen=True, slots=True)
class ActionCount:
    """How much a delegation owes; `open` includes what is overdue. Delegation None: nobody's."""

    delegation_id: UUID | None
    open: int
    overdue: int
    done: int


def _today_of(actor: Actor) -> date:
    """The day it is where the actor is."""
    return now().astimezone(ZoneInfo(actor.timezone)).date()


def _stands() -> tuple[ColumnElement[bool], ...]:
    """It is in the text, and was not deleted from it."""
    return (MinutesAction.gone_at.is_(None),)


def _is_own(actor: Actor) -> ColumnElement[bool]:
    return MinutesAction.assignee_id == actor.membership_id


def _is_overdue(actor: Actor) -> ColumnElement[bool]:
    return and_(MinutesAction.is_done.is_(False), MinutesAction.due < _today_of(actor))


def _count(condition: ColumnElement[bool]) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _open_actions(actor: Actor, where: list[Any], limit: int, offset: int = 0) -> Actions:
    wanted = [meetings.is_visible(actor), *_stands(), MinutesAction.is_done.is_(False), *where]
    rows = session().execute(
        select(MinutesAction, Meeting, Person.name)
        .join(Meeting, Meeting.id == MinutesAction.meeting_id)
        .outerjoin(Membership, Membership.id == MinutesAction.assignee_id)
        .outerjoin(Person, Person.id == Membership.person_id)
        .where(*wanted)
        .order_by(
            MinutesAction.due.is_(None), MinutesAction.due, Meeting.starts_at, MinutesAction.id
        )
        .limit(limit)
        .offset(offset)
    )
    today = _today_of(actor)
    actions = [_open_action(*row, today) for row in rows]
    if not offset and len(actions) < limit:  # all of them: no need to count
        return Actions(actions, len(actions), sum(each.is_overdue for each in actions))
    counts: Select[Any] = (
        select(func.count(MinutesAction.id), _count(_is_overdue(actor)))
        .join(Meeting, Meeting.id == MinutesAction.meeting_id)
        .where(*wanted)
    )
    total, overdue = session().execute(counts).one()
    return Actions(actions, total, int(overdue))


def _open_action(row: MinutesAction, meeting: Meeting, name: str | None, today: date) -> OpenAction:
    return OpenAction(
        id=row.id,
        text=row.text,
        due=row.due,
        is_overdue=row.due is not None and row.due < today,
        position=row.position,
        meeting_id=meeting.id,
        meeting_title=meeting.title,
        language=meeting.language,
        assignee_id=row.assignee_id,
        assignee=None if name is None else shown_name(name),
        delegation_id=row.delegation_id,
    )


def list_my_actions(actor: Actor, limit: int) -> Actions:
    """What the actor owes, of meetings they may see."""
    return _open_actions(actor, [_is_own(actor)], limit)


def list_open_actions(
    actor: Actor,
    *,
    delegation_id: UUID | None = None,
    only_own: bool = False,
    only_overdue: bool = False,
    page: int = 1,
) -> Actions:
    """A page of what is owed, of everybody or of one delegation, of meetings the actor may see."""
    where: list[Any] = []
    if delegation_id is not None:
        where.append(MinutesAction.delegation_id == delegation_id)
    if only_own:
        where.append(_is_own(actor))
    if only_overdue:
        where.append(_is_overdue(actor))
    return _open_actions(actor, where, PAGE, (max(page, 1) - 1) * PAGE)


def count_open_actions(actor: Actor) -> int:
    """How many actions of meetings that the actor may see are not done."""
    found = (
        select(func.count(MinutesAction.id))
        .join(Meeting, Meeting.id == MinutesAction.meeting_id)
        .where(meetings.is_visible(actor), *_stands(), MinutesAction.is_done.is_(False))
    )
    return session().scalar(found) or 0


def count_actions_by_delegation(actor: Actor) -> list[ActionCount]:
    """What each delegation owes, in their order; last what is nobody's, if there is any."""
    is_open = MinutesAction.is_done.is_(False)
    counted = (
        select(
            MinutesAction.delegation_id,
            _count(is_open).label("open"),
            _count(_is_overdue(actor)).label("overdue"),
            _count(MinutesAction.is_done.is_(True)).label("done"),
        )
        .join(Meeting, Meeting.id == MinutesAction.meeting_id)
        .where(meetings.is_visible(actor), *_stands())
        .group_by(MinutesAction.delegation_id)
    )
    found = {row.delegation_id: row for row in session().execute(counted)}
    order = [*session().scalars(select(Delegation.id).order_by(Delegation.position))]
    if None in found:
        order.append(None)
    return [_action_count(each, found.get(each)) for each in order]


def _action_count(delegation_id: UUID | None, row: Any) -> ActionCount:
    counts = (int(row.open), int(row.overdue), int(row.done)) if row else (0, 0, 0)
    return ActionCount(delegation_id, *counts)


def list_my_mentions(actor: Actor, limit: int) -> list[Mention]:
    """Where the actor was named, the latest first, in minutes they may see."""
    rows = session().execute(
        select(MinutesMention, Meeting)
        .join(Meeting, Meeting.id == MinutesMention.meeting_id)
        .where(meetings.is_visible(actor), MinutesMention.membership_id == actor.membership_id)
        .order_by(MinutesMention.first_seen_at.desc(), MinutesMention.id.desc())
        .limit(limit)
    )
    return [
        Mention(
            row.position,
            row.excerpt,
            row.first_seen_at,
            meeting.id,
            meeting.title,
            meeting.language,
        )
        for row, meeting in rows
    ]
