"""Guessing is slowed down, also when it is done many times at the same moment."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from collab.accounts import service, throttle
from collab.accounts.models import Throttle
from collab.accounts.service import Device, WrongCredentials
from collab.core.clock import now
from collab.core.db import GLOBAL, session, unit_of_work
from collab.core.errors import TooManyAttempts
from tests.integration.accounts.steps import at
from tests.world import World

HERE = Device("192.0.2.1", "Tests")


pytestmark = pytest.mark.usefixtures("world")


def attempt(email: str, device: Device = HERE) -> str:
    """As the view does: what it counted is committed, whatever comes out."""
    with unit_of_work(GLOBAL):
        try:
            service.sign_in(email, "wrong password", device)
        except WrongCredentials:
            return "wrong"
        except TooManyAttempts:
            return "slowed down"
    return "signed in"


def test_parallel_guesses_are_counted_one_by_one(world: World) -> None:
    email = world.person("member").email
    outcomes: list[str] = []
    start = threading.Barrier(16)

    def guess(number: int) -> None:
        start.wait()
        outcomes.append(attempt(email, Device(f"192.0.2.{number}", "Tests")))

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["slowed down"] * 8 + ["wrong"] * 8


def test_a_window_ends(world: World, monkeypatch) -> None:
    email = world.person("member").email
    for _each in range(throttle.PER_ACCOUNT):
        attempt(email)
    assert attempt(email) == "slowed down"
    at(monkeypatch, now() + throttle.WINDOW + timedelta(seconds=1))
    assert attempt(email) == "wrong"


def test_going_on_does_not_make_the_wait_longer(world: World, monkeypatch) -> None:
    email = world.person("member").email
    for _each in range(throttle.PER_ACCOUNT * 2):
        attempt(email)
    at(monkeypatch, now() + throttle.WINDOW + timedelta(seconds=1))
    assert attempt(email) == "wrong"


def test_successes_are_not_held_against_an_address(world: World, monkeypatch) -> None:
    monkeypatch.setattr(throttle, "PER_ADDRESS", 3)
    member = world.person("member")
    for _each in range(6):
        with unit_of_work(GLOBAL):
            service.sign_in(member.email, "a-password-of-tests", HERE)
    attempt("nobody@collab.example")
    with unit_of_work(GLOBAL, writes=False):
        rows = session().execute(select(Throttle.key, Throttle.count)).all()
        counts = dict(rows)
    assert counts["address:192.0.2.1"] == 1
    assert f"password:{member.email}" not in counts


def test_old_counters_are_removed(world: World, monkeypatch) -> None:
    attempt("nobody@collab.example")
    at(monkeypatch, now() + throttle.WINDOW + timedelta(seconds=1))
    with unit_of_work(GLOBAL):
        service.sign_in(world.person("member").email, "a-password-of-tests", HERE)
    with unit_of_work(GLOBAL, writes=False):
        keys = session().scalars(select(Throttle.key)).all()
    assert "password:nobody@collab.example" not in keys


def test_very_long_names_are_counted_too(world: World) -> None:
    with unit_of_work(GLOBAL):
        for _each in range(3):
            throttle.take("reset:" + "x" * 1000, 3)
        with pytest.raises(TooManyAttempts):
            throttle.take("reset:" + "x" * 1000, 3)
