"""The steps of a task, through its page and its forms."""

import re
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from collab.activity.models import Activity
from collab.boards.models import Board, ChecklistItem, Task
from collab.boards.service import checklist
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from tests.boards import MadeBoard, make_board, make_step, make_task, owe
from tests.world import World


@dataclass(frozen=True)
class Made:
    """A task of the research group with two steps."""

    board: MadeBoard
    task: Task
    first: ChecklistItem
    second: ChecklistItem
    url: str


@pytest.fixture
def made(world: World) -> Made:
    with unit_of_work(world.here.scope):
        board = make_board(world.group)
        task = make_task(board, title="Plan the fair")
        first, second = make_step(task, text="Book a room"), make_step(task, text="Invite all")
    return Made(board, task, first, second, world.here.url(f"/tasks/{task.number}"))


def texts(world: World, made: Made) -> list[str]:
    with unit_of_work(world.here.scope, writes=False):
        return [step.text for step in checklist.list_steps(made.task)]


def find(world: World, step: ChecklistItem) -> ChecklistItem:
    with unit_of_work(world.here.scope, writes=False):
        return session().get_one(ChecklistItem, step.id)


def lines(world: World) -> list[dict]:
    with unit_of_work(world.here.scope, writes=False):
        found = select(Activity).where(Activity.verb == "task.checklist_changed")
        return [row.details for row in session().scalars(found.order_by(Activity.number))]


def test_the_page_shows_the_steps_in_their_order(made: Made, sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        session().get_one(ChecklistItem, made.first.id).done_at = now()
    page = sign_in(world.person("member")).get(made.url).text
    assert page.index("Book a room") < page.index("Invite all")
    assert "1 of 2 done" in page
    assert re.findall(r'role="checkbox" aria-checked="(\w+)"', page) == ["true", "false"]


def test_many_lines_become_steps_at_once(made: Made, sign_in, world: World) -> None:
    member = sign_in(world.person("member"))
    text = "- Order chairs\r\n\r\n* [x] Call the mayor\r\n[ ] Print\r\n  3. Clean up  "
    answer = member.post(f"{made.url}/steps", data={"steps": text})
    assert answer.headers["Location"].endswith(f"{made.url}#new-steps")
    assert lines(world) == [
        {"number": 1, "name": "Plan the fair", "what": "added", "count": 4, "text": "Order chairs"}
    ]
    assert texts(world, made)[2:] == ["Order chairs", "Call the mayor", "Print", "3. Clean up"]
    with unit_of_work(world.here.scope, writes=False):
        done = select(ChecklistItem.text).where(ChecklistItem.done_at.is_not(None))
        assert session().scalars(done).all() == ["Call the mayor"]


def test_a_board_shows_that_its_card_changed(made: Made, sign_in, world: World) -> None:
    sign_in(world.person("member")).post(f"{made.url}/steps", data={"steps": "One more"})
    with unit_of_work(world.here.scope, writes=False):
        board = session().get_one(Board, made.board.id)
        assert board.version == made.board.board.version + 1
        assert session().get_one(Task, made.task.id).version == board.version


def test_a_thousand_steps_are_refused_and_nothing_is_added(
    made: Made, sign_in, world: World
) -> None:
    text = "\n".join(f"Step {number}" for number in range(1000))
    answer = sign_in(world.person("member")).post(f"{made.url}/steps", data={"steps": text})
    assert answer.status_code == 422
    assert "there is room for 198 more" in answer.text
    assert "Step 999" in answer.text  # what was typed is still there
    assert len(texts(world, made)) == 2


def test_exactly_as_many_steps_as_there_may_be_are_taken(made: Made, world: World) -> None:
    with unit_of_work(world.here.scope):
        checklist.add_steps(world.actor("member"), made.task.number, "x\n" * 198)
    assert len(texts(world, made)) == checklist.MAX_STEPS


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Please enter a step."),
        (" \n\t\n- \n", "Please enter a step."),
        ("Fine\n" + "x" * 301, "Step 2 is too long"),
    ],
)
def test_what_cannot_be_a_step_is_refused_in_words(
    made: Made, sign_in, world: World, text: str, words: str
) -> None:
    answer = sign_in(world.person("member")).post(f"{made.url}/steps", data={"steps": text})
    assert answer.status_code == 422
    assert words in answer.text
    assert len(texts(world, made)) == 2


def test_a_step_is_checked_and_unchecked(made: Made, sign_in, world: World) -> None:
    member = sign_in(world.person("member"))
    url = f"{made.url}/steps/{made.first.id}/check"
    assert (
        member.post(url, data={"done": "1"}).headers["Location"].endswith(f"#step-{made.first.id}")
    )
    assert find(world, made.first).done_by == world.membership("member").id
    member.post(url, data={"done": "1"})
    member.post(url, data={"done": "0"})
    assert find(world, made.first).done_at is None
    assert find(world, made.first).done_by is None
    assert [line["what"] for line in lines(world)] == ["checked", "unchecked"]


