"""The form that moves a task anywhere."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from collab.accounts.models import Person
from collab.boards.models import LanesBy, Task
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from tests.boards import MadeBoard, make_board, make_task, owe
from tests.world import World

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def made(world: World) -> MadeBoard:
    with unit_of_work(world.here.scope):
        return make_board(world.group, name="Own board", lanes_by=LanesBy.PERSON)


@pytest.fixture
def task(world: World, made: MadeBoard) -> Task:
    with unit_of_work(world.here.scope):
        return make_task(made)


def read(world: World, task: Task) -> Task:
    with unit_of_work(world.here.scope, writes=False):
        return session().get_one(Task, task.id)


def test_it_offers_the_boards_on_which_one_works(
    world: World, made: MadeBoard, task: Task, sign_in: SignIn
) -> None:
    with unit_of_work(world.here.scope):
        make_board(name="Common board")
        make_board(world.here.groups["culture"], name="Foreign board")
        make_board(world.group, name="Old board", archived_at=now())
    page = sign_in(world.person("member")).get(world.here.url(f"/tasks/{task.number}/move")).text
    assert "Own board" in page
    assert "Common board" in page
    assert "Foreign board" not in page
    assert "Old board" not in page
    assert f'value="p:{world.membership("chair").id}"' in page


def test_a_guest_who_owes_it_moves_it_on_its_own_board_only(
    world: World, made: MadeBoard, task: Task, sign_in: SignIn
) -> None:
    client, url = sign_in(world.person("guest")), world.here.url(f"/tasks/{task.number}/move")
    assert client.get(url).status_code == 403
    with unit_of_work(world.here.scope):
        common = make_board(name="Common board")
        owe(task, world.membership("guest"))
    page = client.get(url).text
    assert "Common board" not in page
    assert 'name="lane"' not in page
    assert client.post(url, data={"column": str(common.todo.id)}).status_code == 409
    assert client.post(url, data={"column": str(made.done.id)}).status_code == 302
    assert read(world, task).closed_at is not None


def test_it_goes_to_the_top_or_the_end_and_into_a_lane(
    world: World, made: MadeBoard, task: Task, sign_in: SignIn
) -> None:
    with unit_of_work(world.here.scope):
        first = make_task(made, made.doing)
    client, url = sign_in(world.person("member")), world.here.url(f"/tasks/{task.number}/move")
    lane = f"p:{world.membership('chair').id}"
    form = {"column": str(made.doing.id), "place": "top", "lane": lane}
    answer = client.post(url, data=form)
    assert answer.location.endswith(f"/boards/{made.id}#task-{task.number}")
    assert read(world, task).rank < first.rank
    client.post(url, data=form | {"place": "end"})
    assert read(world, task).rank > first.rank


def test_to_another_board(world: World, task: Task, sign_in: SignIn) -> None:
    with unit_of_work(world.here.scope):
        common = make_board()
    client, url = sign_in(world.person("member")), world.here.url(f"/tasks/{task.number}/move")
    answer = client.post(url, data={"column": str(common.doing.id), "lane": "-"})
    assert answer.location.endswith(f"/boards/{common.id}#task-{task.number}")
    assert read(world, task).board_id == common.id


@pytest.mark.parametrize("column", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_no_column_is_no_move(world: World, task: Task, sign_in: SignIn, column: str) -> None:
    client, url = sign_in(world.person("member")), world.here.url(f"/tasks/{task.number}/move")
    assert client.post(url, data={"column": column}).status_code == 409
    assert read(world, task).version == 1


def test_an_archived_task_has_no_such_form(world: World, made: MadeBoard, sign_in: SignIn) -> None:
    with unit_of_work(world.here.scope):
        task = make_task(made, archived_at=now())
    client = sign_in(world.person("member"))
    assert client.get(world.here.url(f"/tasks/{task.number}/move")).status_code == 409


def test_a_full_column_says_so(world: World, made: MadeBoard, task: Task, sign_in: SignIn) -> None:
    with unit_of_work(world.here.scope):
        column = session().merge(made.doing)
        column.wip_limit, column.is_limit_hard = 1, True
        make_task(made, made.doing)
    client, url = sign_in(world.person("member")), world.here.url(f"/tasks/{task.number}/move")
    answer = client.post(url, data={"column": str(made.doing.id)})
    assert answer.status_code == 409
    assert "This column is full" in answer.text
