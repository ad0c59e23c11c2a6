"""Whatever the coordinators of one region do, the people of another stay as they are."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from collab.accounts.models import Person
from collab.cooperations import service
from collab.cooperations.models import Deputy, Membership, PresidencyTerm
from collab.cooperations.service import Settings
from collab.core.actor import Actor, Role
from collab.core.clock import now
from collab.core.db import GLOBAL, Base, session, unit_of_work
from collab.core.errors import DomainError
from collab.groups import service as groups
from collab.groups.models import GroupMember
from collab.groups.service import GroupPlan
from collab.invitations import service as invitations
from collab.invitations.models import Invitation
from collab.invitations.plans import GroupPlace, InvitationPlan
from tests.factories import make_deputy, make_membership, make_person
from tests.world import Place, make_place

_numbers = count(1)
DAY = timedelta(days=1)
ROLES = list(Role)
GROUPS = ("research", "culture")


@dataclass(frozen=True)
class Step:
    """One of the region's managers does something, perhaps knowing less than they should."""

    who: int
    action: str
    target: int
    choice: int
    #: with the rights they had at the beginning
    is_stale: bool


class Region:
    """A cooperation of two regions, and the managers of the first."""

    def __init__(self) -> None:
        self.place: Place = make_place(f"property-{next(_numbers)}")
        first = self.place.people["coordinator"]
        self.own, self.other = (each.id for each in self.place.delegations)
        with unit_of_work(self.place.scope):
            people = [make_person(name=name) for name in ("Second", "Theirs")]
            second = make_membership(people[0], self.place.delegations[0], Role.COORDINATOR)
            theirs = make_membership(people[1], self.place.delegations[1], Role.COORDINATOR)
            make_deputy(self.place.people["secretary"].membership, first.membership, days=300)
            self.their_deputy = make_deputy(self.place.people["member"].membership, theirs).id
        self.managers = [first.person, people[0], self.place.people["secretary"].person]
        self.known = [self.enter(person) for person in self.managers]
        self.targets = [each.membership.id for each in self.place.people.values()]
        self.targets += [second.id, theirs.id]

    def enter(self, person: Person) -> Actor:
        """As a request does it."""
        return service.find_actor(person.id, None, self.place.slug)

    def version(self, membership_id: UUID) -> int:
        """As the form shows it."""
        return session().get_one(Membership, membership_id).version

    def snapshot(self) -> list[str]:
        """Everything about the people of the second region."""
        with unit_of_work(self.place.scope, writes=False):
            wanted = select(Membership).where(Membership.delegation_id == self.other)
            members = list(session().scalars(wanted))
            ids = [each.id for each in members]
            rows: list[Any] = [*members]
            for cls in (GroupMember, Deputy):
                rows += session().scalars(select(cls).where(cls.membership_id.in_(ids)))
            people = select(Person).where(Person.id.in_([each.person_id for each in members]))
            rows += session().scalars(people)
        return sorted(_as_text(row) for row in rows)


def _as_text(row: Base) -> str:
    values = {each.key: getattr(row, each.key) for each in row.__mapper__.column_attrs}
    return f"{type(row).__name__} {sorted(values.items(), key=str)}"


def _change_role(region: Region, actor: Actor, target: UUID, choice: int) -> None:
    role = ROLES[choice % len(ROLES)]
    service.change_role(actor, target, role, region.version(target))


def _plain(call: Callable[..., Any]) -> Callable[..., None]:
    def run(region: Region, actor: Actor, target: UUID, _choice: int) -> None:
        call(actor, target, region.version(target))

    return run


def _hand_over_coordination(region: Region, actor: Actor, target: UUID, choice: int) -> None:
    service.hand_over_coordination(
        actor, target, region.version(target), steps_back=bool(choice % 2)
    )


def _name_deputy(_region: Region, actor: Actor, target: UUID, choice: int) -> None:
    today = now().date()
    service.name_deputy(actor, target, today + choice * DAY, today + 2 * choice * DAY)


def _revoke_deputy(region: Region, actor: Actor, _target: UUID, choice: int) -> None:
    known = session().scalars(select(Deputy.id).order_by(Deputy.id)).all()
    service.revoke_deputy(actor, known[choice % len(known)] if choice else region.their_deputy)


def _add_to_group(_region: Region, actor: Actor, target: UUID, choice: int) -> None:
    groups.add_group_member(actor, GROUPS[choice % 2], target, ROLES[choice % len(ROLES)])


def _group_role(_region: Region, actor: Actor, target: UUID, choice: int) -> None:
    groups.change_group_role(actor, GROUPS[choice % 2], target, ROLES[choice % len(ROLES)])


def _leave_group(_region: Region, actor: Actor, target: UUID, choice: int) -> None:
    groups.remove_group_member(actor, GROUPS[choice % 2], target)


def _found_group(_region: Region, actor: Actor, _target: UUID, choice: int) -> None:
    groups.create_group(actor, GroupPlan(f"Group {choice}", "", "en"))


def _edit_group(_region: Region, actor: Actor, _target: UUID, choice: int) -> None:
    groups.edit_group(actor, GROUPS[choice % 2], GroupPlan(f"Group {choice}", "", "en"))


def _set(_region: Region, actor: Actor, _target: UUID, choice: int) -> None:
    languages = ("en", "de")[: 1 + choice % 2]
    service.change_settings(
        actor, Settings(f"Name {choice}", "", "en", {}, languages, bool(choice % 3))
    )


