"""My work: what is ahead of a person, over all their cooperations."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from collab.accounts.models import Person
from collab.boards.models import Task
from collab.cooperations.models import Cooperation, Membership, PresidencyTerm
from collab.core.actor import Role
from collab.core.clock import now
from collab.core.db import GLOBAL, Scope, new_id, session, unit_of_work
from collab.invitations import service as invitations
from collab.invitations.service import InvitationPlan
from collab.meetings import service as meetings
from collab.minutes import service as minutes
from collab.minutes.models import Minutes
from collab.start.work import gather_work
from tests.factories import (
    make_cooperation,
    make_delegation,
    make_group,
    make_meeting,
    make_membership,
    make_person,
)
from tests.planning import plan_meeting
from tests.world import World


def write(world: World, meeting_id: UUID, *content: dict) -> None:
    with unit_of_work(world.here.scope):
        wanted = select(Minutes.document_id).where(Minutes.meeting_id == meeting_id)
        document_id = session().scalars(wanted).one()
        minutes.keep_outcomes(document_id, {"type": "doc", "content": list(content)})


def action(words: str, member: Membership, days: int | None = None) -> dict[str, Any]:
    due = None if days is None else (now() + timedelta(days=days)).date().isoformat()
    return {
        "type": "actionItem",
        "attrs": {"id": str(uuid4()), "assignee": str(member.id), "due": due},
        "content": [{"type": "text", "text": words}],
    }


def mention(member: Membership, words: str) -> dict[str, Any]:
    named = {"type": "mention", "attrs": {"id": str(member.id), "label": "Me"}}
    content = [{"type": "text", "text": words}, named]
    return {"type": "paragraph", "attrs": {"id": str(uuid4())}, "content": content}


def join(person: Person, number: int, *, days: float | None = None, **changes: Any) -> Scope:
    """One more cooperation with this person as a member, with a meeting in so many days."""
    scope = Scope(cooperation_id=new_id())
    with unit_of_work(scope):
        make_cooperation(scope.cooperation_id, name=f"Alliance {number:02}", **changes)
        member = make_membership(person, make_delegation())
        if days is not None:
            starts_at = now() + timedelta(days=days)
            times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)}
            make_meeting(member, make_group(member), title=f"Talk {number}", **times)
    return scope


@pytest.fixture
def newcomer(app) -> Person:
    with unit_of_work(GLOBAL):
        return make_person(name="Nora", email="nora@collab.example")


def task_numbers(world: World) -> dict[str, int]:
    with unit_of_work(world.here.scope, writes=False):
        return {task.title: task.number for task in session().scalars(select(Task))}


def test_whoever_belongs_nowhere_is_told_what_to_do(sign_in, newcomer) -> None:
    page = sign_in(newcomer).get("/").text
    assert "You are not a member of a cooperation yet." in page
    assert "invite you to nora@collab.example" in page
    assert "Propose a cooperation" not in page


def test_whoever_may_found_is_led_there(sign_in, app) -> None:
    with unit_of_work(GLOBAL):
        founder = make_person(may_found=True)
    page = sign_in(founder).get("/").text
    assert "Propose one to your partners" in page


def test_my_actions_come_overdue_first_with_their_place(sign_in, world: World) -> None:
    member = world.membership("member")
    meeting_id = plan_meeting(world.actor("chair"), world.group, title="Autumn meeting")
    write(
        world,
        meeting_id,
        action("Some day", member),
        action("Write to Lyon", member, days=-2),
        action("Book the room", member, days=5),
        action("Not mine", world.membership("chair"), days=-9),
    )
    page = sign_in(world.person("member")).get("/").text
    places = [page.index(words) for words in ("Write to Lyon", "Book the room", "Some day")]
    assert places == sorted(places)
    assert "Not mine" not in page
    number = task_numbers(world)["Write to Lyon"]
    assert f'href="{world.here.url(f"/tasks/{number}")}"' in page
    assert "Overdue" in page
    assert "1 overdue" in page


def test_more_actions_are_a_click_away(sign_in, world: World) -> None:
    member = world.membership("member")
    meeting_id = plan_meeting(world.actor("chair"), world.group)
    write(world, meeting_id, *(action(f"Task {n:02}", member, days=n) for n in range(1, 13)))
    client = sign_in(world.person("member"))
    page = client.get("/").text
    assert "Task 08" in page
    assert "Task 09" not in page
    assert "All my tasks (12)" in page
    assert "Task 12" in client.get("/?tasks=all").text


def test_mentions_lead_to_their_place(sign_in, world: World) -> None:
    member = world.membership("member")
    meeting_id = plan_meeting(world.actor("chair"), world.group)
    write(world, meeting_id, mention(world.membership("chair"), "x"), mention(member, "Ask "))
    page = sign_in(world.person("member")).get("/").text
    assert "Ask @Me" in page
    assert f'href="{world.here.url(f"/meetings/{meeting_id}/minutes")}#mention-2"' in page
    read = sign_in(world.person("member")).get(world.here.url(f"/meetings/{meeting_id}/minutes"))
    assert read.status_code == 200


def test_what_i_may_no_longer_see_is_gone(sign_in, world: World) -> None:
    guest = world.membership("guest")
    meeting_id = plan_meeting(world.actor("chair"), world.group)
    write(world, meeting_id, action("For the guest", guest), mention(guest, "Dear "))
    client = sign_in(world.person("guest"))
    assert "For the guest" in client.get("/").text
    chair = sign_in(world.person("chair"))
    chair.post(world.here.url(f"/groups/research/members/{guest.id}/removal"))
    page = client.get("/").text
    assert "For the guest" not in page
    assert "Dear" not in page


def test_cooperations_show_their_next_meeting(sign_in, newcomer) -> None:
    join(newcomer, 1)
    join(newcomer, 2, days=9)
    join(newcomer, 3, days=2)
    page = sign_in(newcomer).get("/").text
    names = [page.rindex(f"Alliance {number:02}</a>") for number in (3, 2, 1)]
    assert names == sorted(names)  # where something happens soon comes first
    assert "Talk 3" in page


def test_suspended_archived_and_guarded_cooperations_stay_listed(sign_in, newcomer) -> None:
    archived = join(newcomer, 1, days=1, archived_at=now())
    guarded = join(newcomer, 2, days=1, requires_two_factor=True)
    suspended = join(newcomer, 3, days=1)
    with unit_of_work(suspended):
        session().scalars(select(Membership)).one().suspended_at = now()
    page = sign_in(newcomer).get("/").text
    for number in (1, 2, 3):
        assert f"Alliance {number:02}" in page
        assert f"Talk {number}" not in page
    assert "Opens once you have a second factor" in page
    assert archived != guarded


def test_a_deletion_waits_for_coordinators_to_stop_it(sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        row = session().scalars(select(Cooperation)).one()
        row.deletion_requested_at = now()
    page = sign_in(world.person("coordinator")).get("/").text
    assert "Waiting for you" in page
    assert "unless a coordinator stops it" in page
    assert "Waiting for you" not in sign_in(world.person("chair")).get("/").text


def test_thirty_cooperations_cost_the_same_each(sign_in, newcomer, count_queries) -> None:
    client = sign_in(newcomer)
    counts = {}
    for number in range(1, 31):
        join(newcomer, number, days=number)
        if number in (1, 2, 30):
            with count_queries() as queries:
                page = client.get("/").text
            counts[number] = len(queries)
    each = counts[2] - counts[1]
    assert each <= 12
    assert counts[30] <= counts[1] + 29 * each
    assert page.count("Alliance") >= 12
    assert "All my cooperations" in page


def test_of_very_many_cooperations_the_first_are_looked_into(newcomer, monkeypatch) -> None:
    monkeypatch.setattr("collab.start.work.MOST", 2)
    for number in range(3):
        join(newcomer, number, days=1)
    work = gather_work(newcomer.id, newcomer.email, "en")
    assert work.has_more
    assert [at.what.meeting.title for at in work.meetings] == ["Talk 0", "Talk 1"]


def test_meetings_shared_with_a_guest_are_ahead_of_them(world: World, newcomer) -> None:
    with unit_of_work(world.here.scope):
        guest = make_membership(newcomer, world.here.delegations[0], Role.GUEST)
    meeting_id = plan_meeting(world.actor("chair"), world.group, title="Shared one")
    assert gather_work(newcomer.id, newcomer.email, "en").meetings == []
    with unit_of_work(world.here.scope):
        meetings.share_meeting(world.actor("chair"), meeting_id, guest.id)
    found = gather_work(newcomer.id, newcomer.email, "en").meetings
    assert [at.what.meeting.title for at in found] == ["Shared one"]


def test_an_invitation_waits_for_an_answer(sign_in, world: World, newcomer) -> None:
    plan = InvitationPlan(newcomer.email, Role.MEMBER, "en")
    with unit_of_work(world.here.scope):
        invitations.invite(world.actor("coordinator"), plan, link=lambda token: f"/i/{token}")
    client = sign_in(newcomer)
    page = client.get("/").text
    assert "Coordinator of here invites you to" in page
    assert 'href="/account/invitations"' in page
    assert client.get("/account/invitations").status_code == 200
    assert "Waiting for you" not in sign_in(world.person("member")).get("/").text


def test_a_presidency_that_ends_waits_to_be_handed_over(sign_in, world: World) -> None:
    today = now().date()
    with unit_of_work(world.here.scope) as opened:
        opened.add(
            PresidencyTerm(
                delegation_id=world.here.delegations[0].id,
                starts_on=today - timedelta(days=300),
                ends_on=today + timedelta(days=3),
                taken_over_at=now(),
            )
        )
    page = sign_in(world.person("coordinator")).get("/").text
    assert "The presidency of your delegation over" in page
    assert "Hand over" in page
    assert "Waiting for you" not in sign_in(world.person("secretary")).get("/").text
