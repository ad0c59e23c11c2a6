"""Coordinators change the members of their own delegation, one after the other."""

import pytest

from collab.accounts.models import Person
from collab.cooperations import service
from collab.cooperations.errors import (
    AlreadyMember,
    LastCoordinator,
    LeftThemselves,
    MemberChanged,
    OwnMembership,
)
from collab.core.actor import Role
from collab.core.clock import now
from collab.core.db import GLOBAL, session, unit_of_work
from collab.core.errors import Forbidden, NotFound
from collab.core.revocation import AccessChange
from tests.factories import make_deputy
from tests.world import World


def act(world: World, call, *arguments, **named):
    with unit_of_work(world.here.scope):
        return call(*arguments, **named)


def test_a_role_is_changed_logged_and_announced(coordinator, told, row, verbs, world) -> None:
    secretary = world.membership("secretary")
    url = world.here.url(f"/members/{secretary.id}/role")
    assert coordinator.post(url, data={"role": "member", "version": "1"}).status_code == 302
    assert (row("secretary").role, row("secretary").version) == (Role.MEMBER, 2)
    assert told == [AccessChange(person_id=secretary.person_id, cooperation_id=world.here.id)]
    assert verbs()[-1] == ("membership.role_changed", {"old": "secretary", "new": "member"})
    assert coordinator.post(url, data={"role": "emperor", "version": "2"}).status_code == 422


def test_the_second_of_two_coordinators_sees_what_the_first_did(
    coordinator, second, sign_in, row, world
) -> None:
    url = world.here.url(f"/members/{world.membership('secretary').id}")
    sign_in(second[0]).post(f"{url}/role", data={"role": "chair", "version": "1"})
    answer = coordinator.post(f"{url}/role", data={"role": "guest", "version": "1"})
    assert answer.status_code == 409
    text = " ".join(answer.text.split())
    assert "Second Coordinator has changed the role of this member to “Chair”" in text
    assert "Your change was not saved." in text
    assert row("secretary").role == Role.CHAIR
    sign_in(second[0]).post(f"{url}/suspension", data={"version": "2"})
    answer = coordinator.post(f"{url}/end", data={"version": "2"})
    assert "Second Coordinator has suspended this member" in answer.text
    assert row("secretary").ended_at is None


@pytest.mark.parametrize("version", ["", "x", "0", "7", "-1", "١"])
def test_a_version_that_never_was_changes_nothing(coordinator, row, world, version) -> None:
    url = world.here.url(f"/members/{world.membership('secretary').id}/end")
    assert coordinator.post(url, data={"version": version}).status_code == 409
    assert row("secretary").ended_at is None


def test_who_is_suspended_stays_out_and_reads_why(coordinator, told, world, sign_in) -> None:
    client = sign_in(world.person("secretary"))
    url = world.here.url(f"/members/{world.membership('secretary').id}/suspension")
    assert coordinator.post(url, data={"version": "1"}).status_code == 302
    assert len(told) == 1
    page = client.get(world.here.url())
    assert page.status_code == 403
    assert "The coordinator of your delegation has suspended your membership." in page.text
    assert client.get("/").status_code == 200
    assert "suspended" in client.get("/").text
    assert "Suspended" in coordinator.get(world.here.url("/members")).text
    coordinator.post(f"{url}/undo", data={"version": "2"})
    assert client.get(world.here.url()).status_code == 200
    assert len(told) == 2


def test_a_membership_ends_and_can_be_taken_back(coordinator, told, world, sign_in) -> None:
    client = sign_in(world.person("secretary"))
    url = world.here.url(f"/members/{world.membership('secretary').id}/end")
    after = coordinator.post(url, data={"version": "1"}).location
    assert client.get(world.here.url()).status_code == 404
    assert len(told) == 1
    page = coordinator.get(after).text
    assert "Secretary of here is no longer a member." in page
    assert f"{url}/undo" in page
    coordinator.post(f"{url}/undo", data={"version": "2"})
    assert client.get(world.here.url()).status_code == 200
    assert "no longer a member" not in coordinator.get(after).text
    assert coordinator.post(f"{url}/undo", data={"version": "3"}).status_code == 409


