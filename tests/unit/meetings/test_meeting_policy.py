from uuid import uuid4

import pytest

from collab.core.actor import Actor, Role
from collab.meetings import policy
from collab.meetings.policy import Standing

OWN = Standing(is_plenary=False, is_in_group=True)
OTHERS = Standing(is_plenary=False, is_in_group=False)
PLENARY = Standing(is_plenary=True, is_in_group=False)
CANCELLED = Standing(is_plenary=False, is_in_group=True, is_cancelled=True)

#: role, how they stand to the meeting, may see, may write the minutes, may manage
TABLE = [
    (Role.COORDINATOR, OWN, True, True, True),
    (Role.COORDINATOR, OTHERS, True, True, True),
    (Role.COORDINATOR, PLENARY, True, True, True),
    (Role.COORDINATOR, CANCELLED, True, False, True),
    (Role.CHAIR, OWN, True, True, True),
    (Role.CHAIR, OTHERS, True, False, False),
    (Role.CHAIR, PLENARY, True, True, True),
    (Role.CHAIR, CANCELLED, True, False, True),
    (Role.SECRETARY, OWN, True, True, True),
    (Role.SECRETARY, OTHERS, True, False, False),
    (Role.SECRETARY, PLENARY, True, True, True),
    (Role.SECRETARY, CANCELLED, True, False, True),
    (Role.MEMBER, OWN, True, True, False),
    (Role.MEMBER, OTHERS, True, False, False),
    (Role.MEMBER, PLENARY, True, True, False),
    (Role.MEMBER, CANCELLED, True, False, False),
    (Role.GUEST, OWN, True, False, False),
    (Role.GUEST, OTHERS, False, False, False),
    (Role.GUEST, PLENARY, False, False, False),
    (Role.GUEST, CANCELLED, True, False, False),
]


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


@pytest.mark.parametrize(("role", "at", "sees", "writes", "manages"), TABLE)
def test_rights(role: Role, at: Standing, sees: bool, writes: bool, manages: bool) -> None:
    who = actor(role)
    assert policy.can_see(who, at) is sees
    assert policy.can_write_minutes(who, at) is writes
    assert policy.can_manage(who, at) is manages


def test_the_table_covers_every_role_in_every_standing() -> None:
    assert len({(role, at) for role, at, *_rest in TABLE}) == len(Role) * 4


def test_planning_is_for_coordinators_chairs_and_secretaries() -> None:
    planning = {role for role in Role if policy.can_plan(actor(role))}
    assert planning == {Role.COORDINATOR, Role.CHAIR, Role.SECRETARY}


def test_a_meeting_without_groups_is_everybodys() -> None:
    group, other = uuid4(), uuid4()
    assert policy.standing(frozenset(), frozenset({group})).is_plenary
    assert policy.standing(frozenset({group}), frozenset({group, other})).is_in_group
    assert not policy.standing(frozenset({group}), frozenset({other})).is_involved
