"""Tasks are created, renamed, archived and restored by those who work on their board."""

import pytest

from collab.boards.models import Task
from collab.boards.service.editing import TaskEdit, edit_task
from collab.boards.service.lookups import find_task
from collab.boards.service.moving import TaskArchived
from collab.boards.service.tasks import (
    TaskPlan,
    archive_task,
    create_task,
    rename_task,
    restore_task,
)
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.core.errors import Forbidden, Invalid, NotFound
from tests.boards import make_board, make_task
from tests.world import World


def test_a_new_task_goes_to_the_end_of_the_first_column_with_the_next_number(world: World) -> None:
    with unit_of_work(world.here.scope):
        made = make_board(world.group)
        first = make_task(made)
    with unit_of_work(world.here.scope):
        task = create_task(world.actor("member"), made.id, TaskPlan("  Ask Lyon\n "))
    assert (task.number, task.title) == (first.number + 1, "Ask Lyon")
    assert (task.column_id, task.closed_at) == (made.todo.id, None)
    assert task.rank > first.rank
    assert task.created_by == world.membership("member").id


def test_each_change_gives_board_and_task_the_next_version(world: World) -> None:
    with unit_of_work(world.here.scope):
        made = make_board(world.group)
    with unit_of_work(world.here.scope):
        task = create_task(world.actor("member"), made.id, TaskPlan("One"))
    with unit_of_work(world.here.scope):
        rename_task(world.actor("chair"), task.number, "Two")
    with unit_of_work(world.here.scope, writes=False):
        found = find_task(world.actor("member"), task.number)
        assert (found.board.version, found.task.version) == (3, 3)
        assert (found.task.title, found.task.revision) == ("Two", 2)


@pytest.mark.parametrize("title", ["", "  ", "\0", "x" * 301])
def test_a_title_is_asked_for(world: World, title: str) -> None:
    with unit_of_work(world.here.scope):
        made = make_board(world.group)
    with pytest.raises(Invalid) as caught, unit_of_work(world.here.scope):
        create_task(world.actor("member"), made.id, TaskPlan(title))
    assert list(caught.value.fields) == ["title"]


@pytest.mark.parametrize("name", ["outsider", "guest"])
def test_only_who_works_on_the_board_changes_its_tasks(world: World, name: str) -> None:
    with unit_of_work(world.here.scope):
        made = make_board(world.group)
        task = make_task(made)
    with pytest.raises(Forbidden), unit_of_work(world.here.scope):
        create_task(world.actor(name), made.id, TaskPlan("No"))
    with pytest.raises(Forbidden), unit_of_work(world.here.scope):
        rename_task(world.actor(name), task.number, "No")
    with pytest.raises(Forbidden), unit_of_work(world.here.scope):
        archive_task(world.actor(name), task.number)


def test_guests_do_not_know_of_tasks_of_other_groups(world: World) -> None:
    with unit_of_work(world.here.scope):
        task = make_task(make_board(world.here.groups["culture"]))
    with pytest.raises(NotFound), unit_of_work(world.here.scope, writes=False):
        find_task(world.actor("guest"), task.number)


def test_an_archived_task_comes_back_to_its_place(world: World) -> None:
    with unit_of_work(world.here.scope):
        made = make_board(world.group)
        task = make_task(made, made.doing)
    with unit_of_work(world.here.scope):
        archive_task(world.actor("member"), task.number)
    with unit_of_work(world.here.scope, writes=False):
        assert session().get_one(Task, task.id).archived_at is not None
    with unit_of_work(world.here.scope):
        restore_task(world.actor("member"), task.number)
    with unit_of_work(world.here.scope, writes=False):
        again = session().get_one(Task, task.id)
        assert (again.archived_at, again.column_id, again.rank) == (None, made.doing.id, task.rank)


def test_an_archived_task_stays_as_it_is(world: World) -> None:
    member = world.actor("member")
    with unit_of_work(world.here.scope):
        task = make_task(make_board(world.group), title="As it was", archived_at=now())
    with pytest.raises(TaskArchived), unit_of_work(world.here.scope):
        rename_task(member, task.number, "Other")
    edit = TaskEdit("Other", task.language, None, None, None, (), frozenset())
    with pytest.raises(TaskArchived), unit_of_work(world.here.scope):
        edit_task(member, task.number, edit, task.revision)
    with unit_of_work(world.here.scope, writes=False):
        assert session().get_one(Task, task.id).title == "As it was"
