"""Two cooperations with people in every role: where most tests take place."""

import pickle
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from collab.accounts.models import Person
from collab.cooperations.models import Cooperation, Delegation, Membership
from collab.core.actor import Actor, Role
from collab.core.db import Scope, database, new_id, unit_of_work
from collab.groups.models import WorkingGroup
from tests.databases import Address
from tests.factories import (
    as_actor,
    make_cooperation,
    make_delegation,
    make_group,
    make_membership,
    make_person,
)


@dataclass(frozen=True)
class Somebody:
    """A person in one cooperation."""

    person: Person
    membership: Membership
    actor: Actor


@dataclass(frozen=True)
class Place:
    """A cooperation, its delegations, its groups by slug, and its people by name."""

    cooperation: Cooperation
    delegations: list[Delegation]
    groups: dict[str, WorkingGroup]
    people: dict[str, Somebody] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        """The cooperation's id."""
        return self.cooperation.id

    @property
    def slug(self) -> str:
        """The cooperation's name in URLs."""
        return self.cooperation.slug

    @property
    def scope(self) -> Scope:
        """The scope of this cooperation, for `unit_of_work`."""
        return Scope(cooperation_id=self.id)

    def url(self, path: str = "") -> str:
        """A path below the cooperation's: `url("/meetings")`."""
        return f"/c/{self.slug}{path}"


@dataclass(frozen=True)
class World:
    """`here`, where the test takes place, and `elsewhere`, of which nobody here may learn."""

    here: Place
    elsewhere: Place

    def person(self, name: str) -> Person:
        """A person of `here`: coordinator, chair, secretary, member, outsider or guest."""
        return self.here.people[name].person

    def actor(self, name: str) -> Actor:
        """The same, as services know them."""
        return self.here.people[name].actor

    def membership(self, name: str) -> Membership:
        """The same, as a row."""
        return self.here.people[name].membership

    @property
    def stranger(self) -> Person:
        """The coordinator of `elsewhere`."""
        return self.elsewhere.people["coordinator"].person

    @property
    def group(self) -> WorkingGroup:
        """The group `research` of `here`; coordinator and outsider are not in it."""
        return self.here.groups["research"]


#: name → role, and whether the research group has them
PEOPLE = {
    "coordinator": (Role.COORDINATOR, False),
    "chair": (Role.CHAIR, True),
    "secretary": (Role.SECRETARY, True),
    "member": (Role.MEMBER, True),
    "outsider": (Role.MEMBER, False),
    "guest": (Role.GUEST, True),
}


def make_place(slug: str) -> Place:
    """A cooperation with two delegations, and people in every role by turns in one of them."""
    cooperation_id = new_id()
    with unit_of_work(Scope(cooperation_id=cooperation_id)):
        cooperation = make_cooperation(cooperation_id, slug=slug, name=slug.title())
        delegations = [make_delegation(), make_delegation(country="FR")]
        people = {}
        for number, (name, (role, _is_in)) in enumerate(PEOPLE.items()):
            person = make_person(name=f"{name.title()} of {slug}", email=f"{name}@{slug}.example")
            membership = make_membership(person, delegations[number % 2], role)
            actor = as_actor(person, membership, cooperation)
            people[name] = Somebody(person, membership, actor)
        inside = [people[name].membership for name, (_role, is_in) in PEOPLE.items() if is_in]
        groups = {
            "research": make_group(*inside, slug="research", name="Research"),
            "culture": make_group(people["outsider"].membership, slug="culture", name="Culture"),
        }
    return Place(cooperation, delegations, groups, people)


def make_world() -> World:
    """Two cooperations alike; the database is connected already."""
    return World(make_place("here"), make_place("elsewhere"))


def pack(world: World | None, outcome: object = None) -> bytes:
    """The world of a database, and what was made in it, to be found in copies of that database."""
    return pickle.dumps((world, outcome))


@lru_cache(maxsize=1)
def unpack(address: Address) -> tuple[World | None, Any]:
    """What was packed; the same for whoever asks about this copy."""
    packed: tuple[World | None, Any] = (None, None)
    return packed if address.world is None else pickle.loads(address.world)


def bake_world(address: Address) -> bytes:
    """Make the world in this database, for copies of it; nothing is connected afterwards."""
    database.connect(address.app)
    try:
        return pack(make_world())
    finally:
        database.dispose()


def open_world(address: Address) -> World:
    """The world of this database, made unless it has been copied with it."""
    return unpack(address)[0] or make_world()
