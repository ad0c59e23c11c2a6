"""Meetings, their minutes, and the decisions in them."""

from collections.abc import Iterable, Iterator
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, select

from collab.core.actor import Actor
from collab.core.db import session
from collab.live import service as live
from collab.meetings import service as meetings
from collab.meetings.models import AgendaItem, Meeting, MeetingGroup
from collab.minutes.models import Minutes
from collab.minutes.outcomes import read_decisions
from collab.search.cutting import cut
from collab.search.kinds import Kind
from collab.search.models import Passage
from collab.search.sources.source import Reading, Source
from collab.texts.nodes import Node
from collab.texts.plain import write_plain

NAME: Final = "meetings"


def _is_visible(actor: Actor) -> ColumnElement[bool]:
    return (
        select(Meeting.id).where(Meeting.id == Passage.subject, meetings.is_visible(actor)).exists()
    )


def _list_all() -> Iterable[UUID]:
    return session().scalars(select(Meeting.id).where(Meeting.deleted_at.is_(None)))


def _read(meeting_id: UUID) -> Iterator[Reading]:
    meeting = session().get(Meeting, meeting_id, populate_existing=True)
    if meeting is None or meeting.deleted_at is not None:
        return
    group_id = session().scalar(
        select(MeetingGroup.group_id).where(MeetingGroup.meeting_id == meeting_id).limit(1)
    )
    agenda = session().scalars(
        select(AgendaItem.title)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(AgendaItem.position)
    )
    text = "\n".join((meeting.place, *agenda))
    yield _as_reading(meeting, group_id, Kind.MEETING, "", text)
    live_id = session().scalar(select(Minutes.document_id).where(Minutes.meeting_id == meeting_id))
    projection = live.find_projection(live_id) if live_id else None
    if projection is not None:
        yield from _read_minutes(meeting, group_id, projection.content)


def _read_minutes(meeting: Meeting, group_id: UUID | None, content: Node) -> Iterator[Reading]:
    for number, piece in enumerate(cut(write_plain(content).split("\n\n"))):
        yield _as_reading(meeting, group_id, Kind.MINUTES, str(number), piece)
    for said in read_decisions(content):
        if said.text:
            anchor = f"decision-{said.position}"
            yield _as_reading(meeting, group_id, Kind.DECISION, str(said.block), said.text, anchor)


def _as_reading(
    meeting: Meeting, group_id: UUID | None, kind: Kind, part: str, text: str, anchor: str = ""
) -> Reading:
    return Reading(
        kind=kind,
        part=part,
        language=meeting.language,
        title=meeting.title,
        text=text,
        at=meeting.starts_at,
        anchor=anchor,
        working_group=group_id,
        author=meeting.created_by if kind is Kind.MEETING else None,
    )


SOURCE = Source(NAME, _read, _is_visible, _list_all)
