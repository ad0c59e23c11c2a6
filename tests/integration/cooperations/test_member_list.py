"""The list of members: found, sorted, narrowed and paged in the database."""

from datetime import timedelta

import pytest

from collab.cooperations import service
from collab.cooperations.service import MemberQuery, MemberSort, MemberState
from collab.core.actor import Role
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from tests.factories import make_deputy, make_membership, make_person
from tests.world import World


def find(world: World, name: str = "coordinator", **query):
    with unit_of_work(world.here.scope, writes=False):
        return service.list_members(world.actor(name), MemberQuery(**query))


def names(page) -> list[str]:
    return [each.member.name.partition(" ")[0] for each in page.members]


def fill(world: World, count: int, **changes) -> None:
    with unit_of_work(world.here.scope):
        for number in range(count):
            person = make_person(name=f"Zoe {number:03}")
            make_membership(person, world.here.delegations[1], **changes)


def test_each_line_says_role_groups_and_delegation(world: World, sign_in) -> None:
    page = " ".join(sign_in(world.person("member")).get(world.here.url("/members")).text.split())
    for name, somebody in world.here.people.items():
        row = page.partition(f'id="member-{somebody.membership.id}"')[2].partition("</tr>")[0]
        assert f"{name.title()} of here" in row
        assert somebody.membership.role.title() in row
        assert ("Research" in row) is (name not in ("coordinator", "outsider"))
    assert "of elsewhere" not in page
    assert 'class="menu people-menu"' not in page


def test_the_first_page_is_by_delegation_and_name(world: World) -> None:
    page = find(world)
    assert names(page) == ["Coordinator", "Outsider", "Secretary", "Chair", "Guest", "Member"]
    assert (page.total, page.pages) == (6, 1)


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        (MemberSort.NAME, "Chair"),
        (MemberSort.ROLE, "Coordinator"),
        (MemberSort.JOINED, "Newest"),
        (MemberSort.DELEGATION, "Coordinator"),
    ],
)
def test_it_can_be_sorted(world: World, sort: MemberSort, first: str) -> None:
    with unit_of_work(world.here.scope):
        newest = make_person(name="Newest of here")
        make_membership(newest, world.here.delegations[1], joined_at=now())
    assert names(find(world, sort=sort))[0] == first


def test_names_are_found_without_accents_and_sorted_with_them(world: World) -> None:
    with unit_of_work(world.here.scope):
        for name in ("Élodie Müller", "Eva Groß", "Łukasz Nowak"):
            make_membership(make_person(name=name), world.here.delegations[1])
    assert names(find(world, text="elodie MULLER")) == ["Élodie"]
    assert names(find(world, text="gross")) == ["Eva"]
    assert names(find(world, text="lukasz")) == ["Łukasz"]
    sorted_names = names(find(world, sort=MemberSort.NAME))
    assert sorted_names.index("Coordinator") < sorted_names.index("Élodie")
    assert sorted_names.index("Élodie") < sorted_names.index("Eva")


def test_signs_of_patterns_are_only_signs(world: World) -> None:
    assert find(world, text="%").total == 0
    assert find(world, text="_").total == 0
    assert find(world, text="\x00").total == 6


def test_addresses_are_found_and_shown_only_where_the_actor_may_see_them(world: World) -> None:
    assert names(find(world, text="secretary@here")) == ["Secretary"]
    assert find(world, text="chair@here").total == 0
    seen = {each.member.name: each.email for each in find(world).members}
    assert seen["Outsider of here"] == "outsider@here.example"
    assert seen["Chair of here"] is None
    with unit_of_work(world.here.scope):
        session().merge(world.membership("chair")).shares_address = True
    assert names(find(world, text="chair@here")) == ["Chair"]
    for name, sees in (("member", True), ("secretary", True)):
        emails = {each.member.name: each.email for each in find(world, name).members}
        assert (emails["Chair of here"] is not None) is sees
        own = "secretary" if name == "member" else "member"
        assert emails[f"{own.title()} of here"] is None
        assert emails[f"{name.title()} of here"] == f"{name}@here.example"


def test_it_is_narrowed_by_delegation_role_and_state(world: World) -> None:
    second = world.here.delegations[1]
    assert names(find(world, delegation_id=second.id)) == ["Chair", "Guest", "Member"]
    assert names(find(world, role=Role.MEMBER)) == ["Outsider", "Member"]
    with unit_of_work(world.here.scope):
        session().merge(world.membership("secretary")).suspended_at = now()
        session().merge(world.membership("chair")).suspended_at = now()
        session().merge(world.membership("outsider")).ended_at = now()
    assert names(find(world, state=MemberState.SUSPENDED)) == ["Secretary"]
    assert names(find(world, state=MemberState.FORMER)) == ["Outsider"]
    assert find(world, "member", state=MemberState.SUSPENDED).total == 0
    assert find(world).total == 5


def test_who_is_suspended_shows_only_to_their_coordinators(world: World) -> None:
    with unit_of_work(world.here.scope):
        session().merge(world.membership("chair")).suspended_at = now()
        session().merge(world.membership("secretary")).suspended_at = now()
    shown = {each.member.name: each.is_suspended for each in find(world).members}
    assert shown["Secretary of here"]
    assert not shown["Chair of here"]


def test_many_members_come_in_pages_at_the_same_cost(world, sign_in, count_queries) -> None:
    client = sign_in(world.person("coordinator"))
    with count_queries() as few:
        client.get(world.here.url("/members"))
    fill(world, 60)
    with count_queries() as many:
        first = client.get(world.here.url("/members"))
    assert len(many) <= len(few)
    assert first.text.count("<tr id=") == 25
    assert "Page 1 of 3" in first.text
    last = client.get(world.here.url("/members?page=3&sort=name")).text
    assert last.count("<tr id=") == 16
    assert "Zoe 059" in last
    assert client.get(world.here.url("/members?page=99")).text.count("<tr id=") == 16
    found = client.get(world.here.url("/members?find=zoe+001")).text
    assert found.count("<tr id=") == 1


def test_nonsense_in_the_address_narrows_nothing(world: World, coordinator) -> None:
    url = "/members?delegation=x&role=emperor&state=dead&sort=luck&page=-3"
    assert coordinator.get(world.here.url(url)).text.count("<tr id=") == 6


def test_nobody_found_is_said_with_a_way_back(world: World, coordinator) -> None:
    page = coordinator.get(world.here.url("/members?find=nobody")).text
    assert "Nobody is like that." in page
    assert "All members" in page


def test_deputies_are_marked_with_their_last_day(world: World, coordinator) -> None:
    with unit_of_work(world.here.scope):
        make_deputy(world.membership("secretary"), world.membership("coordinator"))
        make_deputy(world.membership("outsider"), world.membership("coordinator"), begins_in=3)
    page = coordinator.get(world.here.url("/members")).text
    assert page.count("Deputy until") == 1
    until = now().date() + timedelta(days=7)
    assert find(world, text="secretary").members[0].deputy_until == until


def test_the_home_names_no_members_however_many(world, sign_in, count_queries) -> None:
    client = sign_in(world.person("member"))
    with count_queries() as few:
        client.get(world.here.url())
    fill(world, 40)
    with count_queries() as many:
        page = client.get(world.here.url()).text
    assert len(many) <= len(few)
    assert "Zoe" not in page
    assert "43 members" in page
