"""A cooperation in which every cell of the table of rights can be tried.

Our delegation has somebody in each role, the other one only people to whom things are done. They
are in one group, with the role of their name, and not in the other.
"""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from itertools import product
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from collab.accounts.models import Person
from collab.boards.models import Task
from collab.console import rights
from collab.cooperations.models import (
    Cooperation,
    Delegation,
    Deputy,
    Membership,
    PresidencyTerm,
)
from collab.cooperations.service import find_actor
from collab.core.actor import Actor, Role
from collab.core.clock import now
from collab.core.db import Scope, new_id, session, unit_of_work
from collab.core.errors import Archived, Forbidden, NotFound
from collab.documents.models import Document
from collab.groups.models import GroupMember, WorkingGroup
from collab.invitations.plans import InvitationPlan
from collab.invitations.service import invite
from collab.meetings.models import Meeting
from tests.boards import MadeBoard, make_board, make_task, owe
from tests.documents import make_folder, make_library, make_public_link, throw_away
from tests.factories import (
    as_actor,
    make_cooperation,
    make_delegation,
    make_document,
    make_group,
    make_meeting,
    make_membership,
    make_minutes,
    make_person,
)

ROLES = ("coordinator", "deputy", "chair", "secretary", "member", "guest")
#: in the cooperation as a whole; chair and secretary are so in the group
IN_COOPERATION = {
    "coordinator": Role.COORDINATOR,
    "deputy": Role.MEMBER,
    "chair": Role.MEMBER,
    "secretary": Role.MEMBER,
    "member": Role.MEMBER,
    "guest": Role.GUEST,
}
IN_GROUP = {
    "coordinator": Role.MEMBER,
    "deputy": Role.MEMBER,
    "chair": Role.CHAIR,
    "secretary": Role.SECRETARY,
    "member": Role.MEMBER,
    "guest": Role.GUEST,
}


@dataclass(frozen=True)
class Action:
    """A row of the table."""

    id: str
    cells: dict[str, str]
    writes: bool
    works_when_archived: bool


@dataclass(frozen=True)
class Case:
    """Somebody who tries: who, whose person or term it is about, which group, archived or not."""

    role: str
    is_own_delegation: bool
    is_own_group: bool
    is_archived: bool


@dataclass(frozen=True)
class Target:
    """What a case is about: a delegation and its people, a group and its meeting."""

    delegation: Delegation
    #: in neither group
    outsider: Membership
    #: in both groups
    insider: Membership
    #: a coordinator beside another one
    second: Membership
    #: a guest in neither group
    guest: Membership
    #: to somebody who shall belong to the delegation
    invitation_id: UUID
    group: WorkingGroup
    meeting: Meeting
    document_id: UUID
    board: MadeBoard
    task: Task
    #: everybody who tries something owes it
    owed: Task
    #: of the group
    folder: Document
    for_guests: Document
    #: in the trash
    thrown: Document
    public_link_id: UUID
    #: of the cooperation, whoever's group it is
    common: Document


Attempt = Callable[[Actor, Target], object]


class UndoError(Exception):
    """The attempt went through; nothing of it shall stay."""


def read_rights() -> list[Action]:
    """The table that the console and the documentation show."""
    text = files("collab.console").joinpath("rights.toml").read_text("utf-8")
    return [
        Action(
            each["id"],
            {role: each[role] for role in ROLES},
            each.get("writes", False),
            each.get("archived", False),
        )
        for each in tomllib.loads(text)["action"]
    ]


def list_cases() -> list[Case]:
    """Every combination."""
    yes_no = (True, False)
    return [Case(*each) for each in product(ROLES, yes_no, yes_no, yes_no)]


def expect(action: Action, case: Case) -> bool:
    """What the table says."""
    if case.is_archived and action.writes and not action.works_when_archived:
        return False
    return {
        "yes": True,
        "no": False,
        "delegation": case.is_own_delegation,
        "presidency": case.is_own_delegation,
        "group": case.is_own_group,
        "both": case.is_own_delegation and case.is_own_group,
    }[action.cells[case.role]]


