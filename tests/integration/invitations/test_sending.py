"""Inviting somebody, sending it again, taking it back: who may, and what is in the way."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from collab.accounts.models import OneTimeLink
from collab.activity.models import Activity
from collab.activity.service import record
from collab.core.actor import Actor, Role
from collab.core.clock import now
from collab.core.db import GLOBAL, unit_of_work
from collab.core.errors import Conflict, Forbidden, Invalid, NotFound, TooManyAttempts
from collab.core.i18n import RELEASED
from collab.invitations import duties, service
from collab.invitations.models import Invitation, InvitationList, State
from collab.invitations.refusals import (
    AlreadyInvited,
    AlreadyMember,
    FormerMember,
    OwnAddress,
    TooManyInvitations,
)
from collab.invitations.service import GroupPlace, InvitationQuery, Shown, Sort, sending
from collab.invitations.service.sender import MAX_MAILS
from collab.mail.models import Mail, MailState
from tests.factories import make_membership, make_person
from tests.integration.invitations.letters import INVITED, link, mails_to, plan, text_of, token_of
from tests.world import World

Reload = Callable[[Invitation], Invitation]
Invite = Callable[..., tuple[Invitation, str]]


def count_invitations(world: World) -> int:
    with unit_of_work(world.here.scope, writes=False) as opened:
        return opened.scalar(select(func.count(Invitation.id))) or 0


def other_coordinator(world: World) -> Actor:
    return replace(
        world.actor("chair"), role=Role.COORDINATOR, delegation_id=world.here.delegations[1].id
    )


def test_the_mail_says_who_invites_into_what_and_until_when(world: World, invite: Invite) -> None:
    invite(name="Inès", language="en", note="Looking forward to it!")
    (mail,) = mails_to()
    text = text_of(mail)
    for words in ("Coordinator of here", "Here", "Inès", "Looking forward to it!", "collab"):
        assert words in text


@pytest.mark.parametrize("language", RELEASED)
@pytest.mark.parametrize("is_founding", [True, False])
def test_the_mail_can_be_written_in_each_language(
    world: World, language: str, is_founding: bool
) -> None:
    with unit_of_work(world.here.scope):
        service.invite(
            world.actor("coordinator"),
            plan(language=language, role=Role.COORDINATOR),
            link=link,
            is_founding=is_founding,
        )
    (mail,) = mails_to()
    assert mail.language == language
    assert world.here.cooperation.name in mail.subject


def test_only_the_hash_of_the_link_is_stored(world: World, invite: Invite) -> None:
    _invitation, token = invite()
    with unit_of_work(GLOBAL, writes=False) as opened:
        kept = opened.scalars(select(OneTimeLink)).one()
    assert token not in str(vars(kept))
    assert kept.email == INVITED


@pytest.mark.parametrize("name", ["chair", "secretary", "member", "guest", "outsider"])
def test_only_coordinators_invite(world: World, name: str) -> None:
    with pytest.raises(Forbidden), unit_of_work(world.here.scope):
        service.invite(world.actor(name), plan(), link=link)
    assert count_invitations(world) == 0


def test_nobody_invites_into_another_delegation(world: World) -> None:
    other = world.here.delegations[1].id
    with pytest.raises(Forbidden), unit_of_work(world.here.scope):
        service.invite(world.actor("coordinator"), plan(delegation_id=other), link=link)
    elsewhere = world.elsewhere.delegations[0].id
    with pytest.raises(NotFound), unit_of_work(world.here.scope):
        service.invite(
            world.actor("coordinator"), plan(delegation_id=elsewhere), link=link, is_founding=True
        )
    assert count_invitations(world) == 0


def test_deputies_invite_members_and_no_coordinators(world: World) -> None:
    deputy = replace(world.actor("coordinator"), is_deputy=True)
    with pytest.raises(Forbidden), unit_of_work(world.here.scope):
        service.invite(deputy, plan(role=Role.COORDINATOR), link=link)
    with unit_of_work(world.here.scope):
        service.invite(deputy, plan(), link=link)
    assert count_invitations(world) == 1


def test_deputies_neither_resend_nor_withdraw_what_makes_a_coordinator(
    world: World, invite: Invite
) -> None:
    invitation, _token = invite(role=Role.COORDINATOR)
    deputy = replace(world.actor("coordinator"), is_deputy=True)
    for verb in (lambda: service.withdraw(deputy, invitation.id),):
        with pytest.raises(Forbidden), unit_of_work(world.here.scope):
            verb()
    with pytest.raises(Forbidden), unit_of_work(world.here.scope):
        service.resend(deputy, invitation.id, link=link)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": "a@b@c.org"}, "email"),
        ({"email": ""}, "email"),
        ({"email": f"{'a' * 250}@example.org"}, "email"),
        ({"name": "x" * 121}, "name"),
        ({"note": "x" * 2001}, "note"),
        ({"language": "xx"}, "language"),
    ],
)
def test_what_is_wrong_is_named(world: World, changes: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as wrong, unit_of_work(world.here.scope):
        service.invite(world.actor("coordinator"), plan(**changes), link=link)
    assert set(wrong.value.fields) == {field}
    assert count_invitations(world) == 0


def test_groups_of_elsewhere_and_roles_that_groups_do_not_give_are_refused(world: World) -> None:
    foreign = GroupPlace(world.elsewhere.groups["research"].id)
    coordinator = GroupPlace(world.group.id, Role.COORDINATOR)
    twice = GroupPlace(world.group.id)
    for places in ((foreign,), (coordinator,), (twice, twice)):
        with pytest.raises(Invalid) as wrong, unit_of_work(world.here.scope):
            service.invite(world.actor("coordinator"), plan(groups=places), link=link)
        assert set(wrong.value.fields) == {"groups"}


def test_members_are_not_invited(world: World) -> None:
    for name, error in (("member", AlreadyMember), ("coordinator", OwnAddress)):
        email = world.person(name).email.upper()
        with pytest.raises(error), unit_of_work(world.here.scope):
            service.invite(world.actor("coordinator"), plan(email=email), link=link)
    assert count_invitations(world) == 0


def test_who_was_ended_is_taken_back_and_who_left_is_invited(world: World) -> None:
    with unit_of_work(world.here.scope):
        ended = make_membership(
            make_person(email=INVITED), world.here.delegations[0], ended_at=now()
        )
    with pytest.raises(FormerMember) as found, unit_of_work(world.here.scope):
        service.invite(world.actor("coordinator"), plan(), link=link)
    assert found.value.subject == ended.id
    with unit_of_work(world.here.scope):
        record(world.actor("member"), "membership.left", ended.id)
    with unit_of_work(world.here.scope):
        service.invite(world.actor("coordinator"), plan(), link=link)
    assert count_invitations(world) == 1


def test_who_was_in_another_delegation_is_simply_invited(world: World) -> None:
    with unit_of_work(world.here.scope):
        make_membership(make_person(email=INVITED), world.here.delegations[1], ended_at=now())
        service.invite(world.actor("coordinator"), plan(), link=link)
    assert count_invitations(world) == 1


def test_one_invitation_of_a_delegation_waits_at_a_time(world: World, invite: Invite) -> None:
    invitation, _token = invite()
    with pytest.raises(AlreadyInvited) as found, unit_of_work(world.here.scope):
        service.invite(world.actor("coordinator"), plan(email=INVITED.title()), link=link)
    assert found.value.subject == invitation.id
    with unit_of_work(world.here.scope):
        service.invite(other_coordinator(world), plan(), link=link)
    assert count_invitations(world) == 2


def test_what_has_expired_is_in_nobodys_way(world: World, invite: Invite, reload: Reload) -> None:
    old, _token = invite()
    with unit_of_work(world.here.scope) as opened:
        opened.execute(update(Invitation).values(expires_at=now() - timedelta(hours=1)))
    new, _token = invite()
    assert (reload(old).state, reload(new).state) == (State.EXPIRED, State.WAITING)


def test_withdrawing_is_undone_by_sending_again(
    world: World, invite: Invite, reload: Reload
) -> None:
    invitation, _token = invite()
    with unit_of_work(world.here.scope):
        service.withdraw(world.actor("coordinator"), invitation.id)
    assert mails_to() == []  # it had not left yet
    with pytest.raises(Conflict), unit_of_work(world.here.scope):
        service.withdraw(world.actor("coordinator"), invitation.id)
    with unit_of_work(world.here.scope):
        service.resend(world.actor("coordinator"), invitation.id, link=link)
    assert reload(invitation).state == State.WAITING
    with unit_of_work(world.here.scope, writes=False) as opened:
        verbs = opened.scalars(select(Activity.verb).order_by(Activity.number)).all()
    assert verbs == ["invitation.sent", "invitation.withdrawn", "invitation.resent"]


def test_an_accepted_invitation_is_neither_sent_again_nor_withdrawn(
    world: World, invite: Invite
) -> None:
    invitation, token = invite()
    with unit_of_work(GLOBAL):
        person = make_person(email=INVITED)
    service.accept(service.by_token(token), person.id)
    for verb in (
        lambda actor: service.resend(actor, invitation.id, link=link),
        lambda actor: service.withdraw(actor, invitation.id),
    ):
        with pytest.raises(Conflict), unit_of_work(world.here.scope):
            verb(world.actor("coordinator"))


def test_other_delegations_neither_see_nor_change_an_invitation(
    world: World, invite: Invite, reload: Reload
) -> None:
    invitation, _token = invite()
    other = other_coordinator(world)
    for verb in (
        lambda: service.find_invitation(other, invitation.id),
        lambda: service.withdraw(other, invitation.id),
        lambda: service.resend(other, invitation.id, link=link),
    ):
        with pytest.raises(NotFound), unit_of_work(world.here.scope):
            verb()
    with unit_of_work(world.here.scope, writes=False):
        page = service.list_invitations(other)
    assert (page.rows, page.total, page.elsewhere) == ([], 0, 1)
    assert sum(page.counts.values()) == 0
    assert reload(invitation).state == State.WAITING


def test_the_hour_has_a_limit(
    world: World, invite: Invite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PER_HOUR", 2)
    invite(email="one@example.org")
    invite(email="two@example.org")
    with pytest.raises(TooManyInvitations) as refused:
        invite(email="three@example.org")
    assert "2" in str(refused.value.message)
    assert count_invitations(world) == 2


def test_the_list_is_searched_sorted_filtered_and_paged(world: World, invite: Invite) -> None:
    for number in range(27):
        invite(email=f"person{number:02}@example.org", name=f"Élodie {26 - number:02}")
    actor = world.actor("coordinator")
    with unit_of_work(world.here.scope, writes=False):
        first = service.list_invitations(actor, InvitationQuery(sort=Sort.NAME))
        last = service.list_invitations(actor, InvitationQuery(sort=Sort.NAME, page=99))
        found = service.list_invitations(actor, InvitationQuery(text="elodie PERSON07"))
    assert (first.total, first.pages, len(first.rows)) == (27, 2, 25)
    assert first.rows[0].invitation.name == "Élodie 00"
    assert (last.page, len(last.rows)) == (2, 2)
    assert [row.invitation.email for row in found.rows] == ["person07@example.org"]


def test_each_state_can_be_listed(world: World, invite: Invite) -> None:
    made = {shown: invite(email=f"{shown}@example.org") for shown in Shown}
    actor = world.actor("coordinator")
    with unit_of_work(world.here.scope) as opened:
        service.withdraw(actor, made[Shown.WITHDRAWN][0].id)
        opened.execute(
            update(Invitation)
            .where(Invitation.id == made[Shown.EXPIRED][0].id)
            .values(expires_at=now() - timedelta(minutes=1))
        )
        opened.execute(
            update(Mail)
            .where(Mail.id == made[Shown.BOUNCED][0].mail_id)
            .values(state=MailState.FAILED, reply="550 5.1.1 No such user")
        )
        make_person(email="accepted@example.org")
    service.decline(service.by_token(made[Shown.DECLINED][1]), "")
    with unit_of_work(GLOBAL, writes=False):
        person = service.offers.find_by_email("accepted@example.org")
    service.accept(service.by_token(made[Shown.ACCEPTED][1]), person.id)
    for shown in Shown:
        with unit_of_work(world.here.scope, writes=False):
            page = service.list_invitations(actor, InvitationQuery(shown=shown))
        emails = {row.invitation.email for row in page.rows}
        expected = {f"{shown}@example.org"}
        if shown is Shown.WAITING:  # it waits, though its mail did not arrive
            expected.add("bounced@example.org")
        assert emails == expected, shown
        assert page.counts[shown] == len(expected)
        if shown is Shown.BOUNCED:
            assert page.rows[0].is_bounced
            assert page.rows[0].delivery.reply == "550 5.1.1 No such user"


def test_what_has_expired_is_written_down(world: World, invite: Invite, reload: Reload) -> None:
    invitation, _token = invite()
    waiting, _token = invite(email="other@example.org")
    past = now() - timedelta(minutes=1)
    with unit_of_work(world.here.scope) as opened:
        one = Invitation.id == invitation.id
        opened.execute(update(Invitation).where(one).values(expires_at=past))
        opened.execute(
            update(OneTimeLink)
            .where(OneTimeLink.subject_id == invitation.id)
            .values(expires_at=past)
        )
    duties.note_expired()
    duties.note_expired()
    assert (reload(invitation).state, reload(invitation).open_email) == (State.EXPIRED, None)
    assert reload(waiting).state == State.WAITING


def test_lists_that_nobody_sent_are_forgotten(world: World) -> None:
    with unit_of_work(world.here.scope) as opened:
        for minutes in (-1, 60):
            opened.add(
                InvitationList(
                    cooperation_id=world.here.id,
                    delegation_id=world.here.delegations[0].id,
                    created_by=world.person("coordinator").id,
                    created_at=now(),
                    expires_at=now() + timedelta(minutes=minutes),
                    defaults={},
                    lines=[],
                )
            )
    duties.forget_lists()
    with unit_of_work(world.here.scope, writes=False) as opened:
        assert len(opened.scalars(select(InvitationList)).all()) == 1


def test_a_token_is_in_the_address_of_the_button(world: World, invite: Invite) -> None:
    _invitation, token = invite()
    (mail,) = mails_to()
    assert token_of(mail) == token
    assert len(token) >= 40


def test_nobody_gets_one_invitation_after_the_other(world: World, invite: Invite) -> None:
    invitation, _token = invite()
    with pytest.raises(TooManyAttempts):
        for _time in range(MAX_MAILS):
            with unit_of_work(world.here.scope):
                service.withdraw(world.actor("coordinator"), invitation.id)
            with unit_of_work(world.here.scope):
                service.resend(world.actor("coordinator"), invitation.id, link=link)
    invite(email="somebody.else@region.example.org")
