import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from collab.core import duties, duty_runs, worker
from collab.core.db import GLOBAL, unit_of_work
from collab.core.duties import Duty
from collab.core.duty_runs import DutyRun
from collab.core.worker import Worker, run_once

DAY = timedelta(days=1)


class Clock:
    def __init__(self) -> None:
        self.passed = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.passed


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    for module in (duty_runs, worker):
        monkeypatch.setattr(module, "now", made.now)
    return made


def make_duty(work: Callable[[], object], *, is_shared: bool = True, every=DAY) -> Duty:
    return Duty("tests.something", every, work, is_shared)


def see_to(duty: Duty) -> bool:
    duty_runs.find_next(duty.name)
    return run_once(duty)


def row() -> DutyRun:
    with unit_of_work(GLOBAL, writes=False) as session:
        return session.scalars(select(DutyRun)).one()


def wait_until(is_so: Callable[[], bool], seconds: float = 10.0) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "that took too long"
        time.sleep(0.01)


def test_a_duty_is_registered_under_its_name_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duties, "_duties", {})

    @duties.duty("tests.b", every=DAY)
    def second() -> None: ...

    @duties.duty("tests.a", every=DAY, is_shared=False)
    def first() -> None: ...

    assert [each.name for each in duties.list_duties()] == ["tests.a", "tests.b"]
    assert duties.find_duty("tests.b").work is second
    with pytest.raises(RuntimeError, match=r"tests\.a"):
        duties.duty("tests.a", every=DAY)(first)
    duties.wake("tests.unknown")


def test_a_daily_duty_is_done_once_a_day(app: Flask, clock: Clock) -> None:
    done: list[int] = []
    duty = make_duty(lambda: done.append(1))
    assert see_to(duty)
    assert not see_to(duty)
    clock.passed = timedelta(hours=23, minutes=59)
    assert not see_to(duty)
    clock.passed = timedelta(hours=24, minutes=1)
    assert see_to(duty)
    assert len(done) == 2
    assert row().finished_at is not None


def test_several_processes_do_it_once(app: Flask) -> None:
    done: list[int] = []
    duty = make_duty(lambda: (time.sleep(0.1), done.append(1)))
    threads = [threading.Thread(target=see_to, args=(duty,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 1


def test_a_failing_duty_is_noted_and_tried_again_soon(
    app: Flask, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[int] = []

    def work() -> None:
        done.append(1)
        if len(done) == 1:
            raise ValueError("out of paper")

    duty = make_duty(work)
    assert not see_to(duty)
    assert row().failure == "ValueError: out of paper"
    assert "out of paper" in caplog.text
    assert not see_to(duty)
    clock.passed = timedelta(minutes=6)
    assert see_to(duty)
    assert row().failure == ""


def test_what_a_dead_process_had_begun_is_done_by_another(app: Flask, clock: Clock) -> None:
    done: list[int] = []
    duty = make_duty(lambda: done.append(1))
    duty_runs.find_next(duty.name)
    assert duty_runs.take(duty.name) is not None
    assert not see_to(duty)
    clock.passed = duty_runs.LEASE + timedelta(seconds=1)
    assert see_to(duty)


def test_whoever_was_too_slow_leaves_the_next_turn_alone(app: Flask, clock: Clock) -> None:
    duty = make_duty(lambda: None)
    duty_runs.find_next(duty.name)
    slow = duty_runs.take(duty.name)
    assert slow is not None
    clock.passed = duty_runs.LEASE + timedelta(seconds=1)
    assert see_to(duty)
    next_at = row().next_at
    duty_runs.settle(duty.name, slow, every=DAY, failure="late")
    assert (row().next_at, row().failure) == (next_at, "")


def test_the_worker_goes_on_after_failures_and_stops_when_told(app: Flask) -> None:
    done: list[str] = []

    def fail() -> None:
        done.append("failed")
        raise OSError("no")

    soon = timedelta(milliseconds=5)
    failing = make_duty(fail, is_shared=False, every=soon)
    fine = Duty("tests.fine", DAY, lambda: done.append("fine"), is_shared=True)
    at_work = Worker((failing, fine))
    at_work.start()
    wait_until(lambda: done.count("failed") >= 3 and "fine" in done)
    at_work.stop()
    count = len(done)
    time.sleep(0.05)
    assert len(done) == count
    assert done.count("fine") == 1


def test_a_duty_that_is_woken_runs_at_once(app: Flask) -> None:
    done: list[int] = []
    duty = make_duty(lambda: done.append(1), is_shared=False)
    at_work = Worker((duty,))
    at_work.start()
    wait_until(lambda: len(done) == 1)
    duty.alarm.set()
    wait_until(lambda: len(done) == 2)
    at_work.stop()


def test_a_duty_with_more_to_do_goes_on_at_once(app: Flask) -> None:
    left = [True, True, False]
    duty = make_duty(lambda: left.pop(0), is_shared=False)
    at_work = Worker((duty,))
    at_work.start()
    wait_until(lambda: not left)
    at_work.stop()


def test_the_worker_survives_a_database_that_is_gone(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def gone(_name: str) -> datetime:
        raise ConnectionError("the database is gone")

    done: list[int] = []
    duty = make_duty(lambda: done.append(1), every=timedelta(milliseconds=5))
    with monkeypatch.context() as patched:
        patched.setattr(duty_runs, "find_next", gone)
        at_work = Worker((duty,))
        at_work.start()
        wait_until(lambda: "the database is gone" in caplog.text)
    wait_until(lambda: bool(done))
    at_work.stop()
