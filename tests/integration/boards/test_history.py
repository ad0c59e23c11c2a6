"""What happened to a task, on its page."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from collab.activity import service as activity
from collab.boards.models import Task
from collab.boards.owners import person
from collab.boards.service import checklist
from collab.boards.service.editing import TaskEdit, edit_task
from collab.boards.service.moving import Place, close_task, move_task, reopen_task
from collab.boards.service.tasks import archive_task, rename_task, restore_task
from collab.boards.tales import find_sentence
from collab.core.actor import Actor
from collab.core.db import unit_of_work
from tests.boards import (
    MadeBoard,
    block,
    make_board,
    make_comment,
    make_file,
    make_label,
    make_link,
    make_step,
    make_task,
)
from tests.factories import make_meeting
from tests.queries import Queries
from tests.world import World

TAGS = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Made:
    """A task of the research group."""

    world: World
    board: MadeBoard
    task: Task

    def sentences(self, client: FlaskClient, query: str = "") -> list[str]:
        """What its page says happened, the latest first."""
        page = client.get(self.world.here.url(f"/tasks/{self.task.number}{query}")).text
        found = re.findall(
            r'class="history-sentence">(.*?)<span class="part-detail"', page, re.DOTALL
        )
        return [" ".join(TAGS.sub("", each).split()) for each in found]

    def edit(self, revision: int, **changes: Any) -> None:
        """Save the form of the task with these changes."""
        plan = TaskEdit("Report", "en", None, None, None, (), frozenset())
        edit_task(self.actor, self.task.number, replace(plan, **changes), revision)

    @property
    def actor(self) -> Actor:
        """Who does it."""
        return self.world.actor("member")


@pytest.fixture
def made(world: World) -> Made:
    with unit_of_work(world.here.scope):
        board = make_board(world.group)
        task = make_task(board, title="Report")
    return Made(world, board, task)


def test_the_page_tells_who_did_what_the_latest_first(made: Made, sign_in, world: World) -> None:
    actor, number = made.actor, made.task.number
    for step in (
        lambda: rename_task(actor, number, "Whole report"),
        lambda: move_task(actor, made.task.id, Place(made.board.doing.id)),
        lambda: close_task(actor, number),
        lambda: reopen_task(actor, number),
        lambda: archive_task(actor, number),
        lambda: restore_task(actor, number),
    ):
        with unit_of_work(world.here.scope):
            step()
    who = "Member of here"
    assert made.sentences(sign_in(world.person("outsider"))) == [
        f"{who} brought the task back from the archive.",
        f"{who} archived the task.",
        f"{who} reopened the task.",
        f"{who} marked the task as done.",
        f"{who} moved the task from “To do” to “Doing”.",
        f"{who} renamed the task: it was “Report”, now it is “Whole report”.",
    ]


def test_the_history_is_in_the_language_of_the_reader(made: Made, sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        made.edit(1, due_on=date(2026, 12, 3))
    client = sign_in(world.person("member"))
    client.post("/language", data={"language": "de"})
    page = client.get(world.here.url(f"/tasks/{made.task.number}")).text
    assert "Do., 3. Dez. 2026" in page.split('class="history-fields"')[1]


def test_owners_and_labels_are_named(made: Made, sign_in, world: World) -> None:
    chair, secretary = (person(world.membership(name).id) for name in ("chair", "secretary"))
    with unit_of_work(world.here.scope):
        label = make_label(made.board.board, name="Urgent").id
        made.edit(1, owners=(chair, secretary), labels=frozenset({label}))
    with unit_of_work(world.here.scope):
        made.edit(3, owners=(secretary,))
    with unit_of_work(world.here.scope):
        made.edit(5, owners=(chair,))
    assert made.sentences(sign_in(world.person("member"))) == [
        "Member of here handed the task from Secretary of here to Chair of here.",
        "Member of here removed labels: Urgent.",
        "Member of here took the task from Chair of here.",
        "Member of here added labels: Urgent.",
        "Member of here handed the task to Chair of here and Secretary of here.",
    ]


def test_dates_are_told_before_and_after(made: Made, sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        made.edit(1, due_on=date(2026, 12, 3))
    with unit_of_work(world.here.scope):
        made.edit(2, due_on=date(2026, 12, 7), language="de")
    page = sign_in(world.person("member")).get(world.here.url(f"/tasks/{made.task.number}")).text
    latest = TAGS.sub("", page.split('class="history-fields"')[1])
    words = " ".join(latest.split())
    assert "Due before: Thu, 3 Dec 2026 now: Mon, 7 Dec 2026" in words
    assert "Language before: English now: German" in words


def test_steps_are_told_one_by_one_and_many_at_once(made: Made, sign_in, world: World) -> None:
    number = made.task.number
    with unit_of_work(world.here.scope):
        first = checklist.add_steps(made.actor, number, "Book <b>")[0]
        checklist.add_steps(made.actor, number, "One\nTwo\nThree")
        checklist.check_step(made.actor, number, first.id, is_done=True)
    assert made.sentences(sign_in(world.person("member"))) == [
        "Member of here finished the step “Book &lt;b&gt;”.",
        "Member of here added 3 steps.",
        "Member of here added the step “Book &lt;b&gt;”.",
    ]


def test_what_the_minutes_did_is_said_to_be_theirs(made: Made, sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        activity.record_for(
            world.here.id, "task.closed", made.task.id, name="Report", origin="minutes"
        )
    assert made.sentences(sign_in(world.person("member"))) == [
        "The installation marked the task as done. · in the minutes"
    ]


def test_only_the_latest_lines_are_shown_at_first(made: Made, sign_in, world: World) -> None:
    for number in range(12):
        with unit_of_work(world.here.scope):
            rename_task(made.actor, made.task.number, f"Report {number}")
    member = sign_in(world.person("member"))
    assert len(made.sentences(member)) == 10
    assert len(made.sentences(member, "?history=all")) == 12


def test_titles_of_tasks_that_a_guest_does_not_see_are_not_told(
    made: Made, sign_in, world: World
) -> None:
    with unit_of_work(world.here.scope):
        secret = make_task(make_board(world.here.groups["culture"]), title="Secret plan")
        move_task(
            world.actor("coordinator"), secret.id, Place(made.board.todo.id, board_id=made.board.id)
        )
        activity.record(
            made.actor, "task.blocked", made.task.id, blocker=9, blocker_name="Secret plan"
        )
    sentences = made.sentences(sign_in(world.person("guest")))
    assert sentences == ["Member of here noted that the task waits for #9."]


@pytest.mark.parametrize(
    ("verb", "told"),
    [
        ("task.moved", {"board": "X", "column": "To do"}),
        ("task.moved", {"lane": ""}),
        ("task.moved", {"lane": "North"}),
        ("task.checklist_changed", {}),
        ("task.assigned", {}),
        ("task.of_tomorrow", {}),
        ("task.created", {}),
    ],
)
def test_whatever_the_log_tells_has_words(app, verb: str, told: dict[str, Any]) -> None:
    with app.test_request_context():
        sentence = find_sentence(verb, told)
    assert sentence.startswith("%(who)s ")


def test_erased_details_leave_a_sentence(made: Made, sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        activity.record(made.actor, "task.moved", made.task.id)
    assert made.sentences(sign_in(world.person("member"))) == [
        "Member of here moved the task from “…” to “…”."
    ]


def test_the_history_of_another_task_is_not_told(made: Made, sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        other: UUID = make_task(made.board).id
        activity.record(made.actor, "task.closed", other)
    assert made.sentences(sign_in(world.person("member"))) == []


def test_a_page_costs_the_same_queries_however_much_hangs_on_the_task(
    made: Made, sign_in, world: World, count_queries: Callable[[], AbstractContextManager[Queries]]
) -> None:
    member = sign_in(world.person("outsider"))
    url = world.here.url(f"/tasks/{made.task.number}")

    def count() -> int:
        with count_queries() as queries:
            assert member.get(url).status_code == 200
        return len(queries)

    def hang() -> None:
        with unit_of_work(world.here.scope):
            by = world.membership("chair")
            make_step(made.task)
            make_file(made.task, by)
            comment = {"type": "mention", "attrs": {"id": str(by.id), "label": "Chair"}}
            content = {"type": "doc", "content": [{"type": "paragraph", "content": [comment]}]}
            make_comment(made.task, by, content=content)
            make_link(made.task, make_meeting(by, world.group).id)
            block(made.task, by=make_task(made.board))
            block(make_task(made.board), by=made.task)
        with unit_of_work(world.here.scope):
            activity.record(made.actor, "task.closed", made.task.id)

    hang()
    before = count()
    for _time in range(5):
        hang()
    assert count() == before
