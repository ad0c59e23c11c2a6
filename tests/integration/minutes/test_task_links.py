"""How minutes lead to tasks, what tasks come from, and actions that are older than tasks."""

from collections.abc import Callable
from uuid import uuid4

from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from collab.accounts.models import Person
from collab.boards import origins
from collab.boards import service as boards
from collab.boards.models import BoardColumn, Task
from collab.boards.service.moving import Place, close_task, move_task
from collab.boards.service.tasks import archive_task
from collab.cooperations.models import Cooperation
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.meetings import service as meetings
from collab.minutes import service as minutes
from collab.minutes.duties import begin_owed_tasks
from collab.minutes.models import MinutesAction
from tests.integration.minutes.minuted import Minuted, action, text
from tests.world import World

SignIn = Callable[[Person], FlaskClient]
BLOCK = uuid4()


def test_the_page_to_read_says_where_each_task_stands(
    minuted: Minuted, world: World, sign_in: SignIn
) -> None:
    minuted.write(action("", uuid4()), action("Book", BLOCK))
    minuted.act(lambda actor: close_task(actor, 1))
    page = sign_in(world.person("member")).get(world.here.url(f"/meetings/{minuted.id}/minutes"))
    assert f'<a href="{world.here.url("/tasks/1")}">Task 1</a>' in page.text
    column_id = minuted.task().column_id
    with unit_of_work(world.here.scope, writes=False):
        column = session().get_one(BoardColumn, column_id)
    assert column.is_done
    assert column.name in page.text
    minuted.act(lambda actor: archive_task(actor, 1))
    page = sign_in(world.person("member")).get(world.here.url(f"/meetings/{minuted.id}/minutes"))
    assert "<span>archived</span>" in page.text


def test_the_page_of_a_cancelled_meeting_says_what_became_of_the_task(
    minuted: Minuted, world: World, sign_in: SignIn
) -> None:
    minuted.write(action("Book", BLOCK))
    minuted.act(lambda actor: meetings.cancel_meeting(actor, minuted.id))
    minuted.act(lambda actor: close_task(actor, 1))
    marks = minuted.act(lambda actor: minutes.list_task_marks(actor, minuted.id))
    with unit_of_work(world.here.scope, writes=False):
        names = session().scalars(select(BoardColumn.name).where(BoardColumn.is_done)).all()
    assert [mark.column for mark in marks.values()] == names
    page = sign_in(world.person("chair")).get(world.here.url(f"/meetings/{minuted.id}/minutes"))
    assert names[0] in page.text


def test_an_action_leads_to_its_task(minuted: Minuted, world: World, sign_in: SignIn) -> None:
    minuted.write(action("", BLOCK))
    client, address = sign_in(world.person("member")), f"/meetings/{minuted.id}"
    answer = client.get(world.here.url(f"{address}/actions/{BLOCK}"))
    assert answer.location == world.here.url(f"{address}/minutes")  # there is no task yet
    minuted.keep(action("Book", BLOCK))
    answer = client.get(world.here.url(f"{address}/actions/{BLOCK}"))
    assert answer.location == world.here.url("/tasks/1")
    page = client.get(world.here.url(address))
    assert f'data-tasks="{world.here.url(f"{address}/actions")}"' in page.text


def test_guests_learn_nothing_of_tasks_on_boards_of_others(
    minuted: Minuted, world: World, sign_in: SignIn
) -> None:
    minuted.write(action("Book", BLOCK))
    guest = world.actor("guest")
    with unit_of_work(guest.scope, writes=False):
        is_in = bool(minutes.list_task_marks(guest, minuted.id))
    minuted.act(lambda actor: _move_to_another_board(actor, minuted), "coordinator")
    with unit_of_work(guest.scope, writes=False):
        assert minutes.list_task_marks(guest, minuted.id) == {}
        assert minutes.find_task_number(guest, minuted.id, BLOCK) is None
    assert is_in


def _move_to_another_board(actor: Actor, minuted: Minuted) -> None:
    board = boards.main_board(actor.cooperation_id, None, "en")
    column = boards.list_columns(board.id)[0]
    move_task(actor, minuted.task_id(), Place(column.id, board_id=board.id))


def test_tasks_can_come_from_a_meeting_a_decision_or_an_action(
    minuted: Minuted, world: World
) -> None:
    block = uuid4()
    said = {"type": "paragraph", "content": [text("We take the 100% plan")]}
    decision = {"type": "decision", "attrs": {"id": str(block)}, "content": [said]}
    minuted.write(action("first"), decision, action("Book the plan", BLOCK))
    member = world.actor("member")
    with unit_of_work(member.scope, writes=False):
        found = {kind.name: kind.search(member, "plan", 5) for kind in origins.list_kinds()}
        assert [each.words for each in found["decision"]] == ["We take the 100% plan"]
        assert [each.words for each in found["action"]] == ["Book the plan"]
        assert found["meeting"] == []
        assert [each.anchor for each in found["action"]] == ["action-2"]
        for name, pair in (
            ("meeting", (minuted.id, None)),
            ("decision", (minuted.id, block)),
            ("action", (minuted.id, BLOCK)),
        ):
            kind = origins.find_kind(name)
            (origin,) = kind.find(member, [pair, (uuid4(), None), (minuted.id, uuid4())])
            assert (origin.kind, origin.meeting_id, origin.block) == (name, *pair)
            assert origin.language == "fr"
        (meeting,) = origins.find_kind("meeting").search(member, "research MEET", 5)
        assert meeting.words == "Research meeting"
        assert origins.find_kind("decision").search(member, "100%", 5)
        assert not origins.find_kind("action").search(member, "100%", 5)


def test_nothing_comes_from_what_somebody_may_not_see(minuted: Minuted, world: World) -> None:
    minuted.write(action("Book", BLOCK))
    stranger = world.elsewhere.people["coordinator"].actor
    with unit_of_work(stranger.scope, writes=False):
        for kind in origins.list_kinds():
            assert kind.search(stranger, "", 5) == []
            assert kind.find(stranger, [(minuted.id, BLOCK), (minuted.id, None)]) == []
    minuted.act(lambda actor: meetings.delete_meeting(actor, minuted.id))
    with unit_of_work(minuted.chair.scope, writes=False):
        for kind in origins.list_kinds():
            assert kind.find(minuted.chair, [(minuted.id, BLOCK), (minuted.id, None)]) == []


def test_actions_of_before_get_their_tasks_once(minuted: Minuted, world: World) -> None:
    minuted.keep(action("one"), action("two", done=True), action(""))
    with unit_of_work(world.here.scope) as opened:
        opened.execute(update(MinutesAction).values(task_id=None))
        opened.execute(delete(Task))
    assert begin_owed_tasks() == 2
    assert [(task.title, task.closed_at is None) for task in minuted.tasks()] == [
        ("one", True),
        ("two", False),
    ]
    assert begin_owed_tasks() == 0
    assert len(minuted.tasks()) == 2


def test_archived_cooperations_get_no_tasks(minuted: Minuted, world: World) -> None:
    minuted.keep(action("one"))
    with unit_of_work(world.here.scope) as opened:
        opened.execute(update(MinutesAction).values(task_id=None))
        opened.execute(delete(Task))
        opened.scalars(select(Cooperation)).one().archived_at = now()
    assert begin_owed_tasks() == 0
    assert minuted.tasks() == []
