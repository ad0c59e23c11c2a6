"""The page of a board, without JavaScript, and what it costs."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient

from collab.accounts.models import Person
from collab.boards.models import LanesBy, Task
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from tests.boards import make_board, make_label, make_lane, make_step, make_task, owe, put_label
from tests.queries import Queries
from tests.world import World

MOST = 12
SignIn = Callable[[Person], FlaskClient]


def test_the_board_shows_columns_and_cards(world: World, sign_in: SignIn) -> None:
    with unit_of_work(world.here.scope):
        made = make_board(world.group)
        task = make_task(made, title="Ask <Lyon>")
    page = sign_in(world.person("guest")).get(world.here.url(f"/boards/{made.id}"))
    assert page.status_code == 200
    assert "Ask &lt;Lyon&gt;" in page.text
    assert f'data-card="{task.id}"' in page.text
    assert f'data-column="{made.doing.id}"' in page.text


def test_without_javascript_a_task_is_added_moved_and_closed(world: World, sign_in: SignIn) -> None:
    with unit_of_work(world.here.scope):
        made = make_board(world.group)
    client, url = sign_in(world.person("member")), world.here.url(f"/boards/{made.id}")
    answer = client.post(f"{url}/tasks", data={"title": "Ask", "column": made.todo.id, "lane": ""})
    assert answer.status_code == 302
    assert answer.location.endswith(f"/boards/{made.id}#task-1")
    client.post(f"{url}/moves", data={"task": only_task(world).id, "column": made.doing.id})
    assert only_task(world).column_id == made.doing.id
    client.post(world.here.url("/tasks/1/close"))
    assert only_task(world).closed_at is not None
    client.post(world.here.url("/tasks/1/reopen"))
    assert (only_task(world).closed_at, only_task(world).column_id) == (None, made.doing.id)


def only_task(world: World) -> Task:
    with unit_of_work(world.here.scope, writes=False) as opened:
        return opened.query(Task).one()


def test_an_archived_task_can_be_brought_back_on_the_board(world: World, sign_in: SignIn) -> None:
    with unit_of_work(world.here.scope):
        made = make_board(world.group)
        task = make_task(made)
    client = sign_in(world.person("member"))
    answer = client.post(world.here.url(f"/tasks/{task.number}/archive"), follow_redirects=True)
    assert world.here.url(f"/tasks/{task.number}/restore") in answer.text
    assert f'data-card="{task.id}"' not in answer.text
    client.post(world.here.url(f"/tasks/{task.number}/restore"), data={"from": "board"})
    assert only_task(world).archived_at is None


def test_scripts_get_the_version_or_words_for_the_reader(world: World, sign_in: SignIn) -> None:
    with unit_of_work(world.here.scope):
        made = make_board(world.group)
        made.doing.wip_limit, made.doing.is_limit_hard = 1, True
        make_task(made, made.doing)
        task = make_task(made)
    client, url = sign_in(world.person("member")), world.here.url(f"/boards/{made.id}")
    scripted = {"X-Fragment": "1"}
    added = client.post(f"{url}/tasks", data={"title": "Ask"}, headers=scripted)
    assert (added.json["ok"], added.json["version"], added.json["number"]) == (True, 2, 3)
    move = {"task": task.id, "column": made.doing.id}
    full = client.post(f"{url}/moves", data=move, headers=scripted)
    assert (full.status_code, full.json["ok"], full.json["code"]) == (409, False, "limit_reached")
    assert "Doing" in full.json["message"]
    untitled = client.post(f"{url}/tasks", data={"title": " "}, headers=scripted)
    assert (untitled.status_code, untitled.json["message"]) == (422, "Please enter a title.")


def test_an_archived_board_takes_nothing(world: World, sign_in: SignIn) -> None:
    with unit_of_work(world.here.scope):
        made = make_board(world.group, archived_at=now())
    client, url = sign_in(world.person("coordinator")), world.here.url(f"/boards/{made.id}")
    assert client.get(url).status_code == 200
    assert client.post(f"{url}/tasks", data={"title": "No"}).status_code == 403


@pytest.mark.parametrize("number", [0, 99, 2**31, 2**70])
def test_numbers_that_no_task_has_are_not_found(world: World, sign_in: SignIn, number: int) -> None:
    client = sign_in(world.person("member"))
    assert client.post(world.here.url(f"/tasks/{number}/close")).status_code == 404


@pytest.mark.parametrize("lanes_by", list(LanesBy))
def test_a_board_takes_the_same_few_queries_whatever_is_on_it(
    world: World,
    sign_in: SignIn,
    count_queries: Callable[[], AbstractContextManager[Queries]],
    lanes_by: LanesBy,
) -> None:
    with unit_of_work(world.here.scope):
        made = make_board(world.group, lanes_by=lanes_by)
        made.board.lanes_by = lanes_by
    client, url = sign_in(world.person("member")), world.here.url(f"/boards/{made.id}")
    with count_queries() as empty:
        assert client.get(url).status_code == 200
    with unit_of_work(world.here.scope):
        lane, label = make_lane(made.board), make_label(made.board)
        for _number in range(20):
            task = make_task(made, lane_id=lane.id)
            owe(task, world.membership("member"), world.here.delegations[0])
            put_label(task, label)
            make_step(task)
        session().flush()
    with count_queries() as full:
        assert client.get(url).status_code == 200
    assert len(full) <= MOST
    assert len(full) <= len(empty)
