"""What a member was told, and what of it they have not read yet."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from collab.boards.models import Board, Task
from collab.boards.service.lookups import sees_board
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import session
from collab.core.errors import NotFound
from collab.documents import service as documents
from collab.documents.models import Document
from collab.meetings import service as meetings
from collab.meetings.models import Meeting
from collab.notifications.models import Notification
from collab.notifications.service.lines import Line, read_lines
from collab.notifications.service.ringing import ring_after_commit

#: of one cooperation on the page
MOST = 100


def _own(actor: Actor) -> ColumnElement[bool]:
    """The actor's own, of what they may still see."""
    task = (
        select(Task.id)
        .join(Board, Board.id == Task.board_id)
        .where(Task.id == Notification.task_id, sees_board(actor))
    )
    meeting = select(Meeting.id).where(
        Meeting.id == Notification.meeting_id, meetings.is_visible(actor)
    )
    document = select(Document.id).where(
        Document.id == Notification.document_id, documents.is_visible(actor)
    )
    return and_(
        Notification.membership_id == actor.membership_id,
        or_(task.exists(), meeting.exists(), document.exists()),
    )


def count_unread(actor: Actor) -> int:
    """How many things the actor has not read."""
    wanted = select(func.count(Notification.id)).where(_own(actor), Notification.read_at.is_(None))
    return session().scalar(wanted) or 0


def list_latest(actor: Actor) -> list[Line]:
    """The latest, read or not, the newest first."""
    wanted = select(Notification).where(_own(actor)).order_by(Notification.id.desc()).limit(MOST)
    return read_lines(session().scalars(wanted))


def mark_read(actor: Actor, notification_id: UUID) -> None:
    """Note that the actor has read one of their own; NotFound for anybody else's."""
    is_it = Notification.id == notification_id
    if session().scalar(select(Notification.id).where(is_it, _own(actor))) is None:
        raise NotFound
    _mark(actor, is_it)


def mark_all_read(actor: Actor) -> None:
    """Note that the actor has read all of theirs."""
    _mark(actor, Notification.membership_id == actor.membership_id)


def _mark(actor: Actor, which: Any) -> None:
    session().execute(
        update(Notification)
        .where(which, Notification.read_at.is_(None))
        .values(read_at=now())
        .execution_options(synchronize_session=False)
    )
    ring_after_commit({actor.person_id})
