"""The cooperations of the demonstration, read from `content/cooperations.toml`."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from collab.cooperations.models import DelegationKind
from collab.core.actor import Role
from collab.demo.people import PEOPLE, demo_id


@dataclass(frozen=True, slots=True)
class DemoDelegation:
    """A partner, and the role of each of its people (by handle)."""

    short: str
    name: str
    country: str
    language: str
    people: dict[str, Role]
    kind: DelegationKind = DelegationKind.REGION


@dataclass(frozen=True, slots=True)
class DemoPresidency:
    """Who presides now (by short), and for how long each delegation does, in their order."""

    now: str
    months: int


@dataclass(frozen=True, slots=True)
class DemoDeputy:
    """Who stands in for whom (by handle), for so many days from today."""

    member: str
    named_by: str
    days: int


@dataclass(frozen=True, slots=True)
class DemoInvitation:
    """Whom a coordinator (by handle) has invited; `handle` is the part before the @."""

    by: str
    name: str
    handle: str
    language: str
    role: Role
    #: slugs
    groups: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class DemoGroup:
    """A working group and the handles of who is in it."""

    slug: str
    name: str
    description: str
    language: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoCooperation:
    """A tenant of the demonstration."""

    slug: str
    name: str
    description: str
    language: str
    delegations: tuple[DemoDelegation, ...]
    groups: tuple[DemoGroup, ...]
    #: the languages it works in
    languages: tuple[str, ...]
    #: name and description in further languages
    texts: dict[str, dict[str, str]]
    founded_on: date
    presidency: DemoPresidency | None = None
    deputies: tuple[DemoDeputy, ...] = ()
    invitations: tuple[DemoInvitation, ...] = ()

    @property
    def id(self) -> UUID:
        """The cooperation's id."""
        return demo_id("cooperation", self.slug)

    @property
    def roles(self) -> dict[str, Role]:
        """Everybody's role, by handle."""
        return {who: role for each in self.delegations for who, role in each.people.items()}

    def id_of(self, kind: str, *names: str) -> UUID:
        """The id of something in this cooperation."""
        return demo_id(self.slug, kind, *names)

    def membership_id(self, handle: str) -> UUID:
        """The id of a person's membership; KeyError when they are not a member."""
        if handle not in self.roles:
            raise KeyError(f"{handle} is not in {self.slug}")
        return self.id_of("membership", handle)

    def find_member(self, handle: str) -> tuple[UUID, str]:
        """A member's membership and name, as the minutes need them."""
        return self.membership_id(handle), PEOPLE[handle].name

    def item_id(self, meeting: str, position: int) -> UUID:
        """The id of an agenda item of the meeting with this key."""
        return self.id_of("agenda", meeting, str(position))

    def list_invited(self, slugs: tuple[str, ...]) -> list[str]:
        """The handles of everybody in these groups; without any, of all but the guests."""
        if not slugs:
            return [who for who, role in self.roles.items() if role is not Role.GUEST]
        chosen = [each for each in self.groups if each.slug in slugs]
        return list(dict.fromkeys(who for each in chosen for who in each.people))


def _read_delegation(given: dict[str, Any]) -> DemoDelegation:
    people = {who: Role(role) for who, role in given.pop("people").items()}
    kind = DelegationKind(given.pop("kind", DelegationKind.REGION))
    return DemoDelegation(**given, people=people, kind=kind)


def _read_presidency(given: dict[str, Any] | None) -> DemoPresidency | None:
    return DemoPresidency(**given) if given else None


def _read_invitation(given: dict[str, Any]) -> DemoInvitation:
    role, groups = Role(given.pop("role")), tuple(given.pop("groups"))
    return DemoInvitation(**given, role=role, groups=groups)


def _read(given: dict[str, Any]) -> DemoCooperation:
    groups = [each | {"people": tuple(each["people"])} for each in given.pop("group")]
    return DemoCooperation(
        delegations=tuple(_read_delegation(each) for each in given.pop("delegation")),
        groups=tuple(DemoGroup(**each) for each in groups),
        languages=tuple(given.pop("languages")),
        presidency=_read_presidency(given.pop("presidency", None)),
        deputies=tuple(DemoDeputy(**each) for each in given.pop("deputy", [])),
        invitations=tuple(_read_invitation(each) for each in given.pop("invitation", [])),
        **given,
    )


@cache
def read_cooperations() -> tuple[DemoCooperation, ...]:
    """All cooperations of the demonstration."""
    text = files("collab.demo").joinpath("content", "cooperations.toml").read_text("utf-8")
    return tuple(_read(each) for each in tomllib.loads(text)["cooperation"])
