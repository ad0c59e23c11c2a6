"""Lists of meetings: who sees which, in which order, page by page."""

from datetime import timedelta

import pytest

from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.meetings import service
from collab.meetings.models import Meeting
from collab.meetings.service import When
from tests.factories import make_meeting
from tests.world import Place, World


def add(place: Place, title: str, *groups: str, days: float = 1, **changes) -> Meeting:
    starts_at = now() + timedelta(days=days)
    with unit_of_work(place.scope):
        return make_meeting(
            place.people["chair"].membership,
            *(place.groups[name] for name in groups),
            title=title,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            **changes,
        )


@pytest.fixture
def meetings(world: World) -> None:
    add(world.here, "Research tomorrow", "research")
    add(world.here, "Culture next week", "culture", days=7)
    add(world.here, "Plenary", days=3)
    add(world.here, "Running", "research", days=-1 / 24)
    add(world.here, "Cancelled", "research", days=2, cancelled_at=now())
    add(world.here, "Deleted", "research", days=2, deleted_at=now())
    add(world.here, "Long ago", "research", days=-30)
    add(world.here, "Last week", "culture", days=-7)
    add(world.elsewhere, "Foreign", "research")


def titles(world: World, name: str, when: When = When.COMING, **more) -> list[str]:
    with unit_of_work(world.here.scope, writes=False):
        page = service.list_meetings(world.actor(name), when, **more)
        return [found.meeting.title for found in page.meetings]


def test_coming_meetings_begin_with_the_next(meetings, world: World) -> None:
    everything = ["Running", "Research tomorrow", "Cancelled", "Plenary", "Culture next week"]
    for name in ("coordinator", "chair", "secretary", "member", "outsider"):
        assert titles(world, name) == everything


def test_past_meetings_begin_with_the_last(meetings, world: World) -> None:
    assert titles(world, "member", When.PAST) == ["Last week", "Long ago"]


def test_guests_see_the_meetings_of_their_groups(meetings, world: World) -> None:
    assert titles(world, "guest") == ["Running", "Research tomorrow", "Cancelled"]
    assert titles(world, "guest", When.PAST) == ["Long ago"]


def test_one_group_alone(meetings, world: World) -> None:
    culture = world.here.groups["culture"].id
    assert titles(world, "member", group_id=culture) == ["Culture next week"]


def test_my_next_meetings_are_those_of_my_groups_and_plenaries(meetings, world: World) -> None:
    for name, wanted in {
        "member": ["Running", "Research tomorrow", "Plenary"],
        "outsider": ["Plenary", "Culture next week"],
        "guest": ["Running", "Research tomorrow"],
    }.items():
        with unit_of_work(world.here.scope, writes=False):
            found = service.list_my_next_meetings(world.actor(name), 5)
        assert [each.meeting.title for each in found] == wanted


def test_long_lists_are_cut_into_pages_by_the_database(
    world: World, sign_in, count_queries
) -> None:
    for number in range(45):
        add(world.here, f"Meeting {number:02}", "research", days=1 + number)
    client, url = sign_in(world.person("member")), world.here.url("/meetings")
    with count_queries() as queries:
        first = client.get(url).text
    assert len(queries) <= 12
    assert sum("LIMIT" in one for one in queries) >= 1
    assert "Meeting 19" in first
    assert "Meeting 20" not in first
    assert 'rel="next"' in first
    last = client.get(f"{url}?page=3").text
    assert "Meeting 44" in last
    assert "Meeting 39" not in last
    assert 'rel="next"' not in last
    assert "There are no more meetings." in client.get(f"{url}?page=9").text


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=x",
        "page=1e9",
        "page=" + "9" * 5000,
        "group=x",
        "when=x",
        "deleted=x",
        "group=%00",
        "page=%C2%B2",
    ],
)
def test_odd_addresses_still_show_a_list(meetings, world: World, sign_in, query: str) -> None:
    answer = sign_in(world.person("member")).get(world.here.url(f"/meetings?{query}"))
    assert answer.status_code == 200


def test_times_are_the_readers(world: World, sign_in) -> None:
    meeting = add(world.here, "In Lisbon", "research", timezone="Europe/Lisbon")
    with unit_of_work(world.here.scope):
        row = session().get(Meeting, meeting.id)
        row.starts_at = row.starts_at.replace(
            month=1, day=15, year=now().year + 1, hour=9, minute=0
        )
        row.ends_at = row.starts_at + timedelta(hours=1)
    page = sign_in(world.person("member")).get(world.here.url("/meetings")).text
    assert "10:00–11:00 (Berlin time)" in page
