"""What minutes say of an action, its task says: typed, changed, deleted and undone."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import attributes

from collab.boards import service as boards
from collab.boards.models import Board, BoardColumn, Task, TaskLink
from collab.boards.owners import delegation, person
from collab.boards.service import changes, owing
from collab.boards.service.lookups import find_task
from collab.boards.service.moving import Place, move_task
from collab.boards.service.tasks import archive_task, rename_task, restore_task
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.minutes.models import Minutes, MinutesAction
from collab.minutes.service import following
from tests.boards import make_board
from tests.integration.minutes.minuted import Minuted, action
from tests.world import World

BLOCK = uuid4()


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
    minuted.hand_over(person(member), delegation(region))
    minuted.keep(action("Book", BLOCK, assignee=str(chair)))
    assert minuted.owners() == [f"p:{chair}", f"d:{region}"]


def test_whoever_has_left_owes_nothing_new(minuted: Minuted, world: World) -> None:
    member = world.membership("member")
    with unit_of_work(world.here.scope):
        session().merge(member).ended_at = now()
    minuted.keep(action("Book", BLOCK, assignee=str(member.id)))
    assert minuted.owners() == []


def test_a_full_column_does_not_refuse_what_was_agreed(minuted: Minuted, world: World) -> None:
    minuted.keep(action("one", BLOCK))
    with unit_of_work(world.here.scope):
        column = session().get_one(BoardColumn, session().scalars(select(Task.column_id)).one())
        column.wip_limit, column.is_limit_hard = 1, True
    minuted.keep(action("one", BLOCK), action("two"))
    assert [task.title for task in minuted.tasks()] == ["one", "two"]


def test_boards_are_locked_in_the_order_in_which_everybody_locks_them(
    minuted: Minuted, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    minuted.keep(action("one", BLOCK))
    home = minuted.task().board_id
    with unit_of_work(world.here.scope):
        other = make_board(world.group, position=99)
    assert home < other.id
    place = Place(other.todo.id, board_id=other.id)
    minuted.act(lambda actor: move_task(actor, minuted.task_id(), place))
    locked, lock = [], changes._lock

    def note(board_id: UUID) -> Board:
        locked.append(board_id)
        return lock(board_id)

    monkeypatch.setattr(changes, "_lock", note)
    minuted.keep(action("one more", BLOCK), action("two"))
    assert locked == [home, other.id]
    assert [task.board_id for task in minuted.tasks()] == [other.id, home]


def test_an_action_that_got_its_task_meanwhile_gets_no_second_one(
    minuted: Minuted, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    minuted.keep(action("one", BLOCK))
    with unit_of_work(world.here.scope):
        found = session().scalars(select(Minutes)).one()
        row = session().scalars(select(MinutesAction)).one()
        # as it was read before the other process committed
        attributes.set_committed_value(row, "task_id", None)
        assert following.begin_tasks(found, [row], None) == []
    assert len(minuted.tasks()) == 1


def test_a_board_that_was_archived_takes_no_new_tasks(minuted: Minuted, world: World) -> None:
    minuted.write(action("one", BLOCK))
    first = minuted.task().board_id
    minuted.act(lambda actor: boards.archive_board(actor, first), "coordinator")
    minuted.write(action("one", BLOCK), action("two"))
    assert minuted.tasks()[1].board_id != first


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
        assert owing.count_open(actor) == 0
        assert owing.list_my_tasks(actor, 5).total == 0


def test_a_task_that_somebody_restored_goes_on_without_its_action(minuted: Minuted) -> None:
    minuted.write(action("Book", BLOCK))
    minuted.write()
    minuted.act(lambda actor: restore_task(actor, 1))
    minuted.act(lambda actor: rename_task(actor, 1, "Book it"))
    assert minuted.said() == []
    assert minuted.task().archived_at is None
