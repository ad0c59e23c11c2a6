"""An action in minutes is a task: what changes on one side changes on the other."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from collab.accounts.models import Person
from collab.boards import origins
from collab.boards import service as boards
from collab.boards.models import Board, BoardColumn, Task, TaskLink
from collab.boards.owners import delegation, person
from collab.boards.service.changes import begin_change_of
from collab.boards.service.lookups import find_task
from collab.boards.service.marking import assign
from collab.boards.service.moving import Place, close_task, move_task, reopen_task
from collab.boards.service.tasks import archive_task, rename_task, restore_task
from collab.cooperations.models import Cooperation
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.live import service as live
from collab.live.models import LiveOperation
from collab.meetings import service as meetings
from collab.minutes import service as minutes
from collab.minutes.duties import begin_owed_tasks
from collab.minutes.models import MinutesAction
from tests.integration.minutes.minuted import Minuted, action
from tests.world import World

SignIn = Callable[[Person], FlaskClient]
BLOCK = uuid4()


@pytest.fixture
def minuted(world: World) -> Minuted:
    return Minuted(world, world.group)


def text(words: str, *marks: str) -> dict:
    run = {"type": "text", "text": words}
    return {**run, "marks": [{"type": mark} for mark in marks]} if marks else run


def set_owners(minuted: Minuted, *keys) -> None:
    def change(actor):
        found = find_task(actor, 1)
        begin_change_of(found.task)
        assign(actor, found.task, keys)

    minuted.act(change)


# from the minutes to the board


def test_an_action_that_is_typed_is_a_task_of_the_group(minuted: Minuted, world: World) -> None:
    member = world.membership("member").id
    minuted.write(action("Book the room", BLOCK, assignee=str(member), due="2026-12-04"))
    task = minuted.task()
    assert (task.title, task.language, task.due_on) == ("Book the room", "fr", date(2026, 12, 4))
    assert (task.number, task.created_by, task.closed_at) == (1, None, None)
    assert minuted.owners() == [f"p:{member}"]
    with unit_of_work(world.here.scope, writes=False):
        assert session().get_one(Board, task.board_id).group_id == world.group.id
        assert not session().get_one(BoardColumn, task.column_id).is_done
        link = session().scalars(select(TaskLink)).one()
    assert (link.task_id, link.kind, link.meeting_id) == (task.id, "action", minuted.id)
    assert link.block == BLOCK


def test_an_action_of_a_plenary_is_on_the_board_of_the_cooperation(world: World) -> None:
    minuted = Minuted(world)
    minuted.write(action("Write to all"))
    board_id = minuted.task().board_id
    with unit_of_work(world.here.scope, writes=False):
        assert session().get_one(Board, board_id).group_id is None


def test_the_task_follows_the_text(minuted: Minuted, world: World) -> None:
    chair, member = (world.membership(name).id for name in ("chair", "member"))
    minuted.keep(action("Book", BLOCK, assignee=str(member)))
    minuted.keep(action("Book the room", BLOCK, assignee=str(chair), due="2026-12-04", done=True))
    task = minuted.task()
    assert (task.title, task.due_on) == ("Book the room", date(2026, 12, 4))
    assert task.closed_at is not None
    assert minuted.owners() == [f"p:{chair}"]
    with unit_of_work(world.here.scope, writes=False):
        assert session().get_one(BoardColumn, task.column_id).is_done
    minuted.keep(action("Book the room", BLOCK))
    task = minuted.task()
    assert (task.due_on, task.closed_at, minuted.owners()) == (None, None, [])


def test_what_was_not_done_after_all_goes_back_to_where_it_was(minuted: Minuted) -> None:
    minuted.write(action("Book", BLOCK))

    def begin(actor: Actor) -> None:
        task = find_task(actor, 1).task
        second = boards.list_columns(task.board_id)[1]
        move_task(actor, task.id, Place(second.id))

    minuted.act(begin)
    second = minuted.task().column_id
    minuted.write(action("Book", BLOCK, done=True))
    assert minuted.task().column_id != second
    minuted.write(action("Book", BLOCK))
    assert minuted.task().column_id == second


def test_whoever_looks_at_the_board_is_told_by_its_version(minuted: Minuted, world: World) -> None:
    minuted.keep(action("Book", BLOCK))
    before = minuted.task().version
    minuted.keep(action("Book it", BLOCK))
    task = minuted.task()
    with unit_of_work(world.here.scope, writes=False):
        assert before < task.version == session().get_one(Board, task.board_id).version


def test_an_action_without_words_is_no_task_yet(minuted: Minuted) -> None:
    minuted.keep(action("", BLOCK, due="2026-12-04"))
    assert minuted.tasks() == []
    minuted.keep(action("Book", BLOCK, due="2026-12-04"))
    assert minuted.task().due_on == date(2026, 12, 4)
    minuted.keep(action("", BLOCK, due="2026-12-04"))
    assert minuted.task().title == "Book"  # somebody writes it anew


def test_what_is_done_already_is_among_what_is_done(minuted: Minuted, world: World) -> None:
    minuted.keep(action("Booked", done=True))
    task = minuted.task()
    assert task.closed_at is not None
    with unit_of_work(world.here.scope, writes=False):
        assert session().get_one(BoardColumn, task.column_id).is_done


def test_a_long_action_has_a_shorter_title(minuted: Minuted) -> None:
    minuted.keep(action("long " * 150))
    title = minuted.task().title
    assert len(title) <= 300
    assert title.endswith("long…")


def test_the_author_of_the_minutes_is_the_author_of_the_change(
    minuted: Minuted, world: World
) -> None:
    minuted.write(action("Book", BLOCK, assignee=str(world.membership("member").id)))
    (created, who, details), (assigned, *_rest) = minuted.log()
    assert (created, assigned) == ("task.created", "task.assigned")
    assert who == world.person("chair").id
    assert details["number"] == 1


def test_each_letter_is_not_a_line_in_the_log(minuted: Minuted) -> None:
    for words in ("B", "Bo", "Boo", "Book"):
        minuted.keep(action(words, BLOCK))
    assert minuted.task().title == "Book"
    assert [verb for verb, *_rest in minuted.log()] == ["task.created"]


def test_nobody_of_another_cooperation_comes_to_owe_anything(
    minuted: Minuted, world: World
) -> None:
    foreign = world.elsewhere.people["member"].membership.id
    minuted.keep(action("theirs", BLOCK, assignee=str(foreign)))
    assert minuted.owners() == []
    member = world.membership("member").id
    minuted.keep(action("theirs", BLOCK, assignee=str(member)))
    minuted.keep(action("theirs", BLOCK, assignee=str(foreign)))
    assert minuted.owners() == []


def test_whoever_owes_it_beside_the_one_in_the_minutes_stays(
    minuted: Minuted, world: World
) -> None:
    chair, member = (world.membership(name).id for name in ("chair", "member"))
    region = world.here.delegations[0].id
    minuted.write(action("Book", BLOCK, assignee=str(member)))
    set_owners(minuted, person(member), delegation(region))
    minuted.keep(action("Book", BLOCK, assignee=str(chair)))
    assert minuted.owners() == [f"p:{chair}", f"d:{region}"]


# deleted and undone


def test_a_deleted_action_archives_its_task_and_undo_brings_it_back(minuted: Minuted) -> None:
    minuted.keep(action("Book", BLOCK))
    minuted.keep()
    assert minuted.task().archived_at is not None
    minuted.keep(action("Book", BLOCK))
    task = minuted.task()
    assert (task.archived_at, task.title) == (None, "Book")
    verbs = [verb for verb, *_rest in minuted.log()]
    assert verbs == ["task.created", "task.archived", "task.restored"]


def test_a_task_that_was_archived_by_hand_stays_so(minuted: Minuted) -> None:
    minuted.write(action("Book", BLOCK))
    minuted.act(lambda actor: archive_task(actor, 1))
    minuted.keep(action("Book it", BLOCK))
    task = minuted.task()
    assert task.archived_at is not None
    assert task.title == "Book it"
    assert minuted.words() == ["Book"]  # what was agreed stays in the text


def test_a_deleted_action_is_owed_no_more(minuted: Minuted, world: World) -> None:
    actor = world.actor("member")
    minuted.keep(action("Book", BLOCK, assignee=str(actor.membership_id)))
    minuted.keep()
    with unit_of_work(actor.scope, writes=False):
        assert minutes.count_open_actions(actor) == 0
        assert minutes.list_my_actions(actor, 5).total == 0


def test_a_task_that_somebody_restored_goes_on_without_its_action(minuted: Minuted) -> None:
    minuted.write(action("Book", BLOCK))
    minuted.write()
    minuted.act(lambda actor: restore_task(actor, 1))
    minuted.act(lambda actor: rename_task(actor, 1, "Book it"))
    assert minuted.said() == []
    assert minuted.task().archived_at is None


# from the board to the minutes


def test_a_renamed_task_renames_its_action_and_keeps_its_marks(minuted: Minuted) -> None:
    node = action("", BLOCK)
    node["content"] = [text("Book "), text("the", "bold"), text(" room")]
    minuted.write(node)
    minuted.act(lambda actor: rename_task(actor, 1, "Book the big room"))
    (said,) = minuted.said()
    assert said["content"] == [text("Book "), text("the", "bold"), text(" big room")]
    assert minuted.task().title == "Book the big room"


def test_a_closed_task_is_done_in_the_minutes_and_a_reopened_one_is_not(minuted: Minuted) -> None:
    minuted.write(action("Book", BLOCK))
    minuted.act(lambda actor: close_task(actor, 1))
    assert minuted.said()[0]["attrs"]["done"] is True
    assert minuted.rows()[0].is_done
    minuted.act(lambda actor: reopen_task(actor, 1))
    assert minuted.said()[0]["attrs"]["done"] is False


def test_minutes_name_the_first_who_owes_a_task(minuted: Minuted, world: World) -> None:
    chair, member = (world.membership(name) for name in ("chair", "member"))
    region = world.here.delegations[0]
    minuted.write(action("Book", BLOCK))
    set_owners(minuted, delegation(region.id), person(member.id))
    attrs = minuted.said()[0]["attrs"]
    assert (attrs["assignee"], attrs["assigneeLabel"]) == (
        str(member.id),
        world.person("member").name,
    )
    set_owners(minuted, person(chair.id), person(member.id))
    assert minuted.said()[0]["attrs"]["assignee"] == str(member.id)  # whom they name already
    set_owners(minuted, delegation(region.id))
    attrs = minuted.said()[0]["attrs"]
    assert attrs["assigneeLabel"] == region.name
    assert "assignee" not in attrs
    assert minuted.owners() == [f"d:{region.id}"]


def test_nothing_goes_in_a_circle(minuted: Minuted) -> None:
    minuted.write(action("Book", BLOCK))
    minuted.act(lambda actor: rename_task(actor, 1, "Book the room"))
    minuted.act(lambda actor: close_task(actor, 1))
    log, version = minuted.log(), minuted.task().version
    assert [verb for verb, *_rest in log] == ["task.created", "task.renamed", "task.closed"]
    assert live.run_pending_operations() == 0
    minuted.keep(*minuted.said())
    assert (minuted.log(), minuted.task().version) == (log, version)
    with unit_of_work(minuted.chair.scope, writes=False):
        assert session().scalars(select(LiveOperation.id)).all() == []


def test_what_is_typed_while_a_task_is_renamed_comes_into_both(minuted: Minuted) -> None:
    minuted.write(action("Book the room", BLOCK))
    with unit_of_work(minuted.chair.scope):
        rename_task(minuted.chair, 1, "Book the big room")
    # the engine has not come to it yet, and reads what somebody types
    minuted.keep(action("Book the room today", BLOCK))
    assert minuted.task().title == "Book the big room"
    live.run_pending_operations()
    assert minuted.task().title == minuted.words()[0] == "Book the big room"


def test_both_sides_at_once_end_up_the_same(minuted: Minuted) -> None:
    minuted.write(action("Book the room", BLOCK))
    with unit_of_work(minuted.chair.scope):
        typed = {"op": "set_action", "block": str(BLOCK), "attrs": {"due": "2026-12-04"}}
        live.request_edit(minuted.chair, minuted.document_id, typed | {"text": "Book the room now"})
    with unit_of_work(minuted.chair.scope):
        rename_task(minuted.chair, 1, "Reserve the room")
        close_task(minuted.chair, 1)
    live.run_pending_operations()
    task, (said,) = minuted.task(), minuted.said()
    assert minuted.words() == [task.title] == ["Reserve the room now"]
    assert (said["attrs"]["done"], said["attrs"]["due"]) == (True, "2026-12-04")
    assert task.due_on == date(2026, 12, 4)
    assert task.closed_at is not None


def test_minutes_of_a_cancelled_meeting_stay_as_they_are(minuted: Minuted) -> None:
    minuted.write(action("Book", BLOCK))
    minuted.act(lambda actor: meetings.cancel_meeting(actor, minuted.id))
    minuted.act(lambda actor: rename_task(actor, 1, "Book it"))
    minuted.act(lambda actor: close_task(actor, 1))
    assert minuted.words() == ["Book"]
    assert "done" not in minuted.said()[0]["attrs"]
    minuted.act(lambda actor: meetings.uncancel_meeting(actor, minuted.id))
    assert minuted.words() == ["Book it"]
    assert minuted.said()[0]["attrs"]["done"] is True


# for whoever reads


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
    assert "Task 1</a> · archived" in page.text


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


# what tasks come from


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


# what was agreed before


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
