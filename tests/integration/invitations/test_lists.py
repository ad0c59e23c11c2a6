"""Inviting many: looked at, corrected, sent as a whole and once."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from collab.accounts.models import OneTimeLink
from collab.activity.models import Activity
from collab.core.actor import Role
from collab.core.clock import now
from collab.core.db import unit_of_work
from collab.core.errors import Forbidden, NotFound
from collab.invitations import service
from collab.invitations.lists.checking import Defaults
from collab.invitations.models import Invitation, InvitationGroup, InvitationList
from collab.invitations.plans import GroupPlace
from collab.invitations.refusals import ListNotClean, NobodyLeft, TooManyInvitations
from collab.invitations.service import Newcomer, bulk, by_token
from collab.mail.models import Mail
from tests.integration.invitations.letters import link, mails_to, token_of
from tests.world import World

DEFAULTS = Defaults(Role.MEMBER, "fr", note="Bienvenue")
Invite = Callable[..., tuple[Invitation, str]]


def prepare(
    world: World, text: str, defaults: Defaults = DEFAULTS, by: str = "coordinator"
) -> UUID:
    with unit_of_work(world.here.scope):
        return service.prepare_list(world.actor(by), text, defaults)


def preview(world: World, list_id: UUID, page: int = 1) -> service.Preview:
    with unit_of_work(world.here.scope, writes=False):
        return service.preview_list(world.actor("coordinator"), list_id, page)


def send(world: World, list_id: UUID, *, leave_out: bool = False) -> service.Sent:
    with unit_of_work(world.here.scope):
        return service.send_list(
            world.actor("coordinator"), list_id, leave_out=leave_out, link=link
        )


def rows(world: World, model: Any) -> int:
    with unit_of_work(world.here.scope, writes=False) as opened:
        return opened.scalar(select(func.count(model.id))) or 0


def sent_nothing(world: World) -> bool:
    return all(rows(world, model) == 0 for model in (Invitation, Mail, OneTimeLink))


def test_everybody_in_a_clean_list_is_invited_as_their_line_says(world: World) -> None:
    text = (
        "Name;E-Mail;Rolle;Gruppen;Sprache\n"
        "Ana;ana@x.org;Gast;Research (chair)|Culture;de\n"
        "Ben;ben@x.org;;;\n"
    )
    list_id = prepare(world, text, Defaults(Role.SECRETARY, "it", (GroupPlace(world.group.id),)))
    assert (preview(world, list_id).wrong, preview(world, list_id).total) == (0, 2)
    assert send(world, list_id) == service.Sent(2, 0)
    with unit_of_work(world.here.scope, writes=False) as opened:
        found = {each.email: each for each in opened.scalars(select(Invitation))}
        places = {
            (each.invitation_id, each.group_id): each.role
            for each in opened.scalars(select(InvitationGroup))
        }
        verbs = opened.scalars(select(Activity.verb)).all()
    ana, ben = found["ana@x.org"], found["ben@x.org"]
    assert (ana.role, ana.language, ana.name) == (Role.GUEST, "de", "Ana")
    assert (ben.role, ben.language) == (Role.SECRETARY, "it")
    assert places == {
        (ana.id, world.group.id): Role.CHAIR,
        (ana.id, world.here.groups["culture"].id): Role.MEMBER,
        (ben.id, world.group.id): Role.MEMBER,
    }
    assert verbs == ["invitation.list_sent"]
    newcomer = Newcomer("Ben", "correct-horse-battery", "it", "Europe/Rome")
    token = token_of(mails_to("ben@x.org")[0])
    device = service.answering.Device("127.0.0.1", "Tests")
    joined, _signed_in = service.accept_as_newcomer(by_token(token), newcomer, device)
    assert joined.cooperation_slug == "here"


def test_nothing_is_sent_until_the_list_is_clean(world: World) -> None:
    list_id = prepare(world, "ana@x.org\nnobody\nana@x.org\nben@x.org")
    found = preview(world, list_id)
    assert [bool(each.problems) for each in found.lines] == [True, True, False, False]
    with pytest.raises(ListNotClean) as refused:
        send(world, list_id)
    assert "2" in str(refused.value.message)
    assert sent_nothing(world)


def test_lines_with_problems_are_left_out_on_purpose(world: World) -> None:
    list_id = prepare(world, "ana@x.org\nnobody\nben@x.org")
    assert send(world, list_id, leave_out=True) == service.Sent(2, 1)
    assert rows(world, Invitation) == 2


def test_a_list_of_nothing_but_problems_is_not_sent(world: World) -> None:
    list_id = prepare(world, "nobody\nnothing")
    with pytest.raises(NobodyLeft):
        send(world, list_id, leave_out=True)
    assert sent_nothing(world)


def test_lines_are_corrected_or_emptied(world: World) -> None:
    list_id = prepare(world, "email,role\nnobody,boss\nana@x.org,member,more\nnothing,")
    with unit_of_work(world.here.scope):
        service.correct_list(
            world.actor("coordinator"),
            list_id,
            {
                0: {"email": "ben@x.org", "role": "chair"},
                1: {"surplus": ""},
                2: {"email": ""},
                99: {"email": "far@x.org"},
                -1: {"email": "far@x.org"},
            },
        )
    assert (preview(world, list_id).total, preview(world, list_id).wrong) == (2, 0)
    assert send(world, list_id).invited == 2


def test_a_list_is_sent_once_however_often_the_button_is_pressed(world: World) -> None:
    list_id = prepare(world, "ana@x.org\nben@x.org")
    assert send(world, list_id).invited == 2
    again = send(world, list_id)
    assert (again.invited, again.was_sent) == (0, True)
    assert (rows(world, Invitation), rows(world, Mail), rows(world, OneTimeLink)) == (2, 2, 2)


def test_members_and_invited_people_are_named_before_anything_is_sent(
    world: World, invite: Invite
) -> None:
    invite(email="ana@x.org")
    text = (
        f"ana@x.org\n{world.person('member').email}\n{world.person('coordinator').email}\nb@x.org"
    )
    found = preview(world, prepare(world, text))
    assert (found.wrong, found.total) == (3, 4)
    assert all(set(each.problems) == {"email"} for each in found.lines[:3])


def test_who_joined_between_preview_and_sending_is_named_then(world: World, invite: Invite) -> None:
    list_id = prepare(world, "ana@x.org\nben@x.org")
    assert preview(world, list_id).wrong == 0
    invite(email="ana@x.org")
    with pytest.raises(ListNotClean):
        send(world, list_id)
    assert rows(world, Invitation) == 1
    assert send(world, list_id, leave_out=True) == service.Sent(1, 1)


def test_what_has_expired_makes_way(world: World, invite: Invite) -> None:
    invite(email="ana@x.org")
    with unit_of_work(world.here.scope) as opened:
        opened.execute(update(Invitation).values(expires_at=now() - timedelta(hours=1)))
    assert send(world, prepare(world, "ana@x.org")).invited == 1


def test_a_list_belongs_to_whoever_made_it_and_is_forgotten(world: World) -> None:
    list_id = prepare(world, "ana@x.org")
    with pytest.raises(Forbidden), unit_of_work(world.here.scope):
        service.preview_list(world.actor("member"), list_id)
    with pytest.raises(NotFound), unit_of_work(world.elsewhere.scope):
        actor = world.elsewhere.people["coordinator"].actor
        service.preview_list(actor, list_id)
    with unit_of_work(world.here.scope) as opened:
        opened.execute(update(InvitationList).values(expires_at=now() - timedelta(minutes=1)))
    with pytest.raises(NotFound):
        send(world, list_id)


def test_only_the_last_five_lists_are_kept(world: World) -> None:
    ids = [prepare(world, f"person{number}@x.org") for number in range(7)]
    assert rows(world, InvitationList) == 5
    with pytest.raises(NotFound):
        preview(world, ids[0])
    with unit_of_work(world.here.scope):
        service.discard_list(world.actor("coordinator"), ids[-1])
    assert rows(world, InvitationList) == 4


@pytest.mark.parametrize("name", ["chair", "secretary", "member", "guest"])
def test_only_coordinators_make_lists(world: World, name: str) -> None:
    with pytest.raises(Forbidden):
        prepare(world, "ana@x.org", by=name)
    assert rows(world, InvitationList) == 0


def test_the_day_has_a_limit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PER_DAY", 2)
    send(world, prepare(world, "ana@x.org\nben@x.org"))
    list_id = prepare(world, "cleo@x.org")
    with pytest.raises(TooManyInvitations):
        send(world, list_id)
    assert rows(world, Invitation) == 2
    assert preview(world, list_id).total == 1  # nothing is lost


@pytest.mark.slow
def test_five_thousand_people_are_invited_in_one_go(world: World) -> None:
    good = [f"person{number}@region.example.org;Person {number};Research" for number in range(4995)]
    bad = [f"nobody {number};;" for number in range(5)]
    list_id = prepare(world, "\n".join(["email;name;groups", *good, *bad]))
    first = preview(world, list_id)
    assert (first.total, first.wrong, first.pages) == (5000, 5, 100)
    assert sum(bool(each.problems) for each in first.lines) == 5
    assert first.lines[0].problems
    assert not preview(world, list_id, page=100).lines[-1].problems
    started = time.process_time()
    assert send(world, list_id, leave_out=True) == service.Sent(4995, 5)
    assert time.process_time() - started < 15  # two to three seconds on an idle machine
    assert (rows(world, Invitation), rows(world, Mail), rows(world, OneTimeLink)) == (4995,) * 3
    assert rows(world, InvitationGroup) == 4995
