"""Who may do what, by role, delegation, deputyship and presidency."""

from dataclasses import replace
from uuid import UUID

import pytest

from collab.cooperations import policy
from collab.core.actor import Actor, Role
from collab.core.names import fold

OWN, OTHER = UUID(int=1), UUID(int=2)
ACTOR = Actor(
    person_id=UUID(int=10),
    session_id=None,
    name="Ana",
    language="en",
    timezone="Europe/Berlin",
    color=0,
    cooperation_id=UUID(int=20),
    cooperation_slug="here",
    cooperation_name="Here",
    membership_id=UUID(int=30),
    delegation_id=OWN,
    role=Role.COORDINATOR,
    is_presiding=True,
)
DEPUTY = replace(ACTOR, is_deputy=True)


def of(role: Role) -> Actor:
    return replace(ACTOR, role=role)


@pytest.mark.parametrize("role", Role)
def test_only_coordinators_and_deputies_manage_and_only_their_own(role: Role) -> None:
    manages = role is Role.COORDINATOR
    assert policy.can_manage_members_of(of(role), OWN) is manages
    assert policy.can_see_console(of(role)) is manages
    assert not policy.can_manage_members_of(of(role), OTHER)
    assert policy.can_govern(of(role)) is manages
    assert policy.can_stop_deletion(of(role)) is manages
    assert policy.can_list_members(of(role)) is (role is not Role.GUEST)


@pytest.mark.parametrize("role", Role)
def test_deputies_manage_everybody_but_coordinators(role: Role) -> None:
    changes = role is not Role.COORDINATOR
    assert policy.can_change_member(DEPUTY, OWN, role) is changes
    assert policy.can_give_role(DEPUTY, OWN, role) is changes
    assert policy.can_change_member(ACTOR, OWN, role)
    for actor in (ACTOR, DEPUTY):
        assert not policy.can_change_member(actor, OTHER, role)
        assert not policy.can_give_role(actor, OTHER, role)


def test_deputies_neither_name_deputies_nor_govern() -> None:
    assert policy.can_see_console(DEPUTY)
    assert policy.can_name_deputies(ACTOR, OWN)
    assert not policy.can_name_deputies(ACTOR, OTHER)
    for allowed in (policy.can_govern, policy.can_stop_deletion, policy.is_coordinator):
        assert allowed(ACTOR)
        assert not allowed(DEPUTY)
    assert not policy.can_name_deputies(DEPUTY, OWN)


def test_whoever_does_not_preside_stops_a_deletion_but_does_not_govern() -> None:
    actor = replace(ACTOR, is_presiding=False)
    assert not policy.can_govern(actor)
    assert policy.can_stop_deletion(actor)


@pytest.mark.parametrize(
    ("actor", "delegation", "is_own", "is_shared", "sees"),
    [
        (ACTOR, OWN, False, False, True),
        (DEPUTY, OWN, False, False, True),
        (ACTOR, OTHER, False, False, False),
        (ACTOR, OTHER, False, True, True),
        (of(Role.MEMBER), OWN, False, False, False),
        (of(Role.MEMBER), OTHER, False, True, True),
        (of(Role.MEMBER), OWN, True, False, True),
        (of(Role.GUEST), OWN, False, True, False),
        (of(Role.GUEST), OWN, True, False, True),
    ],
)
def test_who_sees_an_address(actor, delegation, is_own, is_shared, sees) -> None:
    person_id = actor.person_id if is_own else UUID(int=99)
    seen = policy.can_see_address(
        actor, person_id=person_id, delegation_id=delegation, is_shared=is_shared
    )
    assert seen is sees


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Élodie  Groß", "elodie gross"),
        ("ŁUKASZ Đurić", "lukasz duric"),
        ("İpek Işık", "ipek isik"),
        ("李 雷", "李 雷"),
        ("a\x00b\u200bc\td", "abc d"),
        ("", ""),
    ],
)
def test_names_are_folded_as_people_type_them(name: str, key: str) -> None:
    assert fold(name) == key
