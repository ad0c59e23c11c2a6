"""What a person has ahead of them in all their cooperations."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from collab.cooperations import service as cooperations
from collab.cooperations.service import OwnCooperation
from collab.core.db import Scope, unit_of_work
from collab.meetings.service.lookups import FoundMeeting, list_my_next_meetings


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """A coming or running meeting, and where it is."""

    id: UUID
    title: str
    language: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    is_running: bool
    cooperation_slug: str
    cooperation_name: str
    cooperation_language: str


def _next(cooperation: OwnCooperation, found: FoundMeeting) -> NextMeeting:
    row = found.meeting
    return NextMeeting(
        id=row.id,
        title=row.title,
        language=row.language,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        timezone=row.timezone,
        is_running=found.is_running,
        cooperation_slug=cooperation.slug,
        cooperation_name=cooperation.name,
        cooperation_language=cooperation.language,
    )


def list_next_meetings_everywhere(person_id: UUID, limit: int) -> list[NextMeeting]:
    """The person's next meetings over all their cooperations, by start.

    Opens units of work of its own, one a cooperation; call it while none is running.
    """
    with unit_of_work(Scope(person_id=person_id), writes=False):
        own = cooperations.list_own_cooperations(person_id)
    found: list[NextMeeting] = []
    for one in own:
        actor = cooperations.find_actor(person_id, None, one.slug)
        with unit_of_work(Scope(cooperation_id=one.cooperation_id), writes=False):
            meetings = list_my_next_meetings(actor, limit)
        found += [_next(one, each) for each in meetings]
    return sorted(found, key=lambda each: (each.starts_at, each.id))[:limit]