def test_who_left_is_not_taken_back_without_being_asked(world: World, row) -> None:
    act(world, service.leave, world.actor("secretary"))
    with pytest.raises(LeftThemselves):
        act(world, service.take_back, world.actor("coordinator"), row("secretary").id, 2)
    assert row("secretary").ended_at is not None


def test_whose_account_was_erased_is_not_taken_back(world: World, row) -> None:
    membership = world.membership("secretary")
    act(world, service.end_membership, world.actor("coordinator"), membership.id, 1)
    with unit_of_work(GLOBAL):
        session().get(Person, membership.person_id).erased_at = now()
    with unit_of_work(world.here.scope, writes=False):
        assert service.find_ended(world.actor("coordinator"), membership.id) is None
    with pytest.raises(LeftThemselves):
        act(world, service.take_back, world.actor("coordinator"), membership.id, 2)


def test_who_comes_back_by_invitation_is_a_member_again(world: World, row) -> None:
    act(world, service.leave, world.actor("secretary"))
    changes = {
        "person_id": world.person("secretary").id,
        "delegation_id": world.here.delegations[1].id,
        "role": Role.MEMBER,
    }
    act(world, service.add_member, world.here.id, **changes)
    again = row("secretary")
    assert again.id == world.membership("secretary").id
    assert (again.ended_at, again.role) == (None, Role.MEMBER)
    with pytest.raises(AlreadyMember):
        act(world, service.add_member, world.here.id, **changes)


