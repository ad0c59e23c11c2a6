"""Deputies stand in for the coordinators of their delegation, until a day."""

from datetime import timedelta

import pytest

from collab.cooperations import policy, service
from collab.core.actor import Role
from collab.core.clock import now
from collab.core.db import unit_of_work
from collab.core.errors import Forbidden, Invalid, NotFound
from tests.factories import make_deputy
from tests.world import World

DAY = timedelta(days=1)


def act(world: World, call, *arguments):
    with unit_of_work(world.here.scope):
        return call(*arguments)


def enter(world: World, name: str):
    return service.find_actor(world.person(name).id, None, world.here.slug)


def test_a_deputy_is_named_by_form_and_acts_at_once(coordinator, world, told, verbs) -> None:
    today = now().date()
    form = {
        "deputy-member": str(world.membership("secretary").id),
        "deputy-starts_on": today.isoformat(),
        "deputy-ends_on": (today + 30 * DAY).isoformat(),
    }
    answer = coordinator.post(world.here.url("/membership/deputies"), data=form)
    assert answer.status_code == 302
    assert len(told) == 1
    assert verbs()[-1][0] == "deputy.named"
    actor = enter(world, "secretary")
    assert (actor.role, actor.is_deputy) == (Role.COORDINATOR, True)
    assert policy.can_manage_members_of(actor, world.here.delegations[0].id)
    assert not policy.can_manage_members_of(actor, world.here.delegations[1].id)
    assert not policy.can_govern(actor)
    assert policy.can_see_console(actor)
    page = coordinator.get(world.here.url("/membership")).text
    assert "Secretary of here" in page.partition('id="deputies"')[2]


@pytest.mark.parametrize(
    ("member", "first", "last", "field"),
    [
        ("secretary", -1, 5, "starts_on"),
        ("secretary", 5, 4, "ends_on"),
        ("secretary", 0, 400, "ends_on"),
        ("outsider", 0, 5, "member"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(world, member, first, last, field) -> None:
    if member == "outsider":
        with unit_of_work(world.here.scope):
            make_deputy(world.membership("outsider"), world.membership("coordinator"), begins_in=4)
    today = now().date()
    with pytest.raises(Invalid) as caught:
        act(
            world,
            service.name_deputy,
            world.actor("coordinator"),
            world.membership(member).id,
            today + first * DAY,
            today + last * DAY,
        )
    assert set(caught.value.fields) == {field}


def test_typed_days_stay_when_something_is_wrong(coordinator, world: World) -> None:
    form = {
        "deputy-member": str(world.membership("secretary").id),
        "deputy-starts_on": "2020-01-01",
        "deputy-ends_on": "2020-02-01",
    }
    answer = coordinator.post(world.here.url("/membership/deputies"), data=form)
    assert answer.status_code == 422
    assert "Please choose today or a later day." in answer.text
    assert 'value="2020-02-01"' in answer.text


def test_guests_and_coordinators_are_no_deputies(world: World, second) -> None:
    today = now().date()
    actor = world.actor("coordinator")
    with pytest.raises(Invalid):
        act(world, service.name_deputy, actor, second[1].id, today, today + DAY)
    with unit_of_work(world.here.scope):
        service.change_role(actor, world.membership("outsider").id, Role.GUEST, 1)
    with pytest.raises(Invalid):
        act(world, service.name_deputy, actor, world.membership("outsider").id, today, today + DAY)


def test_they_end_by_themselves(world: World) -> None:
    with unit_of_work(world.here.scope):
        yesterday = now().date() - DAY
        make_deputy(
            world.membership("secretary"),
            world.membership("coordinator"),
            begins_in=-9,
            ends_on=yesterday,
        )
        make_deputy(world.membership("outsider"), world.membership("coordinator"), begins_in=1)
    for name, role in (("secretary", Role.SECRETARY), ("outsider", Role.MEMBER)):
        assert (enter(world, name).role, enter(world, name).is_deputy) == (role, False)
    with unit_of_work(world.here.scope, writes=False):
        listed = service.list_deputies(world.actor("coordinator"))
    assert [(each.name, each.is_running) for each in listed] == [("Outsider of here", False)]


def test_a_deputy_touches_no_coordinator_and_names_no_deputy(world: World, second) -> None:
    with unit_of_work(world.here.scope):
        make_deputy(world.membership("secretary"), world.membership("coordinator"))
    deputy = enter(world, "secretary")
    today = now().date()
    refused = [
        (service.change_role, second[1].id, Role.MEMBER, 1),
        (service.suspend_member, second[1].id, 1),
        (service.end_membership, second[1].id, 1),
        (service.change_role, world.membership("outsider").id, Role.COORDINATOR, 1),
        (service.name_deputy, world.membership("outsider").id, today, today),
        (service.end_membership, world.membership("chair").id, 1),
        (service.suspend_member, world.membership("member").id, 1),
    ]
    for call, *arguments in refused:
        with pytest.raises(Forbidden):
            act(world, call, deputy, *arguments)
    for governing in (service.archive, service.request_deletion, service.stop_deletion):
        with pytest.raises(Forbidden):
            act(world, governing, deputy)
    act(world, service.change_role, deputy, world.membership("outsider").id, Role.CHAIR, 1)


def test_the_page_of_members_offers_a_deputy_only_what_works(world, second, sign_in) -> None:
    with unit_of_work(world.here.scope):
        make_deputy(world.membership("secretary"), world.membership("coordinator"))
    page = sign_in(world.person("secretary")).get(world.here.url("/members")).text
    main = page.partition("<main")[2]
    assert 'value="chair"' in main
    assert '<button class="menu-item" name="role" value="coordinator"' not in main
    row = main.partition(f'id="member-{second[1].id}"')[2].partition("</tr>")[0]
    assert "<details" not in row
    assert "Name as a deputy" not in main
    assert "Deputy coordinator" in page
    own = sign_in(world.person("secretary")).get(world.here.url("/membership")).text
    assert "Name the deputy" not in own
    assert "Hand over" not in own


def test_revoking_ends_it_at_once(coordinator, world: World, told, verbs) -> None:
    with unit_of_work(world.here.scope):
        deputy = make_deputy(world.membership("secretary"), world.membership("coordinator"))
    url = world.here.url(f"/membership/deputies/{deputy.id}/revocation")
    assert coordinator.post(url).status_code == 302
    assert not enter(world, "secretary").is_deputy
    assert len(told) == 1
    assert verbs()[-1][0] == "deputy.revoked"
    assert coordinator.post(url).status_code == 302
    assert len(told) == 1


def test_only_coordinators_of_the_delegation_revoke(world: World) -> None:
    with unit_of_work(world.here.scope):
        deputy = make_deputy(world.membership("member"), world.membership("chair"))
    for name in ("coordinator", "chair", "member"):
        with pytest.raises(Forbidden):
            act(world, service.revoke_deputy, world.actor(name), deputy.id)
    with pytest.raises(NotFound):
        act(world, service.revoke_deputy, world.actor("coordinator"), world.here.id)
