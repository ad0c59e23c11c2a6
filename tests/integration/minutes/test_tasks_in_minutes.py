"""What is said of a task on its board, the minutes say of its action."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from collab.boards.owners import delegation, person
from collab.boards.service.moving import close_task, reopen_task
from collab.boards.service.tasks import rename_task
from collab.core.db import session, unit_of_work
from collab.core.errors import DomainError
from collab.live import service as live
from collab.live.models import LiveOperation
from collab.meetings import service as meetings
from tests.integration.minutes.minuted import Minuted, action, text
from tests.world import World

BLOCK = uuid4()


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
    minuted.hand_over(delegation(region.id), person(member.id))
    attrs = minuted.said()[0]["attrs"]
    assert (attrs["assignee"], attrs["assigneeLabel"]) == (
        str(member.id),
        world.person("member").name,
    )
    minuted.hand_over(person(chair.id), person(member.id))
    assert minuted.said()[0]["attrs"]["assignee"] == str(member.id)  # whom they name already
    minuted.hand_over(delegation(region.id))
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


def test_an_archived_cooperation_stays_as_it_is_on_both_sides(
    minuted: Minuted, world: World
) -> None:
    minuted.write(action("Book", BLOCK))
    actor = replace(minuted.chair, is_archived=True)
    with pytest.raises(DomainError), unit_of_work(actor.scope):
        rename_task(actor, 1, "Book it")
    assert live.run_pending_operations() == 0
    assert (minuted.words(), minuted.task().title) == (["Book"], "Book")


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
