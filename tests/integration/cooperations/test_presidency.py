"""The presidency goes from delegation to delegation, and what was open is written down."""

from datetime import timedelta

import pytest

from collab.cooperations import service
from collab.cooperations.errors import NoSuccessor, NotPresiding, TermRuns
from collab.cooperations.service import Check, presidency
from collab.core.actor import Role
from collab.core.clock import now
from collab.core.db import unit_of_work
from collab.core.errors import Forbidden, Invalid, NotFound
from tests.factories import as_actor, make_membership, make_person, make_term
from tests.world import World

DAY = timedelta(days=1)


@pytest.fixture
def other(world: World):
    """The coordinator of the second delegation."""
    with unit_of_work(world.here.scope):
        person = make_person(name="Coordinator of two")
        make_membership(person, world.here.delegations[1], Role.COORDINATOR)
    return person


def enter(world: World, person):
    return service.find_actor(person.id, None, world.here.slug)


def act(world: World, call, *arguments):
    with unit_of_work(world.here.scope):
        return call(*arguments)


def start(world: World, number: int = 0, days: int = 180):
    actor = world.actor("coordinator")
    until = now().date() + days * DAY
    return act(world, service.start_first_term, actor, world.here.delegations[number].id, until)


def test_before_the_first_term_every_coordinator_governs(world: World, other) -> None:
    for person in (world.person("coordinator"), other):
        actor = enter(world, person)
        assert actor.is_presiding
        assert actor.presidency is None


def test_the_first_term_begins_today_and_only_once(world: World, other, verbs) -> None:
    start(world)
    assert enter(world, world.person("coordinator")).is_presiding
    assert enter(world, world.person("secretary")).is_presiding
    assert not enter(world, other).is_presiding
    assert enter(world, other).presidency.delegation_id == world.here.delegations[0].id
    assert verbs()[-1][0] == "presidency.started"
    with pytest.raises(TermRuns):
        start(world, 1)


def test_whoever_does_not_preside_does_not_govern(world: World, other) -> None:
    start(world)
    actor = enter(world, other)
    today = now().date()
    for call, *arguments in (
        (service.plan_term, actor.delegation_id, today + 200 * DAY, today + 300 * DAY),
        (service.hand_over, ""),
        (service.archive,),
        (service.request_deletion,),
        (service.reorder_delegations, []),
        (service.cancel_term, world.here.id),
        (service.start_first_term, actor.delegation_id, today + 9 * DAY),
    ):
        with pytest.raises(Forbidden):
            act(world, call, actor, *arguments)


def test_handing_over_records_what_was_open(world: World, other, verbs, monkeypatch) -> None:
    monkeypatch.setattr(presidency, "_checks", {})
    presidency.register_check(Check("open_actions", "Open actions", lambda _a: 3, "x.y"))
    term = start(world)
    actor = world.actor("coordinator")
    first = now().date() + 181 * DAY
    second_id = world.here.delegations[1].id
    planned = act(world, service.plan_term, actor, second_id, first, first + 180 * DAY)
    with unit_of_work(world.here.scope, writes=False):
        assert [(each.check.name, each.number) for each in service.list_checks(actor)] == [
            ("open_actions", 3)
        ]
        assert service.next_term(actor).row.id == planned.id
    act(world, service.hand_over, actor, "  Good luck!  ", term.id)
    with unit_of_work(world.here.scope, writes=False):
        old, new = service.list_terms(actor)
    assert old.is_over
    assert old.row.checklist == {"open_actions": 3}
    assert old.row.note == "Good luck!"
    assert old.row.handed_over_by == actor.person_id
    assert new.is_current
    assert new.row.starts_on == now().date()
    assert enter(world, other).is_presiding
    assert not enter(world, world.person("coordinator")).is_presiding
    verb, details = verbs()[-1]
    assert verb == "presidency.handed_over"
    assert details["checklist"] == {"open_actions": 3}


def test_handing_over_twice_does_it_once(world: World) -> None:
    term = start(world)
    actor = world.actor("coordinator")
    first = now().date() + 181 * DAY
    for number, delegation in enumerate((world.here.delegations[1], world.here.delegations[0])):
        begins = first + number * 200 * DAY
        act(world, service.plan_term, actor, delegation.id, begins, begins + 180 * DAY)
    act(world, service.hand_over, actor, "", term.id)
    with pytest.raises(NotPresiding):
        act(world, service.hand_over, actor, "", term.id)


def test_a_term_goes_on_until_it_is_handed_over(world: World) -> None:
    with unit_of_work(world.here.scope):
        day = now().date() - 400 * DAY
        make_term(world.here.delegations[0], starts_on=day, ends_on=day + 180 * DAY)
    assert enter(world, world.person("coordinator")).presidency is not None


def test_without_a_next_term_there_is_nobody_to_hand_over_to(world: World) -> None:
    start(world)
    with pytest.raises(NoSuccessor):
        act(world, service.hand_over, world.actor("coordinator"), "")


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(10, 5, "ends_on"), (100, 300, "starts_on"), (200, 4000, "ends_on"), (-20, -1, "starts_on")],
)
def test_terms_neither_overlap_nor_last_for_ever(world: World, first, last, field) -> None:
    start(world)
    today = now().date()
    with pytest.raises(Invalid) as caught:
        act(
            world,
            service.plan_term,
            world.actor("coordinator"),
            world.here.delegations[1].id,
            today + first * DAY,
            today + last * DAY,
        )
    assert field in caught.value.fields


def test_a_delegation_of_elsewhere_presides_nowhere(world: World) -> None:
    actor, today = world.actor("coordinator"), now().date()
    stranger = world.elsewhere.delegations[0].id
    with pytest.raises(Invalid):
        act(world, service.start_first_term, actor, stranger, today + 30 * DAY)
    with pytest.raises(Invalid):
        act(world, service.plan_term, actor, stranger, today + DAY, today + 30 * DAY)


def test_a_planned_term_can_be_taken_back_a_running_one_not(world: World) -> None:
    running = start(world)
    actor = world.actor("coordinator")
    first = now().date() + 200 * DAY
    second_id = world.here.delegations[1].id
    planned = act(world, service.plan_term, actor, second_id, first, first + 9 * DAY)
    act(world, service.cancel_term, actor, planned.id)
    with pytest.raises(NotFound):
        act(world, service.cancel_term, actor, running.id)
    with unit_of_work(world.here.scope, writes=False):
        assert [each.row.id for each in service.list_terms(actor)] == [running.id]


def test_the_rotation_has_an_order_that_can_be_changed(world: World) -> None:
    actor = world.actor("coordinator")
    first, second = (each.id for each in world.here.delegations)
    start(world)
    with unit_of_work(world.here.scope, writes=False):
        assert service.propose_next_delegation(actor).id == second
    act(world, service.reorder_delegations, actor, [second, first])
    with unit_of_work(world.here.scope, writes=False):
        assert [each.id for each in service.list_delegations(actor)] == [second, first]
        assert service.propose_next_delegation(actor).id == second
    for wrong in ([], [first], [first, first], [first, second, world.here.id]):
        with pytest.raises(Invalid):
            act(world, service.reorder_delegations, actor, wrong)


def test_deputies_of_the_presiding_delegation_do_not_hand_over(world: World) -> None:
    start(world)
    deputy = as_actor(
        world.person("secretary"), world.membership("secretary"), world.here.cooperation
    )
    with pytest.raises(Forbidden):
        act(world, service.hand_over, deputy, "")
