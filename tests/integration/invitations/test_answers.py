"""Accepting and declining, and everything that may have happened in between."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from collab.activity.models import Activity
from collab.cooperations.models import Membership
from collab.core.actor import Role
from collab.core.db import GLOBAL, unit_of_work
from collab.groups.models import GroupMember
from collab.invitations import service
from collab.invitations.models import Invitation, State
from collab.invitations.service import GroupPlace, Newcomer, by_token
from tests.factories import make_person
from tests.integration.invitations.letters import INVITED, mails_to, text_of
from tests.world import World

NEWCOMER = Newcomer("Inès Martin", "correct-horse-battery", "fr", "Europe/Paris")
Reload = Callable[[Invitation], Invitation]
Invite = Callable[..., tuple[Invitation, str]]


def test_a_newcomer_gets_an_account_a_membership_and_their_groups(
    world: World, invite: Invite, reload: Reload
) -> None:
    invitation, token = invite(groups=(GroupPlace(world.group.id, Role.SECRETARY),))
    joined = service.accept_as_newcomer(by_token(token), NEWCOMER)
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
    assert reload(invitation).state == State.ACCEPTED
