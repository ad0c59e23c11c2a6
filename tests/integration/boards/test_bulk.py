"""Several tasks at once: all of it, or nothing."""

from collections.abc import Callable, Sequence

import pytest
from flask.testing import FlaskClient

from collab.accounts.models import Person
from collab.boards.models import LanesBy, Task, TaskLabel
from collab.boards.owners import person
from collab.boards.service.bulk import (
    MOST,
    BulkArchive,
    BulkAssign,
    BulkLabel,
    BulkMove,
    TaskLeft,
    TooManyTasks,
    What,
    change_tasks,
)
from collab.boards.service.marking import list_owner_keys
from collab.boards.service.places import LimitReached
from collab.core.clock import now
from collab.core.db import new_id, session, unit_of_work
from collab.core.errors import Forbidden, Invalid
from tests.boards import MadeBoard, make_board, make_label, make_task, make_tasks, put_label
from tests.world import World


@pytest.fixture
def made(world: World) -> MadeBoard:
    with unit_of_work(world.here.scope):
        return make_board(world.group)


@pytest.fixture
def tasks(world: World, made: MadeBoard) -> list[Task]:
    with unit_of_work(world.here.scope):
        return [make_task(made, title=title) for title in "abc"]


def change(
    world: World, made: MadeBoard, tasks: Sequence[Task], what: What, name: str = "member"
) -> None:
    with unit_of_work(world.here.scope):
        change_tasks(world.actor(name), made.id, [task.id for task in tasks], what)


def titles(world: World, made: MadeBoard, column: str) -> list[str]:
    with unit_of_work(world.here.scope, writes=False) as opened:
        inside = opened.query(Task).filter(
            Task.column_id == made.columns[column].id, Task.archived_at.is_(None)
        )
        return [task.title for task in sorted(inside, key=lambda task: (task.rank, task.id))]


def test_tasks_move_in_the_order_they_are_in(
    world: World, made: MadeBoard, tasks: list[Task]
) -> None:
    change(world, made, [tasks[2], tasks[0]], BulkMove(made.doing.id))
    assert titles(world, made, "doing") == ["a", "c"]


def test_one_too_many_moves_none(world: World, made: MadeBoard, tasks: list[Task]) -> None:
    with unit_of_work(world.here.scope):
        column = session().merge(made.doing)
        column.wip_limit, column.is_limit_hard = 2, True
    with pytest.raises(LimitReached):
        change(world, made, tasks, BulkMove(made.doing.id))
    assert titles(world, made, "doing") == []
    change(world, made, tasks[:2], BulkMove(made.doing.id))
    assert titles(world, made, "doing") == ["a", "b"]


def test_all_are_owed_by_the_same_people(world: World, made: MadeBoard, tasks: list[Task]) -> None:
    member = person(world.membership("member").id)
    change(world, made, tasks, BulkAssign((member,)))
    with unit_of_work(world.here.scope, writes=False):
        assert [list_owner_keys(task.id) for task in tasks] == [[member]] * 3
    with pytest.raises(Invalid):
        change(world, made, tasks, BulkAssign((person(new_id()),)))
    stranger = world.elsewhere.people["member"].membership
    with pytest.raises(Invalid):
        change(world, made, tasks, BulkAssign((person(stranger.id),)))


def test_nobody_comes_to_owe_what_they_cannot_see(world: World) -> None:
    guest, member = (person(world.membership(name).id) for name in ("guest", "member"))
    with unit_of_work(world.here.scope):
        made = make_board(lanes_by=LanesBy.PERSON)
        tasks = [make_task(made) for _number in range(2)]
    with pytest.raises(Invalid):
        change(world, made, tasks, BulkAssign((member, guest)))
    with pytest.raises(Invalid):
        change(world, made, tasks, BulkMove(made.todo.id, lane=str(guest)))
    with unit_of_work(world.here.scope, writes=False):
        assert [list_owner_keys(task.id) for task in tasks] == [[], []]


def test_labels_are_put_on_and_taken_off(world: World, made: MadeBoard, tasks: list[Task]) -> None:
    with unit_of_work(world.here.scope):
        new, old, stays = (make_label(made.board) for _number in range(3))
        foreign = make_label(make_board().board)
        for task in tasks[:2]:
            put_label(task, old)
        put_label(tasks[0], stays)
    change(world, made, tasks, BulkLabel(frozenset({new.id}), frozenset({old.id})))
    with unit_of_work(world.here.scope, writes=False) as opened:
        rows = opened.query(TaskLabel).filter(TaskLabel.task_id == tasks[0].id)
        assert {row.label_id for row in rows} == {new.id, stays.id}
    with pytest.raises(Invalid):
        change(world, made, tasks, BulkLabel(frozenset({foreign.id})))


def test_all_are_archived(world: World, made: MadeBoard, tasks: list[Task]) -> None:
    change(world, made, tasks, BulkArchive())
    assert titles(world, made, "todo") == []


@pytest.mark.parametrize("which", ["archived", "moved away", "unknown", "elsewhere"])
def test_when_one_has_left_the_board_nothing_is_done(
    world: World, made: MadeBoard, tasks: list[Task], which: str
) -> None:
    with unit_of_work(world.here.scope):
        others = {
            "archived": make_task(made, archived_at=now()).id,
            "moved away": make_task(make_board()).id,
            "unknown": new_id(),
        }
    with unit_of_work(world.elsewhere.scope):
        others["elsewhere"] = make_task(make_board()).id
    ids = [tasks[0].id, others[which]]
    with pytest.raises(TaskLeft), unit_of_work(world.here.scope):
        change_tasks(world.actor("member"), made.id, ids, BulkArchive())
    assert titles(world, made, "todo") == ["a", "b", "c"]


def test_too_many_are_refused(world: World, made: MadeBoard) -> None:
    with unit_of_work(world.here.scope):
        ids = make_tasks(made, made.todo, MOST + 1)
    with pytest.raises(TooManyTasks), unit_of_work(world.here.scope):
        change_tasks(world.actor("member"), made.id, ids, BulkArchive())


@pytest.mark.parametrize("name", ["guest", "outsider"])
def test_who_only_reads_changes_nothing(
    world: World, made: MadeBoard, tasks: list[Task], name: str
) -> None:
    with pytest.raises(Forbidden):
        change(world, made, tasks, BulkArchive(), name)


def test_the_form_says_what_is_done(
    world: World, made: MadeBoard, tasks: list[Task], sign_in: Callable[[Person], FlaskClient]
) -> None:
    client, url = sign_in(world.person("member")), world.here.url(f"/boards/{made.id}/bulk")
    ids = [str(task.id) for task in tasks]
    done = client.post(url, data={"task": ids, "action": "move", "column": str(made.doing.id)})
    assert done.status_code == 302
    assert titles(world, made, "doing") == ["a", "b", "c"]
    assert client.post(url, data={"task": ids, "action": "dance"}).status_code == 422
    assert client.post(url, data={"action": "archive"}).status_code == 404
    gone = client.post(url, data={"task": ids, "action": "move", "column": "x"})
    assert gone.status_code == 409
    scripted = client.post(
        url, data={"task": ids, "action": "archive"}, headers={"X-Fragment": "1"}
    )
    assert scripted.json == {"ok": True, "version": 3, "numbers": [1, 2, 3]}