CHANGES = {
    "role": lambda actor, id_: service.change_role(actor, id_, Role.GUEST, 1),
    "suspend": lambda actor, id_: service.suspend_member(actor, id_, 1),
    "resume": lambda actor, id_: service.resume_member(actor, id_, 1),
    "end": lambda actor, id_: service.end_membership(actor, id_, 1),
    "take back": lambda actor, id_: service.take_back(actor, id_, 1),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_only_the_own_delegation_never_oneself(world: World, change) -> None:
    actor = world.actor("coordinator")
    for name in ("chair", "member", "guest"):
        with pytest.raises(Forbidden):
            act(world, change, actor, world.membership(name).id)
    with pytest.raises(OwnMembership):
        act(world, change, actor, actor.membership_id)
    with pytest.raises(NotFound):
        act(world, change, actor, world.elsewhere.people["secretary"].membership.id)
    for name in ("chair", "secretary", "member", "outsider", "guest"):
        with pytest.raises(Forbidden):
            act(world, change, world.actor(name), world.membership("secretary").id)


def test_oneself_is_refused_with_the_way_on(coordinator, world: World) -> None:
    url = world.here.url(f"/members/{world.membership('coordinator').id}/end")
    page = coordinator.post(url, data={"version": "1"})
    assert page.status_code == 409
    assert "Hand the coordination over to somebody else instead." in page.text
    assert world.here.url("/membership") in page.text


def test_the_last_coordinator_does_not_leave_before_there_is_a_successor(world, row) -> None:
    actor = world.actor("coordinator")
    with pytest.raises(LastCoordinator):
        act(world, service.check_can_leave, actor)
    with pytest.raises(LastCoordinator):
        act(world, service.leave, actor)
    assert row("coordinator").ended_at is None
    act(
        world,
        service.hand_over_coordination,
        actor,
        world.membership("secretary").id,
        1,
        steps_back=False,
    )
    act(world, service.leave, actor)
    assert row("coordinator").ended_at is not None
    assert row("secretary").role == Role.COORDINATOR


def test_leaving_is_one_button_and_ends_at_once(world: World, sign_in, told, verbs) -> None:
    client = sign_in(world.person("guest"))
    assert "Leave now" in client.get(world.here.url("/membership")).text
    answer = client.post(world.here.url("/membership/end"), follow_redirects=True)
    assert answer.status_code == 200
    assert "You have left Here." in answer.text
    assert client.get(world.here.url()).status_code == 404
    assert len(told) == 1
    assert verbs()[-1] == ("membership.left", {"role": "guest"})


def test_the_last_coordinator_who_leaves_reads_what_to_do_first(coordinator, world, row) -> None:
    answer = coordinator.post(world.here.url("/membership/end"))
    assert answer.status_code == 409
    assert "Name a successor first." in answer.text
    assert row("coordinator").ended_at is None


def test_everybody_may_leave_an_archived_cooperation_too(world: World, sign_in, row) -> None:
    with unit_of_work(world.here.scope):
        service.archive(world.actor("coordinator"))
    answer = sign_in(world.person("member")).post(world.here.url("/membership/end"))
    assert answer.status_code == 302
    assert row("member").ended_at is not None


def test_a_suspended_coordinator_is_no_successor(world: World, second, row) -> None:
    act(world, service.suspend_member, world.actor("coordinator"), second[1].id, 1)
    with pytest.raises(LastCoordinator):
        act(world, service.leave, world.actor("coordinator"))


def test_handing_over_may_include_stepping_back(coordinator, world, row, verbs, sign_in) -> None:
    form = {
        "successor-member": str(world.membership("secretary").id),
        "successor-steps_back": "y",
    }
    url = world.here.url("/membership/successor")
    assert coordinator.post(url, data=form).status_code == 302
    assert row("secretary").role == Role.COORDINATOR
    assert row("coordinator").role == Role.MEMBER
    assert [verb for verb, _details in verbs()] == ["membership.role_changed"] * 2
    assert coordinator.post(url, data=form).status_code == 403
    empty = sign_in(world.person("secretary")).post(url, data={"successor-member": ""})
    assert empty.status_code == 422
    assert "Please choose a member." in empty.text


def test_who_was_demoted_meanwhile_changes_nothing_more(world: World, second) -> None:
    act(world, service.change_role, world.actor("coordinator"), second[1].id, Role.MEMBER, 1)
    stale = second[2]  # as a request knows it that began before
    with pytest.raises(Forbidden):
        act(world, service.end_membership, stale, world.membership("secretary").id, 1)
    with pytest.raises(Forbidden):
        act(world, service.change_role, stale, world.membership("coordinator").id, Role.GUEST, 1)


def test_the_end_of_a_membership_ends_what_they_stand_in_for(world: World, row) -> None:
    with unit_of_work(world.here.scope):
        make_deputy(world.membership("secretary"), world.membership("coordinator"))
    act(world, service.end_membership, world.actor("coordinator"), row("secretary").id, 1)
    act(world, service.take_back, world.actor("coordinator"), row("secretary").id, 2)
    with unit_of_work(world.here.scope, writes=False):
        assert service.list_deputies(world.actor("coordinator")) == []


def test_what_somebody_else_changed_is_raised_with_words(world: World, second) -> None:
    act(world, service.suspend_member, second[2], world.membership("secretary").id, 1)
    with pytest.raises(MemberChanged) as caught:
        act(world, service.suspend_member, world.actor("coordinator"), row_id(world), 1)
    assert "Second Coordinator" in str(caught.value.message)


def row_id(world: World):
    return world.membership("secretary").id


def test_everybody_decides_who_sees_their_address(world: World, sign_in, row, verbs) -> None:
    client = sign_in(world.person("chair"))
    page = client.get(world.here.url("/membership")).text
    assert "Hidden from other delegations" in page
    url = world.here.url("/membership/address")
    assert client.post(url, data={"shares_address": "yes"}).status_code == 302
    assert row("chair").shares_address
    assert "Shown to all members" in client.get(world.here.url("/membership")).text
    assert verbs()[-1] == ("membership.sharing_changed", {"is_shared": True})
    other = sign_in(world.person("secretary")).get(world.here.url("/members")).text
    assert "chair@here.example" in other
    client.post(url, data={})
    assert not row("chair").shares_address
    other = sign_in(world.person("secretary")).get(world.here.url("/members")).text
    assert "chair@here.example" not in other
