"""Opening a meeting costs the same few queries, however much there is in it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from flask.testing import FlaskClient

from collab.accounts.models import Person
from collab.core.db import unit_of_work
from collab.meetings.models import Meeting
from collab.meetings.service import MeetingPlan, create_meeting
from tests.factories import make_agenda_item, make_attendance
from tests.queries import Queries
from tests.world import World

MOST = 12
START = datetime(2027, 3, 1, 10, 0)  # noqa: DTZ001 by the clocks of the meeting's time zone


def plan_meeting(world: World) -> Meeting:
    plan = MeetingPlan(
        title="Costs",
        starts_at=START,
        ends_at=START + timedelta(hours=2),
        timezone="Europe/Berlin",
        place="Lyon",
        link="",
        language="fr",
        groups=frozenset({world.group.id}),
    )
    with unit_of_work(world.here.scope):
        return create_meeting(world.actor("chair"), plan, ["First", "Second"])


def fill(world: World, meeting: Meeting) -> None:
    with unit_of_work(world.here.scope):
        for _number in range(20):
            make_agenda_item(meeting)
        for somebody in world.here.people.values():
            make_attendance(meeting, somebody.membership)


def test_opening_a_meeting_takes_at_most_twelve_queries(
    world: World,
    sign_in: Callable[[Person], FlaskClient],
    count_queries: Callable[[], AbstractContextManager[Queries]],
) -> None:
    meeting = plan_meeting(world)
    client, url = sign_in(world.person("member")), world.here.url(f"/meetings/{meeting.id}")
    with count_queries() as empty:
        assert client.get(url).status_code == 200
    fill(world, meeting)
    with count_queries() as full:
        assert client.get(url).status_code == 200
    assert len(full) <= MOST
    assert len(full) <= len(empty)
