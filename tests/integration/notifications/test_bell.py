"""The bell and its page: my own, of what I may still see, in all my cooperations."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, update

from collab.accounts.models import Person
from collab.boards.models import Task
from collab.boards.owners import person
from collab.boards.service.tasks import TaskPlan, create_task
from collab.cooperations.models import Cooperation, Membership
from collab.core.actor import Role
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.groups.models import GroupMember
from collab.notifications import sockets as bell
from collab.notifications.models import Kind
from tests.boards import make_board, make_task
from tests.factories import make_meeting, make_membership
from tests.notices import list_rows, make_notification
from tests.world import Place, World

SignIn = Callable[[Person], FlaskClient]


def put(place: Place, name: str = "member", title: str = "Book the room", **changes: Any) -> Task:
    with unit_of_work(place.scope):
        task = make_task(make_board(place.groups["research"]), title=title)
        make_notification(
            place.people[name].membership, task_id=task.id, kind=Kind.ASSIGNED, **changes
        )
    return task


def count(client: FlaskClient) -> int:
    answer = client.get("/notifications/count").get_json()
    assert isinstance(answer["count"], int)
    return int(answer["count"])


def read(client: FlaskClient) -> str:
    answer = client.get("/notifications")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_page_gathers_over_all_my_cooperations(world: World, sign_in: SignIn) -> None:
    member = world.person("member")
    with unit_of_work(world.elsewhere.scope):
        there = make_membership(member, world.elsewhere.delegations[0], Role.MEMBER)
        task = make_task(make_board(), title="Print the posters")
        make_notification(there, task_id=task.id, kind=Kind.OVERDUE)
    mine = put(world.here, by_id=world.membership("chair").id)
    put(world.here, "secretary", title="Not mine")
    client = sign_in(member)
    page = read(client)
    assert "Print the posters" in page
    assert f"/c/elsewhere/tasks/{task.number}" in page
    assert "Book the room" in page
    assert f"/c/here/tasks/{mine.number}" in page
    assert "Chair of here gave you this task." in page
    assert "Not mine" not in page
    answer = client.get("/notifications/count").get_json()
    assert answer == {"count": 2, "words": "2 new notifications"}


def test_reading_one_takes_it_off_the_bell(world: World, sign_in: SignIn) -> None:
    put(world.here)
    put(world.here, title="Another")
    client = sign_in(world.person("member"))
    first = list_rows(world)[0]
    url = world.here.url(f"/notifications/{first.id}/read")
    assert client.post(url, headers={"X-Fragment": "1"}).status_code == 204
    assert count(client) == 1
    assert "Book the room" in read(client)
    assert client.post("/notifications/read").status_code == 302
    assert client.get("/notifications/count").get_json() == {"count": 0, "words": ""}
    assert "Mark as read" not in read(client)


def test_nobody_marks_what_somebody_else_was_told(world: World, sign_in: SignIn) -> None:
    put(world.here)
    (row,) = list_rows(world)
    for name in ("coordinator", "chair", "guest"):
        client = sign_in(world.person(name))
        assert client.post(world.here.url(f"/notifications/{row.id}/read")).status_code == 404
        client.post("/notifications/read")
    stranger = sign_in(world.stranger)
    assert stranger.post(world.elsewhere.url(f"/notifications/{row.id}/read")).status_code == 404
    assert [row.read_at for row in list_rows(world)] == [None]


def test_what_a_guest_may_no_longer_see_is_gone(world: World, sign_in: SignIn) -> None:
    put(world.here, "guest")
    with unit_of_work(world.here.scope):
        meeting = make_meeting(world.membership("chair"), world.group, title="Autumn meeting")
        make_notification(world.membership("guest"), meeting_id=meeting.id)
    client = sign_in(world.person("guest"))
    assert count(client) == 2
    assert "Autumn meeting" in read(client)
    with unit_of_work(world.here.scope):
        session().execute(
            delete(GroupMember).where(GroupMember.membership_id == world.membership("guest").id)
        )
    assert count(client) == 0
    page = read(client)
    assert "Autumn meeting" not in page
    assert "Book the room" not in page


@pytest.mark.parametrize("state", ["suspended_at", "ended_at"])
def test_who_is_kept_out_sees_nothing_from_there(world: World, sign_in: SignIn, state: str) -> None:
    put(world.here)
    client = sign_in(world.person("member"))
    with unit_of_work(world.here.scope):
        session().execute(update(Membership).values({state: now()}))
    assert count(client) == 0
    assert "Book the room" not in read(client)


def test_archived_cooperations_are_quiet(world: World, sign_in: SignIn) -> None:
    put(world.here)
    client = sign_in(world.person("member"))
    with unit_of_work(world.here.scope):
        session().execute(update(Cooperation).values(archived_at=now()))
    assert count(client) == 0


def test_what_a_title_holds_is_text(world: World, sign_in: SignIn) -> None:
    put(world.here, title="<script>alert(1)</script>")
    page = read(sign_in(world.person("member")))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_with_nothing_new_the_page_says_so(world: World, sign_in: SignIn) -> None:
    page = read(sign_in(world.person("member")))
    assert "Nothing yet." in page
    assert "Mark all as read" not in page


def test_only_people_to_whom_something_is_new_are_rung_after_the_commit(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[Any] = []
    monkeypatch.setattr(
        "collab.notifications.service.ringing._ringers", [lambda people: rung.append(set(people))]
    )
    owners = tuple(person(world.membership(name).id) for name in ("member", "chair"))
    with unit_of_work(world.here.scope):
        create_task(world.actor("chair"), make_board().id, TaskPlan("Plan", owners=owners))
        assert rung == []
    assert rung == [{world.person("member").id}]


def test_ringing_asks_nothing_while_nobody_has_a_page_open(
    world: World, count_queries: Callable[[], Any]
) -> None:
    with count_queries() as queries:
        bell.ring({world.person("member").id})
    assert len(queries) == 0
