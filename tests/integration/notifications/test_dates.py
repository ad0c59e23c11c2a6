"""What is due is told once, in the morning of whoever owes it."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from collab.accounts.models import Person
from collab.boards.models import Board, Task
from collab.cooperations.models import Cooperation
from collab.core.clock import now
from collab.core.db import database, session, unit_of_work
from collab.notifications import duties, service
from collab.notifications.models import Kind, Pace
from tests.boards import MadeBoard, make_board, make_task, owe
from tests.notices import Told, list_mails, list_rows, run_due, run_late, set_pace, told
from tests.world import World

FRIDAY = date(2026, 11, 27)
#: Thursday, 8:00 in Berlin
THURSDAY_MORNING = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
DUE, OVERDUE = [("member", "due_tomorrow")], [("member", "overdue")]


@pytest.fixture
def board(world: World) -> MadeBoard:
    with unit_of_work(world.here.scope):
        return make_board(world.group)


@pytest.fixture
def task(world: World, board: MadeBoard) -> Task:
    """The member owes it by Friday."""
    with unit_of_work(world.here.scope):
        made = make_task(board, due_on=FRIDAY)
        owe(made, world.membership("member"))
    return made


def change(world: World, task: Task, **values: object) -> None:
    with unit_of_work(world.here.scope):
        session().execute(update(Task).where(Task.id == task.id).values(**values))


def move_to(world: World, name: str, timezone: str) -> None:
    with unit_of_work(world.here.scope):
        is_them = Person.id == world.person(name).id
        session().execute(update(Person).where(is_them).values(timezone=timezone))


def test_it_is_told_the_day_before_and_when_it_is_over_each_only_once(
    world: World, task: Task
) -> None:
    for hours in range(0, 24, 3):
        run_due(world, THURSDAY_MORNING + timedelta(hours=hours))
    assert told(world) == DUE
    run_due(world, THURSDAY_MORNING + timedelta(days=1))
    assert told(world) == DUE
    for days in range(2, 40):
        run_due(world, THURSDAY_MORNING + timedelta(days=days))
    assert told(world) == DUE + OVERDUE


@pytest.mark.parametrize(
    ("timezone", "at", "expected"),
    [
        ("Europe/Berlin", datetime(2026, 11, 26, 4, 59, tzinfo=UTC), []),
        ("Europe/Berlin", datetime(2026, 11, 26, 5, 0, tzinfo=UTC), DUE),
        ("Pacific/Kiritimati", datetime(2026, 11, 25, 16, 0, tzinfo=UTC), DUE),
        ("Pacific/Kiritimati", datetime(2026, 11, 27, 16, 0, tzinfo=UTC), OVERDUE),
        ("Pacific/Pago_Pago", datetime(2026, 11, 26, 16, 59, tzinfo=UTC), []),
        ("Pacific/Pago_Pago", datetime(2026, 11, 26, 17, 0, tzinfo=UTC), DUE),
        ("Pacific/Pago_Pago", datetime(2026, 11, 28, 10, 0, tzinfo=UTC), []),
    ],
)
def test_the_day_is_that_of_the_readers_clocks(
    world: World, task: Task, timezone: str, at: datetime, expected: Told
) -> None:
    move_to(world, "member", timezone)
    run_due(world, at)
    assert told(world) == expected


def test_another_date_is_news_again(world: World, task: Task) -> None:
    run_due(world, THURSDAY_MORNING)
    change(world, task, due_on=FRIDAY + timedelta(days=7))
    run_due(world, THURSDAY_MORNING + timedelta(days=7))
    assert told(world) == DUE * 2


@pytest.mark.parametrize("end", ["closed_at", "archived_at"])
def test_what_is_done_or_archived_is_not_told(world: World, task: Task, end: str) -> None:
    change(world, task, **{end: now()})
    run_due(world, THURSDAY_MORNING)
    assert told(world) == []


def test_what_was_due_long_ago_is_no_news(world: World, task: Task) -> None:
    change(world, task, due_on=FRIDAY - timedelta(days=30))
    run_due(world, THURSDAY_MORNING)
    assert told(world) == []


def test_coordinators_hear_of_what_their_delegation_owes_and_nobody_hears_it_twice(
    world: World, board: MadeBoard
) -> None:
    with unit_of_work(world.here.scope):
        made = make_task(board, due_on=FRIDAY)
        owe(made, world.membership("coordinator"), *world.here.delegations)
    run_due(world, THURSDAY_MORNING)
    assert told(world) == [("coordinator", "due_tomorrow")]
    assert list_rows(world)[0].details == {}


def test_tasks_on_archived_boards_and_in_archived_cooperations_are_quiet(
    world: World, task: Task
) -> None:
    with unit_of_work(world.here.scope):
        session().execute(update(Board).values(archived_at=now()))
    run_due(world, THURSDAY_MORNING)
    with unit_of_work(world.here.scope):
        session().execute(update(Board).values(archived_at=None))
        session().execute(update(Cooperation).values(archived_at=now()))
    run_due(world, THURSDAY_MORNING)
    assert told(world) == []


def test_who_wants_it_at_once_gets_the_mail_in_the_morning(world: World, task: Task) -> None:
    with unit_of_work(world.here.scope):
        set_pace(world.membership("member"), Kind.DUE_TOMORROW, Pace.NOW)
    run_due(world, THURSDAY_MORNING)
    (mail,) = list_mails()
    assert mail.subject == f"Due soon: {task.title}"
    assert "Due on Fri, 27 Nov 2026" in str(mail.parts)


def test_two_processes_that_run_the_duty_together_tell_it_once(
    app: Flask, world: World, task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both look at the same moment, before either has written."""
    both = threading.Barrier(2, timeout=5)
    tell = service.due.tell

    def tell_together(*arguments: object) -> None:
        if not database.is_sqlite:  # there a process cannot look while another one writes
            both.wait()
        tell(*arguments)

    monkeypatch.setattr(service.due, "tell", tell_together)
    monkeypatch.setattr(duties, "now", lambda: THURSDAY_MORNING)
    threads = [threading.Thread(target=duties.tell_due) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told(world) == DUE


def test_the_duty_sees_to_every_open_cooperation(
    world: World, task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unit_of_work(world.elsewhere.scope):
        there = make_task(make_board(), due_on=FRIDAY)
        owe(there, world.elsewhere.people["chair"].membership)
    monkeypatch.setattr(duties, "now", lambda: THURSDAY_MORNING)
    assert duties.tell_due() == 2
    assert duties.tell_due() == 0
    assert told(world) == DUE


def test_what_was_given_back_meanwhile_is_not_mailed(world: World, task: Task) -> None:
    assert run_late(world, now()) == 0
