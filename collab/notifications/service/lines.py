"""Notifications as people read them: the words of what they are about, as they are by now."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from collab.accounts.models import Person
from collab.boards.models import Task, TaskComment
from collab.cooperations.models import Membership
from collab.core.addresses import public_url
from collab.core.db import session
from collab.core.ids import parse_id
from collab.documents.models import Document
from collab.meetings.models import Meeting
from collab.minutes.models import MinutesMention
from collab.notifications.models import Kind, Notification
from collab.pages.models import Comment

MAX_EXCERPT = 240


@dataclass(frozen=True, slots=True)
class Line:
    """One notification, with everything that its sentence needs."""

    id: UUID
    kind: Kind
    #: of the task, the meeting or the page
    title: str
    #: of the title
    language: str
    #: from the cooperation's address on, such as /tasks/12#comment-…
    path: str
    created_at: datetime
    is_read: bool
    #: empty: nobody did it, or they are gone
    by: str = ""
    color: int = 0
    has_author: bool = False
    #: the task was given to the reader's delegation
    is_for_delegation: bool = False
    #: a mention in minutes, not in a comment
    is_in_minutes: bool = False
    #: said beside a page, not about a task
    is_on_page: bool = False
    due_on: date | None = None
    excerpt: str = ""
    excerpt_language: str = ""

    @property
    def is_taken_back(self) -> bool:
        """Whether the words that it is about are gone."""
        return self.kind in (Kind.MENTIONED, Kind.COMMENTED) and not self.excerpt

    def url(self, slug: str) -> str:
        """The whole address, for mails."""
        return public_url(f"/c/{slug}{self.path}")


@dataclass(frozen=True, slots=True)
class _Known:
    """What the lines speak of, by id."""

    tasks: Mapping[UUID, Task]
    meetings: Mapping[UUID, Meeting]
    documents: Mapping[UUID, Document]
    comments: Mapping[UUID, TaskComment | Comment]
    mentions: Mapping[tuple[UUID, UUID, UUID], MinutesMention]
    authors: Mapping[UUID, tuple[str, int]]


def read_lines(rows: Iterable[Notification]) -> list[Line]:
    """The rows in their order, without those whose task, meeting or page is gone; few queries."""
    rows = list(rows)
    known = _look_up(rows)
    lines = (
        _of_task(row, known) or _of_meeting(row, known) or _of_page(row, known) for row in rows
    )
    return [line for line in lines if line is not None]


def _look_up(rows: Collection[Notification]) -> _Known:
    tasks = {row.task_id for row in rows if row.task_id}
    meetings = {row.meeting_id for row in rows if row.meeting_id}
    documents = {row.document_id for row in rows if row.document_id}
    said = {found for row in rows if (found := parse_id(row.details.get("comment")))}
    comments = _by_id(TaskComment, said if tasks else ()) | _by_id(
        Comment, said if documents else ()
    )
    return _Known(
        tasks=_by_id(Task, tasks),
        meetings=_by_id(Meeting, meetings),
        documents=_by_id(Document, documents),
        comments=comments,
        mentions=_list_mentions(meetings),
        authors=_list_authors({row.by_id for row in rows if row.by_id}),
    )


def _by_id(cls: Any, ids: Collection[UUID]) -> dict[UUID, Any]:
    if not ids:
        return {}
    return {row.id: row for row in session().scalars(select(cls).where(cls.id.in_(ids)))}


def _list_mentions(meeting_ids: Collection[UUID]) -> dict[tuple[UUID, UUID, UUID], MinutesMention]:
    if not meeting_ids:
        return {}
    found = session().scalars(
        select(MinutesMention).where(MinutesMention.meeting_id.in_(meeting_ids))
    )
    return {(row.meeting_id, row.block, row.membership_id): row for row in found}


def _list_authors(ids: Collection[UUID]) -> dict[UUID, tuple[str, int]]:
    if not ids:
        return {}
    found = session().execute(
        select(Membership.id, Person.name, Person.color)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.id.in_(ids))
    )
    return {member_id: (name, color) for member_id, name, color in found}


def _common(row: Notification, known: _Known) -> dict[str, Any]:
    name, color = known.authors.get(row.by_id, ("", 0)) if row.by_id else ("", 0)
    return {
        "id": row.id,
        "kind": Kind(row.kind),
        "created_at": row.created_at,
        "is_read": row.read_at is not None,
        "by": name,
        "color": color,
        "has_author": row.by_id is not None,
    }


def _of_task(row: Notification, known: _Known) -> Line | None:
    task = known.tasks.get(row.task_id) if row.task_id else None
    if task is None:
        return None
    comment = known.comments.get(parse_id(row.details.get("comment")) or row.id)
    is_said = comment is not None and comment.deleted_at is None
    anchor = f"#comment-{comment.id}" if is_said and comment else ""
    return Line(
        **_common(row, known),
        title=task.title,
        language=task.language,
        path=f"/tasks/{task.number}{anchor}",
        is_for_delegation=bool(row.details.get("delegation")),
        due_on=task.due_on,
        excerpt=_shorten(comment.text) if is_said and comment else "",
        excerpt_language=comment.language if is_said and comment else "",
    )


def _of_page(row: Notification, known: _Known) -> Line | None:
    page = known.documents.get(row.document_id) if row.document_id else None
    if page is None:
        return None
    comment = known.comments.get(parse_id(row.details.get("comment")) or row.id)
    is_said = comment is not None and comment.deleted_at is None
    anchor = f"#comment-{comment.id}" if is_said and comment else ""
    return Line(
        **_common(row, known),
        title=page.title,
        language=page.language,
        path=f"/pages/{page.id}{anchor}",
        is_on_page=True,
        excerpt=_shorten(comment.text) if is_said and comment else "",
        excerpt_language=comment.language if is_said and comment else "",
    )


def _of_meeting(row: Notification, known: _Known) -> Line | None:
    meeting = known.meetings.get(row.meeting_id) if row.meeting_id else None
    if meeting is None:
        return None
    block = parse_id(row.details.get("block"))
    mention = known.mentions.get((meeting.id, block, row.membership_id)) if block else None
    anchor = f"#mention-{mention.position}" if mention else ""
    return Line(
        **_common(row, known),
        title=meeting.title,
        language=meeting.language,
        path=f"/meetings/{meeting.id}/minutes{anchor}",
        is_in_minutes=True,
        excerpt=_shorten(mention.excerpt) if mention else "",
        excerpt_language=meeting.language,
    )


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_EXCERPT else f"{line[: MAX_EXCERPT - 1].rstrip()}…"
