"""Who puts whom into groups, in which role, and takes them out."""

from uuid import UUID

import pytest
from sqlalchemy import select

from collab.activity.models import Activity
from collab.core import revocation
from collab.core.actor import Role
from collab.core.db import session, unit_of_work
from collab.core.revocation import AccessChange
from collab.groups import service as groups
from collab.groups.models import GroupMember
from collab.groups.service import OnlyGuest
from tests.factories import make_group, make_membership, make_person
from tests.world import World

#: coordinator, secretary and outsider are of the first delegation, the others of the second
OF_THE_CHAIR, OF_THE_COORDINATOR = ("chair", "member", "guest"), ("secretary",)


@pytest.fixture
def url(world: World) -> str:
    return world.here.url("/groups/research")


def roles(world: World) -> dict[UUID, str]:
    with unit_of_work(world.here.scope, writes=False):
        wanted = select(GroupMember.membership_id, GroupMember.role)
        return dict(session().execute(wanted.where(GroupMember.group_id == world.group.id)).all())


def removal(url: str, world: World, name: str) -> str:
    return f"{url}/members/{world.membership(name).id}/removal"


def role_url(url: str, world: World, name: str) -> str:
    return f"{url}/members/{world.membership(name).id}/role"


def test_a_chair_takes_people_of_their_delegation_out_and_back(url, sign_in, world: World) -> None:
    chair, member = sign_in(world.person("chair")), world.membership("member")
    gone = chair.post(removal(url, world, "member"))
    assert member.id not in roles(world)
    page = chair.get(gone.location).text
    assert "Member of here is no longer in this group." in page
    assert "Take back" in page
    chair.post(f"{url}/members", data={"membership": member.id, "role": "member"})
    assert roles(world)[member.id] == "member"
    again = chair.post(f"{url}/members", data={"membership": member.id})
    assert again.status_code == 409


def test_taking_back_gives_the_role_back(url, sign_in, world: World) -> None:
    coordinator = sign_in(world.person("coordinator"))
    gone = coordinator.post(removal(url, world, "secretary"))
    assert 'name="role" value="secretary"' in coordinator.get(gone.location).text
    secretary = world.membership("secretary").id
    coordinator.post(f"{url}/members", data={"membership": secretary, "role": "secretary"})
    assert roles(world)[secretary] == "secretary"


@pytest.mark.parametrize(
    ("who", "theirs", "others"),
    [
        ("chair", OF_THE_CHAIR, OF_THE_COORDINATOR),
        ("coordinator", OF_THE_COORDINATOR, OF_THE_CHAIR),
    ],
)
def test_people_of_other_delegations_are_left_alone(
    url, sign_in, world: World, who, theirs, others
) -> None:
    client, before = sign_in(world.person(who)), roles(world)
    for name in others:
        assert client.post(removal(url, world, name)).status_code == 403
        data = {"role": "guest"}
        assert client.post(role_url(url, world, name), data=data).status_code == 403
    assert roles(world) == before
    page = client.get(url).text
    for name in theirs:
        assert removal(url, world, name) in page
    for name in others:
        assert removal(url, world, name) not in page


def test_a_coordinator_offers_only_their_own_people(url, sign_in, world: World) -> None:
    page = sign_in(world.person("coordinator")).get(url).text
    assert f'<option value="{world.membership("outsider").id}">' in page
    culture = sign_in(world.person("chair")).get(world.here.url("/groups/culture")).text
    assert 'name="membership"' not in culture
    data = {"membership": world.membership("outsider").id}
    assert sign_in(world.person("chair")).post(f"{url}/members", data=data).status_code == 403


def test_roles_are_given_in_one_group_only(url, sign_in, world: World) -> None:
    coordinator = sign_in(world.person("coordinator"))
    data = {"role": "chair", "seen": "secretary"}
    answer = coordinator.post(role_url(url, world, "secretary"), data=data)
    assert answer.location.endswith(f"#member-{world.membership('secretary').id}")
    assert roles(world)[world.membership("secretary").id] == "chair"
    with unit_of_work(world.here.scope, writes=False):
        row = session().scalars(select(Activity).where(Activity.verb == "group.role_changed")).one()
        assert (row.details["before"], row.details["after"]) == ("secretary", "chair")


def test_two_who_change_the_same_role_are_told(url, sign_in, world: World) -> None:
    coordinator, member = sign_in(world.person("coordinator")), role_url(url, world, "secretary")
    coordinator.post(member, data={"role": "chair", "seen": "secretary"})
    late = coordinator.post(member, data={"role": "guest", "seen": "secretary"})
    assert late.status_code == 409
    assert "Somebody else changed this in the meantime." in late.text
    assert roles(world)[world.membership("secretary").id] == "chair"


def test_guests_of_the_cooperation_stay_guests(url, sign_in, world: World) -> None:
    chair = sign_in(world.person("chair"))
    answer = chair.post(role_url(url, world, "guest"), data={"role": "chair"})
    assert answer.status_code == 409
    assert "can only be a guest in its working groups" in answer.text
    guest = world.membership("guest").id
    chair.post(removal(url, world, "guest"))
    chair.post(f"{url}/members", data={"membership": guest, "role": "member"})
    assert roles(world)[guest] == "guest"


@pytest.mark.parametrize("role", ["", "coordinator", "king"])
def test_groups_give_only_the_roles_of_groups(url, sign_in, world: World, role: str) -> None:
    before = roles(world)
    coordinator = sign_in(world.person("coordinator"))
    answer = coordinator.post(role_url(url, world, "secretary"), data={"role": role})
    assert answer.status_code == 422
    assert roles(world) == before


def test_the_list_begins_with_those_who_lead(url, sign_in, world: World) -> None:
    page = sign_in(world.person("outsider")).get(url).text
    places = [
        page.index(f"{name} of here</span>") for name in ("Chair", "Secretary", "Member", "Guest")
    ]
    assert places == sorted(places)


def test_a_group_of_many_has_pages_and_a_search(sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        delegation = world.here.delegations[0]
        people = [
            make_membership(make_person(name=f"Élise {number:03}"), delegation)
            for number in range(180)
        ]
        make_group(*people[:60], slug="big", name="Big")
    url = world.here.url("/groups/big")
    client = sign_in(world.person("coordinator"))
    page = client.get(url).text
    assert page.count('id="member-') == 50
    assert "Only the first 100 people are offered." in page
    assert client.get(f"{url}?people=2").text.count('id="member-') == 10
    assert client.get(f"{url}?people=9").status_code == 200
    found = client.get(f"{url}?find=elise 179").text
    assert found.count("<option value=") == 1 + 4  # one person, four roles
    assert "Nobody of your delegation has this name" in client.get(f"{url}?find=zzz").text


def test_open_pages_are_told_who_came_and_went(url, sign_in, world, monkeypatch) -> None:
    told: list[AccessChange] = []
    monkeypatch.setattr(revocation, "_listeners", [told.append])
    member = world.membership("member")
    chair = sign_in(world.person("chair"))
    chair.post(role_url(url, world, "member"), data={"role": "guest"})
    chair.post(removal(url, world, "member"))
    chair.post(f"{url}/members", data={"membership": member.id})
    change = AccessChange(person_id=member.person_id, cooperation_id=world.here.id)
    assert told == [change, change, change]


def test_services_refuse_what_forms_do_not_offer(world: World) -> None:
    actor = world.actor("chair")
    with unit_of_work(world.here.scope), pytest.raises(OnlyGuest):
        groups.change_group_role(actor, "research", world.membership("guest").id, Role.CHAIR)
