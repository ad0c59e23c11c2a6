"""Whom notifications may reach: members who could open the page themselves."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from collab.accounts.models import Person
from collab.boards import policy as boards
from collab.boards.models import Board
from collab.cooperations.models import Cooperation, Deputy, Membership
from collab.cooperations.service import as_actor
from collab.cooperations.service.actors import is_standing_in
from collab.core.actor import Actor, Role
from collab.core.clock import now
from collab.core.db import session
from collab.documents import service as documents
from collab.documents.models import Document
from collab.groups.models import GroupMember
from collab.meetings import service as meetings
from collab.meetings.models import Meeting
from collab.notifications.models import Kind, NotificationChoice, Pace
from collab.notifications.policy import fill_in


@dataclass(frozen=True, slots=True)
class Recipient:
    """A member who can be told, as themselves, and how they want to be."""

    person: Person
    actor: Actor
    paces: Mapping[Kind, Pace]
    #: the groups they are in
    groups: frozenset[UUID]

    @property
    def id(self) -> UUID:
        """Their membership."""
        return self.actor.membership_id

    def sees(self, board: Board) -> bool:
        """Whether they may see the board."""
        own = dict.fromkeys(self.groups, Role.GUEST)
        return boards.can_see(self.actor, boards.standing(board.group_id, own))


def find_cooperation(cooperation_id: UUID) -> Cooperation | None:
    """The cooperation, if people in it are told anything: it is open and not archived."""
    return session().scalar(
        select(Cooperation).where(
            Cooperation.id == cooperation_id,
            Cooperation.opened_at.is_not(None),
            Cooperation.archived_at.is_(None),
        )
    )


def find_recipients(
    cooperation: Cooperation, membership_ids: Collection[UUID]
) -> dict[UUID, Recipient]:
    """Those of these members who can come in, by membership; three queries."""
    if not membership_ids:
        return {}
    rows = _list_people(cooperation, membership_ids)
    paces, groups = _list_choices(membership_ids), _list_groups(membership_ids)
    return {
        member.id: Recipient(
            person,
            as_actor(person, member, cooperation),
            fill_in(paces[member.id]),
            frozenset(groups[member.id]),
        )
        for person, member in rows
    }


def _list_people(
    cooperation: Cooperation, ids: Collection[UUID]
) -> Iterable[tuple[Person, Membership]]:
    """Nobody who has left, is suspended, or lacks the second factor that is asked for here."""
    wanted = (
        select(Person, Membership)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.id.in_(ids),
            Membership.ended_at.is_(None),
            Membership.suspended_at.is_(None),
            Person.suspended_at.is_(None),
            Person.erased_at.is_(None),
        )
    )
    if cooperation.requires_two_factor:
        wanted = wanted.where(Person.second_factor_at.is_not(None))
    return [(person, member) for person, member in session().execute(wanted)]


def _list_choices(ids: Collection[UUID]) -> Mapping[UUID, list[tuple[str, str]]]:
    found: defaultdict[UUID, list[tuple[str, str]]] = defaultdict(list)
    wanted = select(
        NotificationChoice.membership_id, NotificationChoice.kind, NotificationChoice.pace
    ).where(NotificationChoice.membership_id.in_(ids))
    for member_id, kind, pace in session().execute(wanted):
        found[member_id].append((kind, pace))
    return found


def _list_groups(ids: Collection[UUID]) -> Mapping[UUID, list[UUID]]:
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    wanted = select(GroupMember.membership_id, GroupMember.group_id)
    for member_id, group_id in session().execute(wanted.where(GroupMember.membership_id.in_(ids))):
        found[member_id].append(group_id)
    return found


def list_coordinators(delegation_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Who looks after what these delegations owe: coordinators and whoever stands in for them."""
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    if delegation_ids:
        deputy = select(Deputy.id).where(Deputy.membership_id == Membership.id)
        stands_in = deputy.where(is_standing_in(now().date())).exists()
        wanted = select(Membership.delegation_id, Membership.id).where(
            Membership.delegation_id.in_(delegation_ids),
            or_(Membership.role == Role.COORDINATOR, stands_in),
            Membership.ended_at.is_(None),
        )
        for delegation_id, member_id in session().execute(wanted):
            found[delegation_id].add(member_id)
    return found


def sees_documents(recipient: Recipient, ids: Collection[UUID]) -> set[UUID]:
    """Those of the documents that they may see and that are not in the trash; one query."""
    if not ids:
        return set()
    wanted = select(Document.id).where(Document.id.in_(ids), documents.is_visible(recipient.actor))
    return set(session().scalars(wanted))


def sees_meeting(recipient: Recipient, meeting_id: UUID) -> bool:
    """Whether they may see the meeting; one query."""
    wanted = select(Meeting.id).where(
        Meeting.id == meeting_id, meetings.is_visible(recipient.actor)
    )
    return session().scalar(wanted) is not None
