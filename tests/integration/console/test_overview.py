"""The first page of the console, the table of roles, and how one gets there."""

from datetime import timedelta

import pytest

from collab.console.service import PEOPLE_PER_PAGE
from collab.console.service.places import list_places
from collab.console.service.waiting import SOON, find_waiting
from collab.cooperations.models import Delegation
from collab.core.actor import Role
from collab.core.clock import now
from collab.core.db import unit_of_work
from collab.core.errors import Forbidden
from tests.factories import (
    make_deputy,
    make_group,
    make_meeting,
    make_membership,
    make_person,
    make_term,
)
from tests.world import World


@pytest.fixture
def url(world: World) -> str:
    return world.here.url("/console")


@pytest.fixture
def client(world: World, sign_in):
    return sign_in(world.person("coordinator"))


def test_only_coordinators_find_the_way_to_it(world: World, client, url, sign_in) -> None:
    assert f'href="{url}"' in client.get(world.here.url()).text
    for name in ("chair", "member", "guest"):
        assert f'href="{url}"' not in sign_in(world.person(name)).get(world.here.url()).text


def test_it_says_what_waits_and_where(world: World, client, url) -> None:
    today = now().date()
    with unit_of_work(world.here.scope):
        make_deputy(world.membership("secretary"), world.membership("coordinator"), days=3)
        make_deputy(world.membership("outsider"), world.membership("coordinator"), days=200)
        make_term(world.here.delegations[0], starts_on=today - timedelta(90), days=-1)
        make_meeting(world.membership("chair"))
    with unit_of_work(world.here.scope, writes=False):
        found = find_waiting(world.actor("coordinator"))
    assert [each.name for each in found.deputies] == ["Secretary of here"]
    assert found.deputies[0].ends_on <= today + SOON
    assert (found.meetings_without_agenda, found.groups_without_chair) == (1, 1)
    page = client.get(url).text
    assert "Secretary of here stops standing in soon" in page
    assert "The term of the presidency is over" in page
    assert "1 planned meeting without an agenda" in page
    assert "1 working group without a chair" in page


def test_nothing_waits_where_all_is_done(world: World, client, url) -> None:
    with unit_of_work(world.here.scope) as opened:
        for group in world.here.groups.values():
            opened.delete(opened.merge(group))
    assert "Nothing waits for you." in client.get(url).text


def test_other_delegations_deputies_are_theirs_to_see_to(world: World) -> None:
    with unit_of_work(world.here.scope):
        make_deputy(world.membership("member"), world.membership("coordinator"), days=3)
    with unit_of_work(world.here.scope, writes=False):
        assert find_waiting(world.actor("coordinator")).deputies == []
        with pytest.raises(Forbidden):
            find_waiting(world.actor("member"))


def test_the_matrix_names_every_role_in_every_group(world: World, client, url) -> None:
    page = client.get(f"{url}/roles").text
    assert "Member of here" in page
    assert "Research" in page
    assert "Culture" in page
    assert "While presiding" in page
    assert "Own delegation, in own groups" in page
    assert "also when archived" in page


def test_people_come_a_page_at_a_time(world: World, client, url) -> None:
    with unit_of_work(world.here.scope) as opened:
        last = opened.get(Delegation, world.here.delegations[1].id)
        for number in range(PEOPLE_PER_PAGE + 5):
            member = make_membership(make_person(name=f"Zoé {number:03}"), last, Role.MEMBER)
        make_membership(make_person(name="Gone away"), last, ended_at=now())
        group = make_group(member, name="Small one")
    actor = world.actor("coordinator")
    with unit_of_work(world.here.scope, writes=False):
        first, second = list_places(actor), list_places(actor, 2)
        assert list_places(actor, 99) == second
        assert list_places(actor, -1) == first
        with pytest.raises(Forbidden):
            list_places(world.actor("chair"))
    assert (first.number, first.count) == (1, 2)
    assert len(first.people) == PEOPLE_PER_PAGE
    names = [each.name for each in (*first.people, *second.people)]
    assert len(set(names)) == PEOPLE_PER_PAGE + 5 + 6
    assert "Gone away" not in names
    assert second.people[-1].roles == {group.id: Role.MEMBER}
    page = client.get(f"{url}/roles", query_string={"page": 2}).text
    assert "Page 2 of 2" in page
    assert "Zoé 054" in page
    assert client.get(f"{url}/roles", query_string={"page": "x"}).status_code == 200


@pytest.mark.parametrize(
    ("path", "most"),
    [("", 20), ("/roles", 12), ("/usage", 20), ("/presidency", 20), ("/languages", 12)],
)
def test_pages_take_the_same_few_queries_however_much_there_is(
    world: World, client, url, count_queries, path, most
) -> None:
    with count_queries() as few:
        client.get(url + path)
    with unit_of_work(world.here.scope):
        for _number in range(20):
            member = make_membership(make_person(), world.here.delegations[0])
            make_group(member)
            make_meeting(member)
    with count_queries() as many:
        client.get(url + path)
    assert len(many) <= len(few), many
    assert len(many) <= most, many
