"""The minutes of a meeting: which document they are, and what stands in them."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import select

from collab.core import revocation
from collab.core.actor import Actor
from collab.core.db import after_commit, new_id, session
from collab.core.errors import NotFound
from collab.live import kinds
from collab.live import service as live
from collab.meetings import policy as meetings_policy
from collab.meetings import service as meetings
from collab.meetings.models import AgendaItem
from collab.meetings.service import FoundMeeting
from collab.minutes.models import Minutes
from collab.minutes.service.projected import keep_outcomes
from collab.texts.nodes import Node

KIND = "minutes"


@dataclass(frozen=True, slots=True)
class FoundMinutes:
    """A meeting and the live document of its minutes."""

    found: FoundMeeting
    document_id: UUID


@dataclass(frozen=True, slots=True)
class Text:
    """What stands in minutes: ProseMirror JSON, and when it was last changed (None: never)."""

    content: Node
    changed_at: datetime | None


def _document_of(meeting_id: UUID) -> UUID | None:
    return session().scalar(select(Minutes.document_id).where(Minutes.meeting_id == meeting_id))


def find_minutes(actor: Actor, meeting_id: UUID) -> FoundMinutes:
    """The minutes of a meeting that the actor may see; NotFound for everybody else."""
    found = meetings.find_meeting(actor, meeting_id)
    document_id = _document_of(meeting_id)
    if document_id is None:
        raise NotFound
    return FoundMinutes(found, document_id)


def _find_meeting(actor: Actor, document_id: UUID) -> FoundMeeting:
    meeting_id = session().scalar(
        select(Minutes.meeting_id).where(Minutes.document_id == document_id)
    )
    if meeting_id is None:
        raise NotFound
    return meetings.find_meeting(actor, meeting_id)


def can_write(actor: Actor, document_id: UUID) -> bool:
    """Whether the actor may change that document; NotFound when they may not even read it."""
    found = _find_meeting(actor, document_id)
    return meetings_policy.can_write_minutes(actor, found.standing)


def read_text(document_id: UUID) -> Text:
    """The text of minutes that the actor has found, as of about a second ago."""
    projection = live.find_projection(document_id)
    if projection is None:
        return Text({"type": "doc", "content": []}, None)
    return Text(projection.content, projection.changed_at)


def begin_minutes(actor: Actor, meeting_id: UUID) -> None:
    """Give a new meeting its document, with the agenda in it."""
    document = live.create_document(actor, KIND)
    session().add(
        Minutes(
            id=new_id(),
            cooperation_id=actor.cooperation_id,
            meeting_id=meeting_id,
            document_id=document.id,
        )
    )
    session().flush()
    arrange_agenda(actor, meeting_id)


def _as_node(item: AgendaItem, presenters: dict[UUID, str]) -> Node:
    return {
        "type": "agendaItem",
        "attrs": {
            "agendaId": str(item.id),
            "title": item.title,
            "presenter": presenters.get(item.presenter_id) if item.presenter_id else None,
            "minutes": item.minutes,
            "withdrawn": False,
        },
        "content": [{"type": "paragraph"}],
    }


def arrange_agenda(actor: Actor, meeting_id: UUID) -> None:
    """Let the minutes follow the agenda: the same items, in the same order."""
    document_id = _document_of(meeting_id)
    if document_id is None:
        return
    presenters = meetings.name_presenters(actor, meeting_id)
    items = meetings.list_agenda(actor, meeting_id)
    live.request_edit(
        actor,
        document_id,
        {
            "op": "arrange",
            "type": "agendaItem",
            "key": "agendaId",
            "nodes": [_as_node(item, presenters) for item in items],
        },
    )


def announce_change(meeting_id: UUID) -> None:
    """Let everybody who has the minutes open be asked again, once this is committed."""
    document_id = _document_of(meeting_id)
    if document_id is not None:
        after_commit(partial(revocation.announce, document_id=document_id))


def _find_name(actor: Actor, document_id: UUID) -> kinds.Named:
    meeting = _find_meeting(actor, document_id).meeting
    return kinds.Named(meeting.title, meeting.language, f"/meetings/{meeting.id}/minutes")


kinds.register(
    kinds.Kind(name=KIND, can_write=can_write, on_projected=keep_outcomes, find_name=_find_name)
)
