"""Two coordinators at the same moment: one after the other, and never nobody left."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select

from collab.cooperations import service
from collab.cooperations.models import Membership
from collab.core.actor import Actor, Role
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.core.errors import DomainError
from tests.factories import make_term
from tests.world import World


def at_once(world: World, *calls: Any) -> list[str]:
    """Run each in a unit of work of its own, at the same moment; how each ended."""
    ready = Barrier(len(calls))

    def run(call: Any) -> str:
        ready.wait()
        try:
            with unit_of_work(world.here.scope):
                call()
        except DomainError as error:
            return error.code
        return "done"

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(run, calls))


def coordinators(world: World) -> list[Membership]:
    with unit_of_work(world.here.scope, writes=False):
        wanted = select(Membership).where(
            Membership.delegation_id == world.here.delegations[0].id,
            Membership.role == Role.COORDINATOR,
            Membership.ended_at.is_(None),
            Membership.suspended_at.is_(None),
        )
        return list(session().scalars(wanted))


@pytest.mark.parametrize("round_", range(3))
@pytest.mark.parametrize(
    "change",
    [
        lambda actor, id_: service.change_role(actor, id_, Role.MEMBER, 1),
        lambda actor, id_: service.suspend_member(actor, id_, 1),
        lambda actor, id_: service.end_membership(actor, id_, 1),
    ],
    ids=["demote", "suspend", "end"],
)
def test_two_who_remove_each_other_leave_one(world: World, second, change, round_) -> None:
    one, two = world.actor("coordinator"), second[2]
    ended = at_once(
        world,
        lambda: change(one, two.membership_id),
        lambda: change(two, one.membership_id),
    )
    assert ended == ["done", "forbidden"]
    assert len(coordinators(world)) == 1


@pytest.mark.parametrize("round_", range(3))
def test_two_who_leave_at_once_leave_one(world: World, second, round_) -> None:
    actors: list[Actor] = [world.actor("coordinator"), second[2]]
    ended = at_once(world, *(lambda actor=each: service.leave(actor) for each in actors))
    assert ended == ["done", "last_coordinator"]
    assert len(coordinators(world)) == 1


@pytest.mark.parametrize("round_", range(3))
def test_two_who_change_the_same_member_notice_each_other(world, second, row, round_) -> None:
    member = world.membership("secretary").id
    ended = at_once(
        world,
        lambda: service.change_role(world.actor("coordinator"), member, Role.CHAIR, 1),
        lambda: service.change_role(second[2], member, Role.GUEST, 1),
    )
    assert ended == ["done", "member_changed"]
    assert row("secretary").version == 2


def test_the_presidency_is_handed_over_once(world: World, second) -> None:
    with unit_of_work(world.here.scope):
        term = make_term(world.here.delegations[0])
        for number, delegation in enumerate(reversed(world.here.delegations), 1):
            first = term.ends_on.replace(year=term.ends_on.year + number)
            make_term(delegation, starts_on=first, ends_on=first, taken_over_at=None)
    ended = at_once(
        world,
        lambda: service.hand_over(world.actor("coordinator"), "", term.id),
        lambda: service.hand_over(second[2], "", term.id),
    )
    assert ended == ["done", "not_presiding"]


def test_two_terms_for_the_same_days_are_planned_once(world: World, second) -> None:
    first = now().date() + timedelta(days=10)
    last = first + timedelta(days=100)
    one, two = world.actor("coordinator"), second[2]
    ended = at_once(
        world,
        lambda: service.plan_term(one, world.here.delegations[0].id, first, last),
        lambda: service.plan_term(two, world.here.delegations[1].id, first, last),
    )
    assert ended == ["done", "invalid"]
