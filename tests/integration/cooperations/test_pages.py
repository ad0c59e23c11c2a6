"""The home of a cooperation and its members, for everybody who may see them."""

from typing import Any

import pytest
from sqlalchemy import select

from collab.cooperations.models import Cooperation, Membership
from collab.core import revocation
from collab.core.actor import Role
from collab.core.db import session, unit_of_work
from collab.core.revocation import AccessChange
from tests.factories import make_meeting
from tests.planning import plan_meeting
from tests.world import World


def find_membership(world: World, name: str) -> Membership:
    with unit_of_work(world.here.scope, writes=False):
        wanted = select(Membership).where(Membership.id == world.membership(name).id)
        return session().scalars(wanted).one()


def test_the_home_says_what_this_is_and_what_comes_next(world: World, sign_in) -> None:
    with unit_of_work(world.here.scope):
        row = session().get(Cooperation, world.here.id)
        row.name, row.description, row.language = "Vier Motoren", "Seit 1988.", "de"
    plan_meeting(world.actor("chair"), world.group, title="Next research meeting")
    page = sign_in(world.person("member")).get(world.here.url()).text
    for text in (
        '<span lang="de">Vier Motoren</span>',
        '<p class="lead-text" lang="de">Seit 1988.</p>',
        "Next research meeting",
        "Research",
        "4 members",
        "Germany",
        "France",
    ):
        assert text in page


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("coordinator", "Plan a meeting"),
        ("chair", "Plan a meeting"),
        ("member", "Open my next meeting"),
        ("guest", "Open my next meeting"),
    ],
)
def test_there_is_one_clear_next_step(world: World, sign_in, name: str, words: str) -> None:
    plan_meeting(world.actor("chair"), world.group)
    page = sign_in(world.person(name)).get(world.here.url()).text
    head = page.partition('class="page-actions')[2].partition("</div>")[0]
    assert words in head
    assert head.count("btn-primary") == 1


def test_a_running_meeting_is_the_next_step_of_everybody_in_it(world: World, sign_in) -> None:
    with unit_of_work(world.here.scope):
        meeting = make_meeting(world.membership("chair"), world.group)
        meeting.starts_at = meeting.starts_at.replace(year=2020)
    for name in ("chair", "member", "guest"):
        assert "Join the running meeting" in sign_in(world.person(name)).get(world.here.url()).text
    assert "Join the running" not in sign_in(world.person("outsider")).get(world.here.url()).text


def test_an_empty_cooperation_has_a_home_too(world: World, sign_in) -> None:
    assert "No meeting is planned." in sign_in(world.person("guest")).get(world.here.url()).text


def test_the_home_takes_few_queries(world: World, sign_in, count_queries) -> None:
    for _number in range(6):
        plan_meeting(world.actor("chair"), world.group)
    client = sign_in(world.person("chair"))
    with count_queries() as queries:
        assert client.get(world.here.url()).status_code == 200
    assert len(queries) <= 16, queries


def test_members_are_listed_by_delegation_with_role_and_groups(world: World, sign_in) -> None:
    page = " ".join(sign_in(world.person("member")).get(world.here.url("/members")).text.split())
    for delegation in world.here.delegations:
        assert delegation.name in page
    for name, somebody in world.here.people.items():
        row = page.partition(f'id="member-{somebody.membership.id}"')[2].partition("</tr>")[0]
        assert f"{name.title()} of here" in row
        assert somebody.membership.role.title() in row
        assert ("Research" in row) is (name not in ("coordinator", "outsider"))
    assert "of elsewhere" not in page
    assert "<details" not in page.partition("<main")[2]


def test_guests_and_strangers_do_not_see_the_members(world: World, sign_in) -> None:
    guest = sign_in(world.person("guest"))
    assert guest.get(world.here.url("/members")).status_code == 403
    assert world.here.url("/members") not in guest.get(world.here.url()).text
    assert sign_in(world.stranger).get(world.here.url("/members")).status_code == 404
    assert sign_in(world.stranger).get(world.here.url()).status_code == 404


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[AccessChange]:
    changes: list[AccessChange] = []
    monkeypatch.setattr(revocation, "_listeners", [changes.append])
    return changes


@pytest.fixture
def coordinator(world: World, sign_in) -> Any:
    return sign_in(world.person("coordinator"))


def test_a_coordinator_changes_roles_in_their_delegation(coordinator, told, world: World) -> None:
    secretary = world.membership("secretary")
    url = world.here.url(f"/members/{secretary.id}/role")
    assert coordinator.post(url, data={"role": "member"}).status_code == 302
    assert find_membership(world, "secretary").role == Role.MEMBER
    assert told == [AccessChange(person_id=secretary.person_id, cooperation_id=world.here.id)]
    assert coordinator.post(url, data={"role": "emperor"}).status_code == 422


def test_a_membership_ends_and_can_be_taken_back(coordinator, told, world, sign_in) -> None:
    secretary = world.membership("secretary")
    client = sign_in(world.person("secretary"))
    url = world.here.url(f"/members/{secretary.id}/end")
    after = coordinator.post(url).location
    assert client.get(world.here.url()).status_code == 404
    assert len(told) == 1
    page = coordinator.get(after).text
    assert "Secretary of here is no longer a member." in page
    assert f"{url}/undo" in page
    coordinator.post(f"{url}/undo")
    assert client.get(world.here.url()).status_code == 200
    assert "no longer a member" not in coordinator.get(after).text
    assert coordinator.post(f"{url}/undo").status_code == 404


def test_coordinators_manage_their_own_delegation_and_not_themselves(coordinator, world) -> None:
    for name, status in (("chair", 403), ("coordinator", 409)):
        url = world.here.url(f"/members/{world.membership(name).id}")
        assert coordinator.post(f"{url}/role", data={"role": "guest"}).status_code == status
        assert coordinator.post(f"{url}/end").status_code == status
    foreign = world.elsewhere.people["secretary"].membership.id
    for end in ("role", "end", "end/undo"):
        url = world.here.url(f"/members/{foreign}/{end}")
        assert coordinator.post(url, data={"role": "guest"}).status_code == 404


def test_nobody_else_manages_members(world: World, sign_in) -> None:
    url = world.here.url(f"/members/{world.membership('secretary').id}")
    for name in ("chair", "secretary", "member", "guest"):
        client = sign_in(world.person(name))
        assert client.post(f"{url}/role", data={"role": "coordinator"}).status_code == 403
        assert client.post(f"{url}/end").status_code == 403
    assert find_membership(world, "secretary").role == Role.SECRETARY
