"""What people enter when they plan a meeting, and ways to plan one in tests."""

from datetime import datetime
from typing import Any
from uuid import UUID

from collab.core.actor import Actor
from collab.core.db import Scope, unit_of_work
from collab.groups.models import WorkingGroup
from collab.meetings.service import MeetingPlan, create_meeting

GOOD = {
    "title": "Autumn meeting",
    "starts_at": "2026-12-01T10:00",
    "ends_at": "2026-12-01T12:00",
    "timezone": "Europe/Berlin",
    "place": "Ulm, room 3",
    "link": "https://meet.example/autumn",
    "language": "de",
}


def make_plan(*groups: WorkingGroup, **changes: Any) -> MeetingPlan:
    """A valid plan of a meeting of these groups."""
    values: dict[str, Any] = {
        "title": "Autumn meeting",
        "starts_at": datetime.fromisoformat("2026-12-01T10:00"),
        "ends_at": datetime.fromisoformat("2026-12-01T12:00"),
        "timezone": "Europe/Berlin",
        "place": "Ulm, room 3",
        "link": "https://meet.example/autumn",
        "language": "de",
        "groups": frozenset(group.id for group in groups),
    }
    return MeetingPlan(**values | changes)


def plan_meeting(actor: Actor, *groups: WorkingGroup, items: Any = (), **changes: Any) -> UUID:
    """Plan a meeting as that actor; its id."""
    with unit_of_work(Scope(actor.cooperation_id)):
        return create_meeting(actor, make_plan(*groups, **changes), list(items)).id
