"""Tasks that wait for others."""

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from collab.boards.models import Task, TaskBlocker
from collab.boards.service import blockers as service
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from tests.boards import MadeBoard, block, make_board, make_task
from tests.world import World


@dataclass(frozen=True)
class Made:
    """Four tasks of the research group; the second waits for the third."""

    board: MadeBoard
    tasks: list[Task]
    urls: list[str]


@pytest.fixture
def made(world: World) -> Made:
    with unit_of_work(world.here.scope):
        board = make_board(world.group)
        tasks = [make_task(board, title=f"Task {letter}") for letter in "ABCD"]
        block(tasks[1], by=tasks[2])
    return Made(board, tasks, [world.here.url(f"/tasks/{task.number}") for task in tasks])


def wait(client: FlaskClient, url: str, text: str) -> tuple[int, str]:
    answer = client.post(f"{url}/blockers", data={"blocker": text})
    return answer.status_code, answer.text


def count(world: World) -> int:
    with unit_of_work(world.here.scope, writes=False):
        return session().scalar(select(func.count(TaskBlocker.id))) or 0


def test_both_pages_show_who_waits_for_whom(made: Made, sign_in, world: World) -> None:
    member = sign_in(world.person("member"))
    waiting, blocker = member.get(made.urls[1]).text, member.get(made.urls[2]).text
    assert "Task C" in waiting.split('id="blockers"')[1]
    assert "Waiting for this task" not in waiting
    assert "Waiting for this task" in blocker
    assert "Task B" in blocker.split("Waiting for this task")[1]


@pytest.mark.parametrize("text", ["{}", "#{}", " #{} Task B "])
def test_a_task_waits_for_the_one_of_that_number(
    made: Made, sign_in, world: World, text: str
) -> None:
    number = made.tasks[1].number
    member = sign_in(world.person("member"))
    assert wait(member, made.urls[0], text.format(number))[0] == 302
    assert "Task B" in member.get(made.urls[0]).text.split('id="blockers"')[1]
    assert wait(member, made.urls[0], str(number))[0] == 302  # twice is once
    assert count(world) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Please enter the number of a task."),
        ("soon", "Please enter the number of a task."),
        ("12abc", "Please enter the number of a task."),
        ("999999999", "There is no task #999999999 that you could see."),
        ("99999999999", "Please enter the number of a task."),
    ],
)
def test_what_is_no_task_is_refused_in_words(
    made: Made, sign_in, world: World, text: str, words: str
) -> None:
    status, page = wait(sign_in(world.person("member")), made.urls[0], text)
    assert (status, words in page) == (422, True)
    assert count(world) == 1


def test_a_task_does_not_wait_for_itself(made: Made, sign_in, world: World) -> None:
    status, page = wait(sign_in(world.person("member")), made.urls[0], str(made.tasks[0].number))
    assert (status, "A task cannot wait for itself." in page) == (422, True)


def test_a_circle_is_refused_and_named(made: Made, sign_in, world: World) -> None:
    a, b, c, d = (task.number for task in made.tasks)
    member = sign_in(world.person("member"))
    wait(member, made.urls[0], str(b))  # a → b → c
    wait(member, made.urls[2], str(d))  # c → d
    status, page = wait(member, made.urls[3], str(a))
    assert status == 422
    assert f"in a circle: #{d} → #{a} → #{b} → #{c} → #{d}." in page
    assert wait(member, made.urls[2], str(b))[0] == 422
    assert count(world) == 3


def test_a_task_of_another_cooperation_is_none(made: Made, sign_in, world: World) -> None:
    with unit_of_work(world.elsewhere.scope):
        board = make_board()
        others = [make_task(board, title=f"Theirs {number}") for number in range(9)]
    status, page = wait(sign_in(world.person("member")), made.urls[0], str(others[-1].number))
    assert status == 422
    assert "Theirs" not in page


def test_waiting_ends_and_is_taken_up_again(made: Made, sign_in, world: World) -> None:
    member = sign_in(world.person("member"))
    url = f"{made.urls[1]}/blockers/{made.tasks[2].number}/removal"
    answer = member.post(url)
    page = member.get(answer.headers["Location"]).text
    assert f"does not wait for #{made.tasks[2].number} any more." in page
    assert f'name="blocker" value="{made.tasks[2].number}"' in page
    assert member.post(url).status_code == 409
    assert count(world) == 0


def test_a_guest_learns_no_titles_of_boards_that_they_do_not_see(
    made: Made, sign_in, world: World
) -> None:
    with unit_of_work(world.here.scope):
        secret = make_task(make_board(world.here.groups["culture"]), title="Secret plan")
        block(made.tasks[1], by=secret)
    page = sign_in(world.person("guest")).get(made.urls[1]).text
    assert "Task C" in page
    assert "Secret plan" not in page
    assert "1 task that you cannot see" in page


def test_a_task_waits_only_for_so_many(
    made: Made, sign_in, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MAX_BLOCKERS", 1)
    status, page = wait(sign_in(world.person("member")), made.urls[1], str(made.tasks[3].number))
    assert status == 422
    assert "waits for at most 1 others" in page


def test_an_archived_task_waits_for_nothing_new(made: Made, sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        session().get_one(Task, made.tasks[0].id).archived_at = now()
    member = sign_in(world.person("member"))
    assert wait(member, made.urls[0], str(made.tasks[1].number))[0] == 409
