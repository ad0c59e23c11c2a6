"""What is told to open sockets, and somebody of the coordinator's delegation to act on."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from collab.accounts.models import Person
from collab.activity.models import Activity
from collab.cooperations.models import Membership
from collab.core import revocation
from collab.core.actor import Actor, Role
from collab.core.db import session, unit_of_work
from collab.core.revocation import AccessChange
from tests.factories import as_actor, make_membership, make_person
from tests.world import World


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[AccessChange]:
    """Every change of access that was announced."""
    changes: list[AccessChange] = []
    monkeypatch.setattr(revocation, "_listeners", [changes.append])
    return changes


@pytest.fixture
def coordinator(world: World, sign_in: Any) -> Any:
    """The browser of the coordinator of the first delegation."""
    return sign_in(world.person("coordinator"))


@pytest.fixture
def row(world: World) -> Callable[[str], Membership]:
    """`row("secretary")`: the membership as it is stored now."""

    def find(name: str) -> Membership:
        with unit_of_work(world.here.scope, writes=False):
            wanted = select(Membership).where(Membership.id == world.membership(name).id)
            return session().scalars(wanted).one()

    return find


@pytest.fixture
def second(world: World) -> tuple[Person, Membership, Actor]:
    """Another coordinator of the first delegation."""
    with unit_of_work(world.here.scope):
        person = make_person(name="Second Coordinator", email="second@here.example")
        membership = make_membership(person, world.here.delegations[0], Role.COORDINATOR)
    return person, membership, as_actor(person, membership, world.here.cooperation)


@pytest.fixture
def verbs(world: World) -> Callable[[], list[tuple[str, dict[str, Any]]]]:
    """What the log of `here` says, in order."""

    def read() -> list[tuple[str, dict[str, Any]]]:
        with unit_of_work(world.here.scope, writes=False):
            rows = session().scalars(select(Activity).order_by(Activity.number)).all()
        return [(each.verb, each.details) for each in rows]

    return read
