"""Notices in each transaction what the index has to read again.

What counts is which rows are written: the log names what was done to what, and texts are rows, too.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final
from uuid import UUID

from sqlalchemy import event

from collab.activity.models import Activity
from collab.boards.models import ChecklistItem, Task, TaskComment
from collab.core.db import ScopedSession, session
from collab.documents.models import Document
from collab.files.service.reading import on_words_read
from collab.live.models import LiveProjection
from collab.meetings.models import AgendaItem, Meeting, MeetingGroup
from collab.pages.models import Comment, Thread
from collab.search.service import LIVE, note_stale
from collab.search.sources import documents, meetings, tasks

#: what the log is about → source; its subject is the source's
NOUNS: Final = {
    "meeting": meetings.NAME,
    "minutes": meetings.NAME,
    "task": tasks.NAME,
    "folder": documents.NAME,
    "page": documents.NAME,
    "file": documents.NAME,
}
Subject = tuple[str, UUID]


def _of_activity(row: Activity) -> Subject | None:
    source = NOUNS.get(row.verb.partition(".")[0])
    return (source, row.subject_id) if source else None


def _of_comment(row: Comment) -> Subject | None:
    thread = session().get(Thread, row.thread_id)
    return (documents.NAME, thread.document_id) if thread else None


#: class of a row → what it belongs to
_READ: Final[dict[type, Callable[[Any], Subject | None]]] = {
    Activity: _of_activity,
    Meeting: lambda row: (meetings.NAME, row.id),
    AgendaItem: lambda row: (meetings.NAME, row.meeting_id),
    MeetingGroup: lambda row: (meetings.NAME, row.meeting_id),
    Task: lambda row: (tasks.NAME, row.id),
    TaskComment: lambda row: (tasks.NAME, row.task_id),
    ChecklistItem: lambda row: (tasks.NAME, row.task_id),
    Document: lambda row: (documents.NAME, row.id),
    Comment: _of_comment,
    LiveProjection: lambda row: (LIVE, row.document_id),
}


def _note_changes(opened: ScopedSession, _context: Any, _instances: Any) -> None:
    changed = [row for row in (*opened.new, *opened.dirty, *opened.deleted) if type(row) in _READ]
    with opened.no_autoflush:
        _note(opened, changed)


def _note(opened: ScopedSession, changed: Iterable[Any]) -> None:
    for row in changed:
        found = _READ[type(row)](row)
        if found is not None and (place := row.cooperation_id or opened.scope.cooperation_id):
            note_stale(place, found[0], [found[1]])


def _note_file(document_id: UUID) -> None:
    place = session().scope.cooperation_id
    if place is not None:
        note_stale(place, documents.NAME, [document_id])


event.listen(ScopedSession, "before_flush", _note_changes)
on_words_read(_note_file)
