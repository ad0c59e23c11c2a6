from uuid import uuid4

import pytest

from collab.core.actor import Actor, Role
from collab.meetings import policy
from collab.meetings.policy import Standing

OWN = Standing(is_plenary=False, roles=frozenset({Role.MEMBER}))
LED = Standing(is_plenary=False, roles=frozenset({Role.CHAIR}))
NOTED = Standing(is_plenary=False, roles=frozenset({Role.SECRETARY, Role.GUEST}))
VISITED = Standing(is_plenary=False, roles=frozenset({Role.GUEST}))
OTHERS = Standing(is_plenary=False)
SHARED = Standing(is_plenary=False, is_shared=True)
PLENARY = Standing(is_plenary=True)
SHARED_PLENARY = Standing(is_plenary=True, is_shared=True)
CANCELLED = Standing(is_plenary=False, roles=frozenset({Role.CHAIR}), is_cancelled=True)
STANDINGS = (OWN, LED, NOTED, VISITED, OTHERS, SHARED, PLENARY, SHARED_PLENARY, CANCELLED)
EVERY = frozenset(STANDINGS)
IN_GROUP = frozenset({OWN, LED, NOTED, VISITED, CANCELLED})
PLENARIES = frozenset({PLENARY, SHARED_PLENARY})
LEADS = frozenset({LED, NOTED, CANCELLED})
WRITES = frozenset({OWN, LED, NOTED}) | PLENARIES

#: role in the cooperation → where they may see, write the minutes, and manage
TABLE = {
    Role.COORDINATOR: (EVERY, EVERY - {CANCELLED}, EVERY),
    Role.CHAIR: (EVERY, WRITES, LEADS | PLENARIES),
    Role.SECRETARY: (EVERY, WRITES, LEADS | PLENARIES),
    Role.MEMBER: (EVERY, WRITES, LEADS),
    Role.GUEST: (IN_GROUP | {SHARED, SHARED_PLENARY}, frozenset(), frozenset()),
}


def actor(role: Role) -> Actor:
    return Actor(
        person_id=uuid4(),
        session_id=None,
        name="Ana",
        language="ca",
        timezone="Europe/Madrid",
        color=0,
        cooperation_id=uuid4(),
        cooperation_slug="here",
        cooperation_name="Here",
        membership_id=uuid4(),
        delegation_id=uuid4(),
        role=role,
    )


@pytest.mark.parametrize("at", STANDINGS)
@pytest.mark.parametrize("role", Role)
def test_rights(role: Role, at: Standing) -> None:
    who, (sees, writes, manages) = actor(role), TABLE[role]
    assert policy.can_see(who, at) is (at in sees)
    assert policy.can_write_minutes(who, at) is (at in writes)
    assert policy.can_manage(who, at) is (at in manages)
    assert policy.can_share(who, at) is (at in manages)


def test_planning_is_for_those_who_lead_something() -> None:
    planning = {role for role in Role if policy.can_plan(actor(role), ())}
    assert planning == {Role.COORDINATOR, Role.CHAIR, Role.SECRETARY}
    for role in (Role.CHAIR, Role.SECRETARY):
        assert policy.can_plan(actor(Role.MEMBER), [role])
        assert not policy.can_plan(actor(Role.GUEST), [role])
    assert not policy.can_plan(actor(Role.MEMBER), [Role.MEMBER, Role.GUEST])


def test_a_meeting_without_groups_is_everybodys() -> None:
    group, other = uuid4(), uuid4()
    assert policy.standing(frozenset(), {group: Role.CHAIR}).is_plenary
    own = {group: Role.CHAIR, other: Role.MEMBER}
    assert policy.standing(frozenset({group}), own).roles == {Role.CHAIR}
    assert policy.standing(frozenset({group, other}), own).roles == {Role.CHAIR, Role.MEMBER}
    assert not policy.standing(frozenset({group}), {other: Role.CHAIR}).is_in_group
