"""The page of a meeting: what the editor needs, for whom, and at which price."""

import json
import re

import pytest
from sqlalchemy import select

from collab.core.db import session, unit_of_work
from collab.live.models import LiveDocument
from collab.minutes.models import Minutes
from tests.factories import make_group
from tests.planning import plan_meeting
from tests.world import World


@pytest.fixture
def meeting_id(world: World):
    items = ["Welcome", "Budget"]
    return plan_meeting(world.actor("chair"), world.group, items=items)


@pytest.fixture
def url(world: World, meeting_id) -> str:
    return world.here.url(f"/meetings/{meeting_id}")


def read_editor(page: str) -> dict[str, str]:
    tag = re.search(r'<section id="minutes".*?>', page, re.DOTALL)
    assert tag
    return dict(re.findall(r'([\w-]+)="([^"]*)"', tag.group()))


def test_a_meeting_has_minutes_from_the_start(world: World, meeting_id) -> None:
    with unit_of_work(world.here.scope, writes=False):
        row = session().scalars(select(Minutes)).one()
        document = session().scalars(select(LiveDocument)).one()
    assert (row.meeting_id, row.document_id) == (meeting_id, document.id)
    assert document.kind == "minutes"


def test_the_editor_finds_what_it_needs(url, sign_in, world: World, meeting_id) -> None:
    page = sign_in(world.person("member")).get(url).text
    with unit_of_work(world.here.scope, writes=False):
        document_id = session().scalars(select(Minutes.document_id)).one()
    editor = read_editor(page)
    member = world.membership("member")
    assert (
        editor
        | {
            "data-cooperation": "here",
            "data-document": str(document_id),
            "data-writable": "true",
            "data-schema": "2",
            "data-session-url": "/account/session",
            "data-login-url": f"/login?next={url}",
            "data-timezone": "Europe/Berlin",
            "data-user-id": str(member.id),
            "data-user-name": "Member of here",
            "data-user-color": str(world.person("member").color),
            "lang": "de",
        }
        == editor
    )
    for part in ("data-status", "data-toolbar", "data-surface", "data-presence"):
        assert part in page


def test_the_page_knows_whom_to_mention(url, sign_in, world: World) -> None:
    page = sign_in(world.person("member")).get(url).text
    found = re.search(r'id="minutes-people">(.*?)</script>', page)
    assert found
    people = json.loads(found.group(1))
    assert len(people) == 6
    assert set(people[0]) == {"id", "label", "delegation"}


def test_guests_learn_only_the_names_of_those_who_take_part(url, sign_in, world: World) -> None:
    page = sign_in(world.person("guest")).get(url).text
    assert "Member of here" in page
    assert "Outsider of here" not in page


@pytest.mark.parametrize(
    ("name", "writes", "manages"),
    [
        ("coordinator", True, True),
        ("chair", True, True),
        ("secretary", True, True),
        ("member", True, False),
        ("outsider", False, False),
        ("guest", False, False),
    ],
)
def test_everybody_sees_what_they_may_do(url, sign_in, world, name, writes, manages) -> None:
    page = sign_in(world.person(name)).get(url).text
    assert read_editor(page)["data-writable"] == ("true" if writes else "false")
    assert (f"{url}/edit" in page) is manages
    assert (f'action="{url}/agenda"' in page) is manages


def test_guests_of_other_groups_and_strangers_find_nothing(sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        group = make_group(world.membership("outsider"))
    url = world.here.url(f"/meetings/{plan_meeting(world.actor('coordinator'), group)}")
    plenary = world.here.url(f"/meetings/{plan_meeting(world.actor('coordinator'))}")
    for path in (url, plenary, f"{url}/minutes", f"{plenary}/attendance"):
        assert sign_in(world.person("guest")).get(path).status_code == 404
        assert sign_in(world.stranger).get(path).status_code == 404
        assert sign_in(world.person("member")).get(path).status_code == 200


def test_a_meeting_is_not_found_under_another_cooperation(url, sign_in, world: World) -> None:
    foreign = url.replace("/c/here/", "/c/elsewhere/")
    assert sign_in(world.stranger).get(foreign).status_code == 404


def test_opening_the_page_takes_at_most_twelve_queries(
    url, sign_in, world: World, count_queries
) -> None:
    for name in ("chair", "member", "guest"):
        client = sign_in(world.person(name))
        client.get(url)
        with count_queries() as queries:
            assert client.get(url).status_code == 200
        assert len(queries) <= 12, queries


def test_the_number_of_queries_does_not_grow(sign_in, world: World, count_queries) -> None:
    groups = world.here.groups.values()
    meeting_id = plan_meeting(world.actor("chair"), *groups, items=["x"] * 60)
    url = world.here.url(f"/meetings/{meeting_id}")
    client = sign_in(world.person("chair"))
    with count_queries() as queries:
        assert client.get(url).status_code == 200
    assert len(queries) <= 12, queries


def test_the_reader_sees_their_own_time_and_that_of_the_place(sign_in, world: World) -> None:
    meeting = plan_meeting(world.actor("chair"), world.group, timezone="Europe/Lisbon")
    page = sign_in(world.person("member")).get(world.here.url(f"/meetings/{meeting}")).text
    assert "11:00–13:00 (Berlin time)" in page
    assert "10:00–12:00 (Lisbon time)" in page


def test_what_people_typed_is_escaped(sign_in, world: World) -> None:
    evil = "<script>alert('x')</script>"
    meeting = plan_meeting(world.actor("chair"), world.group, title=evil, place=evil, items=[evil])
    for end in ("", "/minutes", "/edit", "/attendance"):
        url = world.here.url(f"/meetings/{meeting}{end}")
        assert evil not in sign_in(world.person("chair")).get(url).text
