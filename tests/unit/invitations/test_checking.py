"""What is wrong with a line, said in words; and whom a right one invites."""

from typing import Any
from uuid import uuid4

import pytest

from collab.core.actor import Role
from collab.invitations.lists.checking import (
    CheckedLine,
    Circumstances,
    Defaults,
    check_lines,
)
from collab.invitations.lists.reading import Line
from collab.invitations.plans import GroupPlace

RESEARCH, CLIMATE = uuid4(), uuid4()
DEFAULTS = Defaults(Role.MEMBER, "fr", note="Welcome")


def circumstances(**changes: Any) -> Circumstances:
    values: dict[str, Any] = {
        "own_address": "me@x.org",
        "members": frozenset({"member@x.org"}),
        "former": frozenset({"former@x.org"}),
        "invited": frozenset({"invited@x.org"}),
        "groups": {"research": RESEARCH, "climateenergy": CLIMATE},
        "may_invite_coordinators": True,
    }
    return Circumstances(**values | changes)


def check(*lines: Line, **changes: Any) -> list[CheckedLine]:
    return list(check_lines(lines, DEFAULTS, circumstances(**changes)))


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (Line(1, "nobody"), "email"),
        (Line(1, ""), "email"),
        (Line(1, "a b@x.org"), "email"),
        (Line(1, "Me@X.org"), "email"),
        (Line(1, "MEMBER@x.org"), "email"),
        (Line(1, "former@x.org"), "email"),
        (Line(1, "invited@x.org"), "email"),
        (Line(1, "a@x.org", role="boss"), "role"),
        (Line(1, "a@x.org", groups="Research; Nowhere"), "groups"),
        (Line(1, "a@x.org", groups="Research (coordinator)"), "groups"),
        (Line(1, "a@x.org", language="Klingon"), "language"),
        (Line(1, "a@x.org", name="x" * 121), "name"),
        (Line(1, "a@x.org", surplus="more"), "surplus"),
    ],
)
def test_a_problem_is_said_at_its_field(line: Line, field: str) -> None:
    (found,) = check(line)
    assert set(found.problems) == {field}
    assert str(found.problems[field])
    assert found.plan is None


def test_what_a_line_does_not_say_comes_from_the_form() -> None:
    (found,) = check(Line(1, "Ana@X.org"))
    plan = found.plan
    assert plan is not None
    assert (plan.email, plan.role, plan.language) == ("ana@x.org", Role.MEMBER, "fr")
    assert (plan.groups, plan.note) == ((), "Welcome")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Research", [(RESEARCH, Role.MEMBER)]),
        ("climate, energy", [(CLIMATE, Role.MEMBER)]),
        ("Research (Vorsitz)", [(RESEARCH, Role.CHAIR)]),
        ("Research: secrétaire | RESEARCH", [(RESEARCH, Role.MEMBER)]),
        ("research: guest", [(RESEARCH, Role.GUEST)]),
    ],
)
def test_groups_may_carry_a_role(text: str, places: list[tuple[Any, Role]]) -> None:
    (found,) = check(Line(1, "a@x.org", groups=text))
    assert found.plan is not None
    assert found.plan.groups == tuple(GroupPlace(*place) for place in places)


def test_of_two_lines_with_one_address_the_first_counts() -> None:
    first, second = check(Line(3, "a@x.org"), Line(9, "A@x.org"))
    assert first.plan is not None
    assert "3" in str(second.problems["email"])


def test_deputies_are_told_that_they_invite_no_coordinators() -> None:
    (found,) = check(Line(1, "a@x.org", role="Koordinatorin"), may_invite_coordinators=False)
    assert set(found.problems) == {"role"}
    (allowed,) = check(Line(1, "a@x.org", role="Koordinatorin"))
    assert allowed.plan is not None
    assert allowed.plan.role is Role.COORDINATOR
