"""Accepting and declining, and everything that may have happened in between."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select, update

from collab.accounts.links import LinkExpired, LinkUsed, LinkWithdrawn
from collab.accounts.models import OneTimeLink, Person
from collab.accounts.service import Device
from collab.activity import service as activity
from collab.activity.models import Activity
from collab.cooperations import service as cooperations
from collab.cooperations.models import Cooperation, Delegation, Membership
from collab.core.actor import Role
from collab.core.clock import now
from collab.core.db import GLOBAL, unit_of_work
from collab.core.errors import DomainError, Invalid, TooManyAttempts
from collab.groups.models import GroupMember
from collab.invitations import service
from collab.invitations.models import Invitation, State
from collab.invitations.refusals import (
    AccountExists,
    CooperationArchived,
    InvitationUnknown,
    InviterSuspended,
    JoinedAlready,
    WrongPerson,
)
from collab.invitations.service import GroupPlace, Newcomer, by_address, by_token
from collab.meetings.models import MeetingGuest
from tests.factories import as_actor, make_deputy, make_meeting, make_membership, make_person
from tests.integration.invitations.letters import INVITED, link, mails_to, plan, text_of, token_of
from tests.world import World

NEWCOMER = Newcomer("Inès Martin", "correct-horse-battery", "fr", "Europe/Paris")
DEVICE = Device("127.0.0.1", "Tests")
Reload = Callable[[Invitation], Invitation]
Invite = Callable[..., tuple[Invitation, str]]


def join(token: str) -> service.Joined:
    return service.accept_as_newcomer(by_token(token), NEWCOMER, DEVICE)[0]


def make_account(email: str = INVITED) -> Person:
    with unit_of_work(GLOBAL):
        return make_person(email=email)


def members_named(world: World, email: str = INVITED) -> list[Membership]:
    with unit_of_work(world.here.scope, writes=False) as opened:
        wanted = select(Membership).join(Person, Person.id == Membership.person_id)
        return list(opened.scalars(wanted.where(Person.email == email)))


def nothing_happened(world: World) -> bool:
    with unit_of_work(world.here.scope, writes=False) as opened:
        accounts = opened.scalar(select(func.count(Person.id)).where(Person.email == INVITED))
    return accounts == 0 and members_named(world) == []


def test_a_newcomer_gets_an_account_a_membership_and_their_groups(
    world: World, invite: Invite, reload: Reload
) -> None:
    invitation, token = invite(groups=(GroupPlace(world.group.id, Role.SECRETARY),))
    joined = join(token)
    assert joined.cooperation_slug == "here"
    with unit_of_work(world.here.scope, writes=False) as opened:
        member = opened.scalars(
            select(Membership).where(Membership.person_id == joined.person_id)
        ).one()
        place = opened.scalars(
            select(GroupMember).where(GroupMember.membership_id == member.id)
        ).one()
        verbs = set(opened.scalars(select(Activity.verb)))
    assert member.role == Role.MEMBER
    assert member.delegation_id == world.actor("coordinator").delegation_id
    assert (place.group_id, place.role) == (world.group.id, Role.SECRETARY)
    assert {"invitation.sent", "invitation.accepted", "membership.joined"} <= verbs
    accepted = reload(invitation)
    assert (accepted.state, accepted.open_email) == (State.ACCEPTED, None)


def test_the_inviter_reads_of_the_acceptance_in_their_language(
    world: World, invite: Invite
) -> None:
    with unit_of_work(GLOBAL) as opened:
        opened.execute(
            update(Person).where(Person.id == world.person("coordinator").id).values(language="de")
        )
    _invitation, token = invite()
    join(token)
    mail = mails_to(world.person("coordinator").email)[-1]
    assert mail.language == "de"
    assert "Inès Martin" in text_of(mail)


def test_somebody_with_an_account_joins_with_it(world: World, invite: Invite) -> None:
    person = make_account()
    _invitation, token = invite()
    joined = service.accept(by_token(token), person.id)
    assert joined.person_id == person.id
    assert [each.person_id for each in members_named(world)] == [person.id]


def test_whoever_has_an_account_does_not_get_a_second_one(world: World, invite: Invite) -> None:
    make_account()
    _invitation, token = invite()
    with pytest.raises(AccountExists):
        join(token)
    assert members_named(world) == []


def test_a_link_works_once(world: World, invite: Invite) -> None:
    _invitation, token = invite()
    joined = join(token)
    with pytest.raises(LinkUsed):
        service.find_offer(by_token(token), "en")
    with pytest.raises(LinkUsed):
        service.accept(by_token(token), joined.person_id)
    assert len(members_named(world)) == 1


def test_looking_uses_nothing_up(world: World, invite: Invite) -> None:
    _invitation, token = invite()
    for _ in range(5):
        assert service.find_offer(by_token(token), "en").cooperation == "Here"
    join(token)


def test_a_link_expires(world: World, invite: Invite, reload: Reload) -> None:
    invitation, token = invite()
    with unit_of_work(world.here.scope) as opened:
        opened.execute(update(OneTimeLink).values(expires_at=now() - timedelta(minutes=1)))
        opened.execute(update(Invitation).values(expires_at=now() - timedelta(minutes=1)))
    with pytest.raises(LinkExpired):
        join(token)
    assert nothing_happened(world)
    assert reload(invitation).shown_state is State.EXPIRED


def test_a_withdrawn_invitation_cannot_be_accepted(
    world: World, invite: Invite, reload: Reload
) -> None:
    invitation, token = invite()
    with unit_of_work(world.here.scope):
        service.withdraw(world.actor("coordinator"), invitation.id)
    with pytest.raises(LinkWithdrawn):
        join(token)
    assert nothing_happened(world)
    assert reload(invitation).state == State.WITHDRAWN


def test_a_link_is_bound_to_the_address(world: World, invite: Invite, reload: Reload) -> None:
    invitation, token = invite()
    with pytest.raises(WrongPerson) as refused:
        service.accept(by_token(token), world.stranger.id)
    assert INVITED not in str(refused.value.message)
    with pytest.raises(WrongPerson):
        service.decline(by_token(token), "", person_id=world.stranger.id)
    assert members_named(world, world.stranger.email) == []
    assert reload(invitation).state == State.WAITING
    join(token)


@pytest.mark.parametrize("token", ["", "x", "é" * 40, "a" * 5000])
def test_what_is_no_link_is_not_known(world: World, token: str) -> None:
    with pytest.raises(InvitationUnknown):
        service.find_offer(by_token(token), "en")


def test_nobody_joins_an_archived_cooperation(world: World, invite: Invite, reload: Reload) -> None:
    invitation, token = invite()
    with unit_of_work(world.here.scope) as opened:
        opened.execute(update(Cooperation).values(archived_at=now()))
    for answer in (
        lambda: service.find_offer(by_token(token), "en"),
        lambda: join(token),
        lambda: service.decline(by_token(token), ""),
    ):
        with pytest.raises(CooperationArchived):
            answer()
    assert nothing_happened(world)
    assert reload(invitation).state == State.WAITING


def test_a_delegation_that_is_gone_takes_its_invitations_along(
    world: World, invite: Invite
) -> None:
    _invitation, token = invite()
    with unit_of_work(world.here.scope) as opened:
        own = world.actor("coordinator").delegation_id
        opened.execute(
            update(Membership)
            .where(Membership.delegation_id == own)
            .values(delegation_id=world.here.delegations[1].id)
        )
        opened.delete(opened.scalars(select(Delegation).where(Delegation.id == own)).one())
    with pytest.raises(InvitationUnknown):
        join(token)
    assert nothing_happened(world)


@pytest.mark.parametrize("whole_account", [True, False])
def test_an_invitation_of_somebody_suspended_is_on_hold(
    world: World, invite: Invite, whole_account: bool
) -> None:
    _invitation, token = invite()
    model = Person if whole_account else Membership
    coordinator = world.person("coordinator")
    mine = Person.id == coordinator.id if whole_account else Membership.person_id == coordinator.id
    with unit_of_work(world.here.scope) as opened:
        opened.execute(update(model).where(mine).values(suspended_at=now()))
    with pytest.raises(InviterSuspended):
        join(token)
    assert nothing_happened(world)
    with unit_of_work(world.here.scope) as opened:
        opened.execute(update(model).where(mine).values(suspended_at=None))
    join(token)


@pytest.mark.parametrize("is_own_will", [True, False])
def test_whoever_was_removed_lets_nobody_in_any_more(
    world: World, invite: Invite, is_own_will: bool
) -> None:
    _invitation, token = invite()
    with unit_of_work(world.here.scope) as opened:
        other = make_person(email="other@region.example.org")
        other_member = make_membership(other, world.here.delegations[0], Role.COORDINATOR)
        cooperation = opened.scalars(select(Cooperation)).one()
        colleague = as_actor(other, other_member, cooperation)
    with unit_of_work(world.here.scope):
        if is_own_will:
            cooperations.leave(world.actor("coordinator"))
        else:
            cooperations.end_membership(colleague, world.membership("coordinator").id, 1)
    if is_own_will:
        join(token)
        return
    with pytest.raises(InviterSuspended):
        join(token)
    assert nothing_happened(world)


def test_a_former_member_who_left_begins_anew_where_they_are_invited(
    world: World, invite: Invite
) -> None:
    person = make_account()
    with unit_of_work(world.here.scope) as opened:
        member = make_membership(person, world.here.delegations[1], Role.CHAIR, ended_at=now())
        make_deputy(member, world.membership("chair"))
        meeting = make_meeting(world.membership("chair"))
        opened.add(
            MeetingGuest(
                cooperation_id=world.here.id,
                meeting_id=meeting.id,
                membership_id=member.id,
                shared_by=world.membership("chair").id,
                shared_at=now(),
            )
        )
        opened.add(
            GroupMember(
                cooperation_id=world.here.id, group_id=world.group.id, membership_id=member.id
            )
        )
    _invitation, token = invite()
    service.accept(by_token(token), person.id)
    (back,) = members_named(world)
    assert (back.id, back.ended_at, back.role) == (member.id, None, Role.MEMBER)
    assert back.delegation_id == world.here.delegations[0].id
    with unit_of_work(world.here.scope, writes=False) as opened:
        for model in (GroupMember, MeetingGuest):
            wanted = select(model).where(model.membership_id == back.id)
            assert opened.scalars(wanted).all() == []
    actor = cooperations.find_actor(person.id, None, "here")
    assert (actor.role, actor.is_deputy) == (Role.MEMBER, False)


def test_of_invitations_of_two_delegations_the_first_accepted_counts(
    world: World, invite: Invite
) -> None:
    _first, one = invite()
    other = replace(
        world.actor("chair"), role=Role.COORDINATOR, delegation_id=world.here.delegations[1].id
    )
    with unit_of_work(world.here.scope):
        service.invite(other, plan(), link=link)
    two = token_of(mails_to()[-1])
    joined = join(two)
    with pytest.raises(JoinedAlready):
        service.accept(by_token(one), joined.person_id)
    (member,) = members_named(world)
    assert member.delegation_id == world.here.delegations[1].id


def test_accepting_at_the_same_moment_makes_one_membership(world: World, invite: Invite) -> None:
    _invitation, token = invite()
    person = make_account()
    start, results = Barrier(4), []

    def go() -> None:
        start.wait()
        try:
            results.append(service.accept(by_token(token), person.id).cooperation_slug)
        except DomainError as refused:
            results.append(refused.code)

    threads = [Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results.count("here") == 1
    assert set(results) <= {"here", "link_used", "joined_already", "invitation_unknown"}
    assert len(members_named(world)) == 1


def test_making_the_account_at_the_same_moment_makes_one(world: World, invite: Invite) -> None:
    _invitation, token = invite()
    start, results = Barrier(3), []

    def go() -> None:
        start.wait()
        try:
            results.append(join(token).cooperation_slug)
        except DomainError as refused:
            results.append(refused.code)

    threads = [Thread(target=go) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results.count("here") == 1
    assert len(members_named(world)) == 1


def test_a_weak_password_is_refused_and_nothing_is_used_up(world: World, invite: Invite) -> None:
    _invitation, token = invite()
    for weak in ("short", "passwordpassword"):
        newcomer = Newcomer("Inès", weak, "fr", "Europe/Paris")
        with pytest.raises(Invalid) as wrong:
            service.accept_as_newcomer(by_token(token), newcomer, DEVICE)
        assert "password" in wrong.value.fields
    assert nothing_happened(world)
    join(token)


def test_whoever_declines_says_why_and_the_inviter_reads_it(
    world: World, invite: Invite, reload: Reload
) -> None:
    invitation, token = invite(name="Inès")
    inviter = service.decline(by_token(token), "  I have changed jobs.  ")
    assert inviter == world.person("coordinator").name
    declined = reload(invitation)
    assert (declined.state, declined.reason) == (State.DECLINED, "I have changed jobs.")
    assert "I have changed jobs." in text_of(mails_to(world.person("coordinator").email)[-1])
    with pytest.raises(LinkUsed):
        join(token)
    assert nothing_happened(world)
    with unit_of_work(world.here.scope, writes=False):
        rows = activity.list_activity(
            world.actor("coordinator"), "invitation.declined", invitation.id
        )
    assert [row.person_id for row in rows] == [None]


def test_a_request_for_another_address_reaches_the_inviter_a_few_times(
    world: World, invite: Invite
) -> None:
    _invitation, token = invite()
    for _ in range(3):
        service.ask_for_other_address(by_token(token), world.stranger.id)
    with pytest.raises(TooManyAttempts):
        service.ask_for_other_address(by_token(token), world.stranger.id)
    mail = mails_to(world.person("coordinator").email)[-1]
    assert world.stranger.email in text_of(mail)
    assert service.find_offer(by_token(token), "en").cooperation == "Here"


def test_what_waits_for_an_address_is_found_and_accepted_without_the_mail(
    world: World, invite: Invite
) -> None:
    person = make_account()
    invite()
    assert service.list_waiting_for(world.stranger.email, "en") == []
    (offer,) = service.list_waiting_for(INVITED.upper(), "en")
    assert (offer.cooperation, offer.is_own) == ("Here", True)
    with pytest.raises(InvitationUnknown):
        service.accept(by_address(world.stranger.email, offer.link_id), world.stranger.id)
    service.accept(by_address(INVITED, offer.link_id), person.id)
    assert service.list_waiting_for(INVITED, "en") == []


def test_members_are_told_that_they_are(world: World, invite: Invite) -> None:
    person = make_account()
    _invitation, token = invite()
    with unit_of_work(world.here.scope):
        make_membership(person, world.here.delegations[1])
    for ask in (
        lambda: service.find_offer(by_token(token), "en"),
        lambda: service.accept(by_token(token), person.id),
    ):
        with pytest.raises(JoinedAlready):
            ask()
    assert service.list_waiting_for(INVITED, "en") == []


def test_a_new_mail_makes_the_old_link_useless(world: World, invite: Invite) -> None:
    invitation, old = invite()
    with unit_of_work(world.here.scope):
        service.resend(world.actor("coordinator"), invitation.id, link=lambda t: f"/i/{t}")
    with pytest.raises(LinkWithdrawn):
        join(old)
    join(token_of(mails_to()[-1]))
