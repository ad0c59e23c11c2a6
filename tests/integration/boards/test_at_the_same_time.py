"""People who arrange a board while others do the same, or move cards on it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from sqlalchemy import select

from collab.boards import service
from collab.boards.models import Board, Task
from collab.boards.service import ColumnPlan, LabelPlan
from collab.boards.service.blockers import add_blocker
from collab.boards.service.moving import Place, move_task
from collab.core.db import session, unit_of_work
from collab.core.errors import DomainError
from tests.boards import make_board, make_task
from tests.world import World


def at_once(world: World, *calls: Callable[[], Any]) -> list[Any]:
    """What the calls gave, each in a unit of work of its own, or why they were refused."""
    begin = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        begin.wait()
        try:
            with unit_of_work(world.here.scope):
                return call()
        except DomainError as error:
            return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_minutes_that_need_a_board_at_the_same_time_share_one(world: World) -> None:
    def find() -> Any:
        return service.main_board(world.here.id, world.group.id, "en").id

    assert len(set(at_once(world, *[find] * 4))) == 1
    with unit_of_work(world.here.scope, writes=False):
        assert len(session().scalars(select(Board)).all()) == 1


def test_cards_dragged_into_a_column_while_it_is_deleted_are_in_one_that_is_there(
    world: World,
) -> None:
    chair = world.actor("chair")
    with unit_of_work(world.here.scope):
        made = make_board(world.group)
        ids = [make_task(made).id for _each in range(5)]
    place = Place(made.doing.id)
    moves = [lambda task_id=task_id: move_task(chair, task_id, place) for task_id in ids]
    deletion = lambda: service.delete_column(  # noqa: E731 one of several calls
        chair, made.id, made.doing.id, move_to=made.done.id
    )
    results = at_once(world, *moves[:3], deletion, *moves[3:])
    refused = [found.code for found in results if isinstance(found, DomainError)]
    assert set(refused) <= {"column_gone"}
    with unit_of_work(world.here.scope, writes=False):
        tasks = session().scalars(select(Task)).all()
        columns = {column.id: column.is_done for column in service.list_columns(made.id)}
        assert set(columns) == {made.todo.id, made.done.id}
        assert len(tasks) == len(ids)
        assert all(columns[task.column_id] is bool(task.closed_at) for task in tasks)
        assert sum(task.column_id == made.todo.id for task in tasks) == len(refused)


def test_columns_and_labels_added_at_the_same_time_are_all_there_once(world: World) -> None:
    chair = world.actor("chair")
    with unit_of_work(world.here.scope):
        made = make_board(world.group)
    plan = LabelPlan("Budget", "en")
    results = at_once(
        world,
        lambda: service.add_column(chair, made.id, ColumnPlan("Review")),
        lambda: service.add_column(chair, made.id, ColumnPlan("Test")),
        lambda: service.add_label(chair, made.id, plan),
        lambda: service.add_label(chair, made.id, plan),
    )
    assert sum(isinstance(found, DomainError) for found in results) == 1
    with unit_of_work(world.here.scope, writes=False):
        columns = service.list_columns(made.id)
        assert len(columns) == len({column.rank for column in columns}) == 5
        assert len(service.list_labels(made.id)) == 1


def test_blockers_on_several_boards_at_the_same_time_make_no_circle(world: World) -> None:
    coordinator = world.actor("coordinator")
    with unit_of_work(world.here.scope):
        boards = [make_board(world.group) for _each in range(3)]
    for _again in range(4):
        with unit_of_work(world.here.scope):
            numbers = [make_task(made).number for made in boards]
        ring = zip(numbers, [*numbers[1:], numbers[0]], strict=True)
        results = at_once(
            world,
            *[lambda one=one, two=two: add_blocker(coordinator, one, two) for one, two in ring],
        )
        refused = [found for found in results if isinstance(found, DomainError)]
        assert [found.code for found in refused] == ["invalid"]