class Ground:
    """The cooperation; `actor` and `target` give who acts and what it is about in a case."""

    def __init__(self) -> None:
        self.id = new_id()
        self.slug = f"ground-{self.id}"
        with unit_of_work(Scope(self.id)):
            make_cooperation(self.id, slug=self.slug)
            self.delegations = {True: make_delegation(), False: make_delegation()}
            self._people = {
                role: make_membership(make_person(), self.delegations[True], IN_COOPERATION[role])
                for role in ROLES
            }
            self._name_deputy()
            targets = {own: self._add_people(self.delegations[own]) for own in (True, False)}
            invited = {own: self._invite(own, targets[own]["second"]) for own in (True, False)}
            insiders = [each["insider"] for each in targets.values()]
            groups = {True: make_group(*insiders), False: make_group(*insiders)}
            for role, membership in self._people.items():
                self._place(groups[True], membership, IN_GROUP[role])
            meetings = {own: self._add_meeting(group) for own, group in groups.items()}
            boards = {own: self._add_board(group) for own, group in groups.items()}
            folders = {own: self._add_documents(group) for own, group in groups.items()}
            common = make_folder(make_library())
        self._targets = {
            (d, g): Target(
                delegation=self.delegations[d],
                group=groups[g],
                invitation_id=invited[d],
                **targets[d],
                **meetings[g],
                **boards[g],
                **folders[g],
                common=common,
            )
            for d, g in product((True, False), (True, False))
        }
        self._actors: dict[tuple[str, bool, bool], Actor] = {}

    def _name_deputy(self) -> None:
        today = now().date()
        session().add(
            Deputy(
                membership_id=self._people["deputy"].id,
                named_by=self._people["coordinator"].id,
                starts_on=today - timedelta(days=1),
                ends_on=today + timedelta(days=1),
            )
        )

    @staticmethod
    def _add_people(delegation: Delegation) -> dict[str, Membership]:
        roles = {
            "outsider": Role.MEMBER,
            "insider": Role.MEMBER,
            "second": Role.COORDINATOR,
            "third": Role.COORDINATOR,
            "guest": Role.GUEST,
        }
        made = {
            name: make_membership(make_person(), delegation, role) for name, role in roles.items()
        }
        del made["third"]  # so that nobody is the last
        return made

    def _invite(self, own: bool, by: Membership) -> UUID:
        person = session().get_one(Person, by.person_id)
        actor = as_actor(person, by, session().get_one(Cooperation, self.id))
        plan = InvitationPlan(f"invited-{own}@collab.example", Role.MEMBER, "en")
        return invite(actor, plan, link=lambda token: f"/invitations/{token}").id

    @staticmethod
    def _place(group: WorkingGroup, membership: Membership, role: Role) -> None:
        session().add(GroupMember(group_id=group.id, membership_id=membership.id, role=role))

    def _add_meeting(self, group: WorkingGroup) -> dict[str, object]:
        meeting = make_meeting(self._people["coordinator"], group)
        document = make_document()
        make_minutes(meeting, document)
        return {"meeting": meeting, "document_id": document.id}

    def _add_board(self, group: WorkingGroup) -> dict[str, object]:
        board = make_board(group)
        owed = make_task(board)
        owe(owed, *self._people.values())
        return {"board": board, "task": make_task(board), "owed": owed}

    @staticmethod
    def _add_documents(group: WorkingGroup) -> dict[str, object]:
        library = make_library(group)
        folder, thrown = make_folder(library), make_folder(library)
        throw_away(thrown)
        insider = session().scalars(
            select(Membership)
            .join(GroupMember, GroupMember.membership_id == Membership.id)
            .where(GroupMember.group_id == group.id)
        )
        link, _token = make_public_link(folder, insider.all()[0])
        return {
            "folder": folder,
            "for_guests": make_folder(library, is_for_guests=True),
            "thrown": thrown,
            "public_link_id": link.id,
        }

    def _set(self, *, presides: bool, is_archived: bool) -> None:
        with unit_of_work(Scope(self.id)) as opened:
            for term in opened.scalars(select(PresidencyTerm)):
                opened.delete(term)
            today = now().date()
            opened.add(
                PresidencyTerm(
                    delegation_id=self.delegations[presides].id,
                    starts_on=today - timedelta(days=10),
                    ends_on=today + timedelta(days=10),
                    taken_over_at=now(),
                    checklist={},
                )
            )
            opened.add(
                PresidencyTerm(
                    delegation_id=self.delegations[not presides].id,
                    starts_on=today + timedelta(days=11),
                    ends_on=today + timedelta(days=100),
                    checklist={},
                )
            )
            cooperation = opened.scalars(select(Cooperation)).one()
            cooperation.archived_at = now() if is_archived else None
            # so that there is something to stop
            cooperation.deletion_requested_at = now()

    def cases(self) -> Iterator[tuple[Case, Actor, Target]]:
        """Every case with its actor and target, the cooperation being as the case says."""
        for is_own, is_archived in product((True, False), (True, False)):
            self._set(presides=is_own, is_archived=is_archived)
            actors = {
                role: find_actor(each.person_id, None, self.slug)
                for role, each in self._people.items()
            }
            for case in list_cases():
                if (case.is_own_delegation, case.is_archived) == (is_own, is_archived):
                    yield case, actors[case.role], self._targets[is_own, case.is_own_group]