def test_a_guest_who_owes_the_task_checks_steps_but_adds_none(
    made: Made, sign_in, world: World
) -> None:
    with unit_of_work(world.here.scope):
        owe(session().get_one(Task, made.task.id), world.membership("guest"))
    guest = sign_in(world.person("guest"))
    page = guest.get(made.url).text
    assert 'role="checkbox"' in page
    assert 'id="new-steps"' not in page
    assert guest.post(f"{made.url}/steps/{made.first.id}/check").status_code == 302
    assert guest.post(f"{made.url}/steps", data={"steps": "Mine"}).status_code == 403
    assert guest.post(f"{made.url}/steps/{made.first.id}/removal").status_code == 403


def test_who_only_reads_sees_steps_without_buttons(made: Made, sign_in, world: World) -> None:
    page = sign_in(world.person("outsider")).get(made.url).text
    assert "Book a room" in page
    assert 'role="checkbox"' not in page
    assert "/steps/" not in page


def test_a_step_is_renamed(made: Made, sign_in, world: World) -> None:
    member = sign_in(world.person("member"))
    url = f"{made.url}/steps/{made.first.id}"
    assert 'value="Book a room"' in member.get(url).text
    wrong = member.post(url, data={"text": "y" * 301})
    assert wrong.status_code == 422
    assert "at most 300 characters" in wrong.text
    member.post(url, data={"text": " Book the big room "})
    assert texts(world, made)[0] == "Book the big room"
    assert lines(world)[-1] | {"before": "Book a room", "what": "renamed"} == lines(world)[-1]


def test_steps_are_moved_and_stop_at_the_ends(made: Made, sign_in, world: World) -> None:
    member = sign_in(world.person("member"))
    url = f"{made.url}/steps/{made.second.id}/position"
    for _time in range(2):
        member.post(url, data={"direction": "up"})
    assert texts(world, made) == ["Invite all", "Book a room"]
    member.post(url, data={"direction": "down"})
    assert texts(world, made) == ["Book a room", "Invite all"]


def test_a_removed_step_comes_back_as_it_was(made: Made, sign_in, world: World) -> None:
    member = sign_in(world.person("member"))
    url = f"{made.url}/steps/{made.first.id}"
    member.post(f"{url}/check", data={"done": "1"})
    answer = member.post(f"{url}/removal")
    assert texts(world, made) == ["Invite all"]
    page = member.get(answer.headers["Location"]).text
    assert "The step “Book a room” was removed." in page
    assert f"{url}/removal/undo" in page
    member.post(f"{url}/removal/undo")
    assert texts(world, made) == ["Book a room", "Invite all"]
    assert find(world, made.first).done_by == world.membership("member").id
    assert "was removed" not in member.get(answer.headers["Location"]).text
    assert member.post(f"{url}/removal/undo").status_code == 409


def test_a_removed_step_stays_away_when_the_list_is_full(made: Made, world: World) -> None:
    actor, number = world.actor("member"), made.task.number
    with unit_of_work(world.here.scope):
        checklist.remove_step(actor, number, made.first.id)
        checklist.add_steps(actor, number, "x\n" * 199)
    with unit_of_work(world.here.scope), pytest.raises(checklist.ChecklistFull):
        checklist.restore_step(actor, number, made.first.id)


def test_what_somebody_removed_cannot_be_changed(made: Made, sign_in, world: World) -> None:
    member = sign_in(world.person("member"))
    url = f"{made.url}/steps/{made.first.id}"
    member.post(f"{url}/removal")
    for path in ("/check", "/position", "/removal"):
        answer = member.post(url + path)
        assert answer.status_code == 409
        assert "deleted this in the meantime" in answer.text


def test_the_step_of_another_task_is_none_of_this_one(made: Made, sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        other = make_step(make_task(made.board), text="Elsewhere")
    member = sign_in(world.person("member"))
    for path in ("", "/check", "/position", "/removal", "/removal/undo"):
        answer = member.post(f"{made.url}/steps/{other.id}{path}", data={"text": "Mine"})
        assert answer.status_code == 404, path
    assert find(world, other).text == "Elsewhere"


def test_an_archived_task_keeps_its_steps(made: Made, sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        session().get_one(Task, made.task.id).archived_at = now()
    member = sign_in(world.person("member"))
    page = member.get(made.url).text
    assert "Book a room" in page
    assert 'role="checkbox"' not in page
    answer = member.post(f"{made.url}/steps", data={"steps": "More"})
    assert answer.status_code == 409
    assert "This task is archived" in answer.text