def _of_the_whole(call: Callable[[Actor], Any]) -> Callable[..., None]:
    def run(_region: Region, actor: Actor, _target: UUID, _choice: int) -> None:
        call(actor)

    return run


def _start_term(region: Region, actor: Actor, _target: UUID, choice: int) -> None:
    delegation = (region.own, region.other)[choice % 2]
    service.start_first_term(actor, delegation, now().date() + 30 * DAY)


def _plan_term(region: Region, actor: Actor, _target: UUID, choice: int) -> None:
    first = now().date() + (choice + 1) * 31 * DAY
    service.plan_term(actor, (region.own, region.other)[choice % 2], first, first + 20 * DAY)


def _cancel_term(_region: Region, actor: Actor, _target: UUID, choice: int) -> None:
    terms = session().scalars(select(PresidencyTerm.id)).all()
    if terms:
        service.cancel_term(actor, terms[choice % len(terms)])


def _reorder(region: Region, actor: Actor, _target: UUID, choice: int) -> None:
    order = [region.own, region.other]
    service.reorder_delegations(actor, order[:: 1 if choice % 2 else -1])


def _invite(region: Region, actor: Actor, target: UUID, choice: int) -> None:
    membership = session().get_one(Membership, target)
    person = session().get_one(Person, membership.person_id)
    group = region.place.groups[GROUPS[choice % 2]]
    plan = InvitationPlan(
        email=person.email if choice % 2 else f"new{choice}@collab.example",
        role=ROLES[choice % len(ROLES)],
        language="en",
        groups=(GroupPlace(group.id),),
        delegation_id=(None, region.own, region.other)[choice % 3],
    )
    invitations.invite(actor, plan, link=lambda token: f"/i/{token}")


def _on_invitation(call: Callable[..., Any]) -> Callable[..., None]:
    def run(_region: Region, actor: Actor, _target: UUID, choice: int) -> None:
        known = session().scalars(select(Invitation.id)).all()
        if known:
            call(actor, known[choice % len(known)])

    return run


ACTIONS: dict[str, Callable[[Region, Actor, UUID, int], None]] = {
    "change role": _change_role,
    "suspend": _plain(service.suspend_member),
    "resume": _plain(service.resume_member),
    "end": _plain(service.end_membership),
    "take back": _plain(service.take_back),
    "hand over coordination": _hand_over_coordination,
    "leave": _of_the_whole(service.leave),
    "share address": _of_the_whole(lambda actor: service.share_address(actor, is_shared=True)),
    "name deputy": _name_deputy,
    "revoke deputy": _revoke_deputy,
    "add to group": _add_to_group,
    "group role": _group_role,
    "out of group": _leave_group,
    "found group": _found_group,
    "edit group": _edit_group,
    "settings": _set,
    "archive": _of_the_whole(service.archive),
    "unarchive": _of_the_whole(service.unarchive),
    "request deletion": _of_the_whole(service.request_deletion),
    "stop deletion": _of_the_whole(service.stop_deletion),
    "start term": _start_term,
    "plan term": _plan_term,
    "cancel term": _cancel_term,
    "hand over presidency": _of_the_whole(lambda actor: service.hand_over(actor, "")),
    "reorder": _reorder,
    "invite": _invite,
    "withdraw invitation": _on_invitation(invitations.withdraw),
}
steps = st.builds(
    Step,
    who=st.integers(0, 2),
    action=st.sampled_from(sorted(ACTIONS)),
    target=st.integers(0, 7),
    choice=st.integers(0, 9),
    is_stale=st.booleans(),
)


def take(region: Region, step: Step) -> bool:
    """Do it as the pages would; whether it was done."""
    with suppress(DomainError):
        actor = region.known[step.who]
        if not step.is_stale:
            actor = region.enter(region.managers[step.who])
        with unit_of_work(region.place.scope):  # an archived one too: the hardest case
            ACTIONS[step.action](region, actor, region.targets[step.target], step.choice)
        return True
    return False


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(taken=st.lists(steps, min_size=3, max_size=14))
@pytest.mark.usefixtures("app")
def test_nothing_that_one_region_does_changes_people_of_another(taken: list[Step]) -> None:
    region = Region()
    before = region.snapshot()
    for step in taken:
        take(region, step)
        assert region.snapshot() == before, step


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_each_of_these_actions_can_succeed(action: str) -> None:
    """Or the property would hold for nothing."""
    region = Region()
    with unit_of_work(GLOBAL):
        session().get_one(Person, region.managers[0].id).second_factor_at = now()
    for first, choice in PREPARATIONS.get(action, ()):
        for target in range(len(region.targets)):
            if take(region, Step(0, first, target, choice, is_stale=False)):
                break
    done = (
        take(region, Step(0, action, target, choice, is_stale=False))
        for choice in range(10)
        for target in range(len(region.targets))
    )
    assert any(done)


PREPARATIONS: dict[str, tuple[tuple[str, int], ...]] = {
    "resume": (("suspend", 0),),
    "take back": (("end", 0),),
    "revoke deputy": (("name deputy", 1),),
    "stop deletion": (("request deletion", 0),),
    "cancel term": (("plan term", 3),),
    "hand over presidency": (("start term", 0), ("plan term", 3)),
    "withdraw invitation": (("invite", 0),),
}
