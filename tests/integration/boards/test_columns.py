"""Columns: adding, changing, moving and deleting them, and what becomes of their tasks."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from collab.activity.models import Activity
from collab.boards import service
from collab.boards.models import Board, BoardColumn, Task
from collab.boards.service import (
    ColumnNotEmpty,
    ColumnPlan,
    ColumnsNeeded,
    Gone,
    LimitReached,
    NothingToTakeBack,
)
from collab.boards.service.tasks import archive_task, restore_task
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.core.errors import Forbidden, Invalid
from tests.boards import MadeBoard, make_board, make_task
from tests.world import World


@pytest.fixture
def made(world: World) -> MadeBoard:
    with unit_of_work(world.here.scope):
        return make_board(world.group)


@pytest.fixture
def names(world: World, made: MadeBoard) -> Callable[[], list[str]]:
    def read() -> list[str]:
        with unit_of_work(world.here.scope, writes=False):
            return [column.name for column in service.list_columns(made.id)]

    return read


def add_tasks(world: World, made: MadeBoard, column: BoardColumn, number: int) -> list[UUID]:
    with unit_of_work(world.here.scope):
        return [make_task(made, column).id for _each in range(number)]


def read_tasks(world: World, column: BoardColumn) -> list[Task]:
    with unit_of_work(world.here.scope, writes=False):
        wanted = select(Task).where(Task.column_id == column.id).order_by(Task.rank)
        return list(session().scalars(wanted))


def list_verbs(world: World, task_id: UUID) -> list[str]:
    with unit_of_work(world.here.scope, writes=False):
        wanted = select(Activity.verb).where(Activity.subject_id == task_id)
        return list(session().scalars(wanted))


def test_a_new_column_comes_before_what_is_done(world: World, made: MadeBoard, names) -> None:
    with unit_of_work(world.here.scope):
        service.add_column(world.actor("chair"), made.id, ColumnPlan(" Review ", wip_limit=3))
        service.add_column(world.actor("chair"), made.id, ColumnPlan("Dropped", is_done=True))
    assert names() == ["To do", "Doing", "Review", "Done", "Dropped"]


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        (ColumnPlan(""), "name"),
        (ColumnPlan("x" * 61), "name"),
        (ColumnPlan("x", color="pink"), "color"),
        (ColumnPlan("x", wip_limit=0), "wip_limit"),
        (ColumnPlan("x", wip_limit=1000), "wip_limit"),
    ],
)
def test_a_bad_column_is_refused_by_field(world: World, made: MadeBoard, plan, field) -> None:
    with pytest.raises(Invalid) as refused, unit_of_work(world.here.scope):
        service.add_column(world.actor("chair"), made.id, plan)
    assert list(refused.value.fields) == [field]


def test_a_board_takes_only_so_many_columns(world: World, made: MadeBoard, names) -> None:
    with pytest.raises(Invalid), unit_of_work(world.here.scope):
        for number in range(40):
            service.add_column(world.actor("chair"), made.id, ColumnPlan(f"Column {number}"))
    assert len(names()) == 3


def test_members_do_not_arrange_columns(world: World, made: MadeBoard) -> None:
    with pytest.raises(Forbidden), unit_of_work(world.here.scope):
        service.add_column(world.actor("member"), made.id, ColumnPlan("Mine"))


@pytest.mark.parametrize(("position", "order"), [(0, "Done"), (1, "To do"), (99, "To do")])
def test_a_column_moves_to_any_position(
    world: World, made: MadeBoard, names, position: int, order: str
) -> None:
    with unit_of_work(world.here.scope):
        service.move_column(world.actor("chair"), made.id, made.done.id, position)
    assert names()[0] == order
    assert names()[min(position, 2)] == "Done"


def test_viewers_learn_of_a_new_shape(world: World, made: MadeBoard) -> None:
    with unit_of_work(world.here.scope):
        service.move_column(world.actor("chair"), made.id, made.done.id, 0)
    with unit_of_work(world.here.scope, writes=False):
        board = session().get_one(Board, made.id)
        assert board.shape_version == board.version == made.board.version + 1


def test_tasks_close_with_their_column_and_reopen_with_it(world: World, made: MadeBoard) -> None:
    [task_id] = add_tasks(world, made, made.doing, 1)
    chair = world.actor("chair")
    with unit_of_work(world.here.scope):
        service.edit_column(chair, made.id, made.doing.id, ColumnPlan("Doing", is_done=True))
    assert read_tasks(world, made.doing)[0].closed_at is not None
    with unit_of_work(world.here.scope):
        service.edit_column(chair, made.id, made.doing.id, ColumnPlan("Doing"))
    assert read_tasks(world, made.doing)[0].closed_at is None
    assert list_verbs(world, task_id) == ["task.closed", "task.reopened"]


def test_an_archived_task_comes_back_as_what_its_column_is_for_by_then(
    world: World, made: MadeBoard
) -> None:
    [task_id] = add_tasks(world, made, made.doing, 1)
    chair = world.actor("chair")
    for is_done in (True, False):
        with unit_of_work(world.here.scope):
            task = archive_task(chair, session().get_one(Task, task_id).number)
        with unit_of_work(world.here.scope):
            plan = ColumnPlan("Doing", is_done=is_done)
            service.edit_column(chair, made.id, made.doing.id, plan)
        with unit_of_work(world.here.scope):
            task = restore_task(chair, task.number)
        assert (task.closed_at is not None) is is_done


def test_the_last_column_of_its_kind_stays_what_it_is(world: World, made: MadeBoard) -> None:
    chair = world.actor("chair")
    with pytest.raises(ColumnsNeeded), unit_of_work(world.here.scope):
        service.edit_column(chair, made.id, made.done.id, ColumnPlan("Done"))
    with pytest.raises(ColumnsNeeded), unit_of_work(world.here.scope):
        service.delete_column(chair, made.id, made.done.id, move_to=made.todo.id)
    with pytest.raises(ColumnsNeeded), unit_of_work(world.here.scope):
        service.delete_column(chair, made.id, made.todo.id)
        service.delete_column(chair, made.id, made.doing.id)


def test_an_empty_column_is_deleted_and_taken_back(world: World, made: MadeBoard, names) -> None:
    chair = world.actor("chair")
    with unit_of_work(world.here.scope):
        service.delete_column(chair, made.id, made.todo.id)
    assert names() == ["Doing", "Done"]
    with unit_of_work(world.here.scope):
        service.restore_column(chair, made.id, made.todo.id)
    assert names() == ["To do", "Doing", "Done"]
    with pytest.raises(NothingToTakeBack), unit_of_work(world.here.scope):
        service.restore_column(chair, made.id, made.todo.id)


def test_a_column_with_tasks_is_kept_until_somebody_says_where_they_go(
    world: World, made: MadeBoard, names
) -> None:
    add_tasks(world, made, made.todo, 2)
    for move_to in (None, made.todo.id):
        with pytest.raises(ColumnNotEmpty), unit_of_work(world.here.scope):
            service.delete_column(world.actor("chair"), made.id, made.todo.id, move_to=move_to)
    assert names()[0] == "To do"


def test_tasks_of_a_deleted_column_go_to_the_end_of_another(world: World, made: MadeBoard) -> None:
    moved = add_tasks(world, made, made.todo, 3)
    there = add_tasks(world, made, made.done, 2)
    with unit_of_work(world.here.scope):
        service.delete_column(world.actor("chair"), made.id, made.todo.id, move_to=made.done.id)
    tasks = read_tasks(world, made.done)
    assert [task.id for task in tasks] == there + moved
    assert all(task.closed_at for task in tasks if task.id in moved)
    assert {task.version for task in tasks if task.id in moved} == {made.board.version + 1}
    assert list_verbs(world, moved[0]) == ["task.closed"]


def test_tasks_return_with_their_column_if_they_are_still_there(
    world: World, made: MadeBoard
) -> None:
    first, second = add_tasks(world, made, made.todo, 2)
    with unit_of_work(world.here.scope):
        service.delete_column(world.actor("chair"), made.id, made.todo.id, move_to=made.done.id)
    with unit_of_work(world.here.scope):
        session().get_one(Task, second).archived_at = now()
    with unit_of_work(world.here.scope):
        service.restore_column(world.actor("chair"), made.id, made.todo.id)
    [back] = read_tasks(world, made.todo)
    assert (back.id, back.closed_at) == (first, None)


def test_archived_tasks_do_not_keep_a_column(world: World, made: MadeBoard) -> None:
    [task_id] = add_tasks(world, made, made.todo, 1)
    with unit_of_work(world.here.scope):
        session().get_one(Task, task_id).archived_at = now()
    with unit_of_work(world.here.scope):
        service.delete_column(world.actor("chair"), made.id, made.todo.id)
    assert [task.id for task in read_tasks(world, made.doing)] == [task_id]


def test_nothing_is_deleted_when_the_tasks_do_not_fit(world: World, made: MadeBoard, names) -> None:
    add_tasks(world, made, made.todo, 3)
    plan = ColumnPlan("Doing", wip_limit=2, is_limit_hard=True)
    with unit_of_work(world.here.scope):
        service.edit_column(world.actor("chair"), made.id, made.doing.id, plan)
    with pytest.raises(LimitReached), unit_of_work(world.here.scope):
        service.delete_column(world.actor("chair"), made.id, made.todo.id, move_to=made.doing.id)
    assert names()[0] == "To do"
    assert len(read_tasks(world, made.todo)) == 3


def test_a_column_of_another_board_is_not_touched(world: World, made: MadeBoard) -> None:
    with unit_of_work(world.here.scope):
        other = make_board(world.group)
    with pytest.raises(Gone), unit_of_work(world.here.scope):
        service.delete_column(world.actor("chair"), made.id, other.todo.id)
    with pytest.raises(Gone), unit_of_work(world.here.scope):
        service.move_column(world.actor("chair"), made.id, other.todo.id, 0)


def test_tasks_are_counted_without_archived_ones(world: World, made: MadeBoard) -> None:
    [archived, *_others] = add_tasks(world, made, made.todo, 3)
    with unit_of_work(world.here.scope):
        session().get_one(Task, archived).archived_at = now()
    with unit_of_work(world.here.scope, writes=False):
        assert service.count_inside(made.id) == {made.todo.id: 2}