def is_allowed(action: Action, actor: Actor, attempt: Callable[[], object]) -> bool:
    """Whether the attempt goes through; whatever it changed is taken back.

    Errors other than a refusal fail the test: the ground is so that nothing else is in the way.
    """
    scope = Scope(actor.cooperation_id) if action.works_when_archived else actor.scope
    try:
        with unit_of_work(scope, writes=action.writes) as opened:
            attempt()
            opened.flush()
            raise UndoError  # noqa: TRY301 this is how a unit of work is taken back
    except UndoError:
        return True
    except (Forbidden, NotFound, Archived):
        return False


HEAD = """# Who may do what

Generated from `collab/console/rights.toml` by `python -m tests.permissions`; coordinators see the
same table in the console of their cooperation. `tests/integration/test_permissions.py` tries each
cell: every action, by every role, about the own delegation and another, in the own group and
another, archived or not.

- **Own delegation**: only about people of the delegation one belongs to. **Own groups**: only in
  groups one is in. **While presiding**: only while the own delegation presides; while none does,
  every coordinator may.
- Chair and secretary are roles in a working group. Who chairs the cooperation as a whole does the
  same for meetings of everybody. A guest of a single meeting sees that meeting.
- Once a cooperation is archived, what is marked ✎ is refused to everybody; what is marked ⌘ stays
  possible.
"""


def render_rights() -> str:
    """PERMISSIONS.md, from the table and the words of the console."""
    lines = [HEAD]
    section = ""
    for action in read_rights():
        of, label = rights.LABELS[action.id]
        if of != section:
            section = of
            names = " | ".join(str(rights.ROLES[role]) for role in ROLES)
            lines += [f"## {rights.SECTIONS[of]}\n", f"| | {names} |", "|---" * 7 + "|"]
        mark = ("⌘ " if action.works_when_archived else "✎ ") if action.writes else ""
        cells = " | ".join(str(rights.CELLS[action.cells[role]]) for role in ROLES)
        lines.append(f"| {mark}{label} | {cells} |")
    return "\n".join(lines).replace("|\n## ", "|\n\n## ") + "\n"


if __name__ == "__main__":
    Path("PERMISSIONS.md").write_text(render_rights(), "utf-8")
