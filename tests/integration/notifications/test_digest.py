"""The daily mail: at seven by the reader's clocks, once, with what they have not read."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, update

from collab.accounts.models import Person
from collab.app import create_app
from collab.boards.models import Task, TaskOwner
from collab.cooperations.models import Cooperation, Membership
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.groups.models import GroupMember
from collab.notifications import duties
from collab.notifications.models import Kind, Notification, Pace
from tests.boards import make_board, make_comment, make_task, owe
from tests.notices import list_mails, list_rows, make_notification, run_digest
from tests.world import World

#: Thursday; in Berlin it is an hour later
SIX = datetime(2026, 11, 26, 6, 0, tzinfo=UTC)
YESTERDAY = SIX - timedelta(hours=12)


@pytest.fixture
def task(world: World) -> Task:
    with unit_of_work(world.here.scope):
        made = make_task(make_board(world.group), title="Book the room")
        owe(made, world.membership("member"))
    return made


def put(world: World, task: Task, name: str = "member", **changes: object) -> Notification:
    given = {"kind": Kind.FREED, "task_id": task.id, "created_at": YESTERDAY}
    with unit_of_work(world.here.scope):
        return make_notification(world.membership(name), **given | changes)


def test_it_comes_at_seven_in_the_members_own_zone(world: World, task: Task) -> None:
    with unit_of_work(world.here.scope):
        is_them = Person.id == world.person("secretary").id
        session().execute(update(Person).where(is_them).values(timezone="America/New_York"))
    for name in ("member", "secretary"):
        put(world, task, name)
    assert run_digest(world, SIX - timedelta(minutes=1)) == 0
    assert run_digest(world, SIX) == 1
    assert [mail.person_id for mail in list_mails()] == [world.person("member").id]
    assert run_digest(world, SIX + timedelta(hours=6)) == 1
    assert [mail.person_id for mail in list_mails()][1:] == [world.person("secretary").id]


def test_it_comes_once_and_the_next_day_only_with_what_is_new(world: World, task: Task) -> None:
    put(world, task)
    assert run_digest(world, SIX) == 1
    put(world, task, created_at=SIX + timedelta(hours=1))
    assert run_digest(world, SIX + timedelta(hours=3)) == 0
    assert run_digest(world, SIX + timedelta(days=1)) == 1
    assert [mail.subject for mail in list_mails()] == ["Your day in Here"] * 2


def test_it_says_what_happened_kind_by_kind(world: World, task: Task) -> None:
    with unit_of_work(world.here.scope):
        said = make_comment(task, world.membership("chair"), "What about Tuesday?")
    by = world.membership("chair").id
    put(world, task, kind=Kind.COMMENTED, by_id=by, details={"comment": str(said.id)})
    put(world, task, kind=Kind.ASSIGNED, by_id=by)
    run_digest(world, SIX)
    (mail,) = list_mails()
    words = str(mail.parts)
    assert "2 things in “Here” that you have not read yet:" in words
    assert words.index("New tasks:") < words.index("New comments:")
    assert "What about Tuesday?" in words
    assert f"/c/here/tasks/{task.number}#comment-{said.id}" in words


def test_a_comment_that_was_taken_back_is_left_out(world: World, task: Task) -> None:
    with unit_of_work(world.here.scope):
        said = make_comment(task, world.membership("chair"), deleted_at=now())
    put(world, task, kind=Kind.COMMENTED, details={"comment": str(said.id)})
    assert run_digest(world, SIX) == 0


def test_what_was_read_is_left_out(world: World, task: Task) -> None:
    put(world, task, read_at=YESTERDAY)
    assert run_digest(world, SIX) == 0
    assert list_mails() == []


@pytest.mark.parametrize("pace", [Pace.OFF, Pace.NOW])
def test_only_what_is_meant_for_it_is_in_it(world: World, task: Task, pace: Pace) -> None:
    put(world, task, pace=pace)
    assert run_digest(world, SIX) == 0


def test_dates_of_what_is_done_put_off_or_not_theirs_any_more_are_left_out(
    world: World, task: Task
) -> None:
    due = SIX.date()
    with unit_of_work(world.here.scope):
        session().execute(update(Task).where(Task.id == task.id).values(due_on=due))
    put(world, task, kind=Kind.OVERDUE, once=f"overdue/{task.id}/{due - timedelta(days=9)}")
    assert run_digest(world, SIX) == 0
    with unit_of_work(world.here.scope):
        session().execute(delete(TaskOwner))
    put(world, task, kind=Kind.OVERDUE, once=f"overdue/{task.id}/{due}")
    put(world, task, kind=Kind.ASSIGNED)
    assert run_digest(world, SIX) == 0


@pytest.mark.parametrize("state", ["suspended_at", "ended_at"])
def test_nobody_who_is_kept_out_gets_one(world: World, task: Task, state: str) -> None:
    put(world, task)
    with unit_of_work(world.here.scope):
        session().execute(update(Membership).values({state: now()}))
    assert run_digest(world, SIX) == 0


def test_a_guest_who_has_left_the_group_reads_nothing_of_it(world: World, task: Task) -> None:
    put(world, task, "guest")
    with unit_of_work(world.here.scope):
        is_them = GroupMember.membership_id == world.membership("guest").id
        session().execute(delete(GroupMember).where(is_them))
    assert run_digest(world, SIX) == 0
    assert list_mails() == []


def test_an_archived_cooperation_is_quiet(
    world: World, task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(world, task)
    with unit_of_work(world.here.scope):
        session().execute(update(Cooperation).values(archived_at=now()))
    assert run_digest(world, SIX) == 0
    monkeypatch.setattr(duties, "now", lambda: SIX)
    assert duties.send_digests() == 0


def test_what_waits_survives_a_restart(
    app: Flask, world: World, task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(world, task)
    create_app(app.config["SETTINGS"])
    monkeypatch.setattr(duties, "now", lambda: SIX)
    assert duties.send_digests() == 1
    assert duties.send_digests() == 0
    assert len(list_mails()) == 1


def test_old_lines_are_forgotten(world: World, task: Task) -> None:
    put(world, task, created_at=now() - timedelta(days=91))
    kept = put(world, task, created_at=now() - timedelta(days=89))
    duties.forget_old()
    assert [row.id for row in list_rows(world)] == [kept.id]
