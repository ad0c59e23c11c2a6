"""As whom the start page proposes to sign in."""

from dataclasses import dataclass

from collab.core.actor import Role
from collab.demo.cooperations import read_cooperations
from collab.demo.people import PEOPLE

_PROPOSED = (
    ("four-motors", "coordinator.bw"),
    ("four-motors", "secretary.ara"),
    ("four-motors", "chair.lombardia"),
    ("four-motors", "member.catalunya"),
    ("mobility-alliance", "member.alliance"),
)


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody as whom a visitor may sign in."""

    email: str
    name: str
    #: index of their colour
    color: int
    #: None for the operator, who belongs to no cooperation
    role: Role | None
    #: name of the cooperation
    cooperation: str
    #: name of the delegation
    region: str
    language: str


def _account(slug: str, handle: str) -> DemoAccount:
    cooperation = next(each for each in read_cooperations() if each.slug == slug)
    delegation = next(each for each in cooperation.delegations if handle in each.people)
    person = PEOPLE[handle]
    return DemoAccount(
        email=person.email,
        name=person.name,
        color=person.color,
        role=delegation.people[handle],
        cooperation=cooperation.name,
        region=delegation.name,
        language=person.language,
    )


def _operator() -> DemoAccount:
    person = next(each for each in PEOPLE.values() if each.is_operator)
    return DemoAccount(
        email=person.email,
        name=person.name,
        color=person.color,
        role=None,
        cooperation="",
        region="",
        language=person.language,
    )


def demo_people() -> list[DemoAccount]:
    """The proposed accounts, each with its role, region and language; the operator comes last."""
    return [*(_account(slug, handle) for slug, handle in _PROPOSED), _operator()]
