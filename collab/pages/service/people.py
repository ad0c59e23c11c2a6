"""Who sees a page, and so can be named in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.cooperations.models import Delegation, Membership
from collab.cooperations.policy import is_guest
from collab.core.actor import Actor, Role
from collab.core.db import session
from collab.documents.models import Audience, Document, DocumentShare
from collab.groups.models import GroupMember

#: nobody looks through a longer list
MAX_PEOPLE: Final = 2000


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who sees a page."""

    membership_id: UUID
    name: str
    color: int
    delegation_short: str

    @property
    def choice(self) -> dict[str, str]:
        """As the editor in the browser wants people that can be named."""
        return {
            "id": str(self.membership_id),
            "label": self.name,
            "delegation": self.delegation_short,
        }


def list_readers(actor: Actor, document: Document) -> list[Reader]:
    """Who sees the document, by delegation and name; guests are told only of its group."""
    wanted = _who_see(document)
    if is_guest(actor):
        wanted = wanted.where(_is_inside(document))
    rows = session().execute(
        wanted.order_by(Delegation.position, Delegation.name, Person.name_key, Membership.id).limit(
            MAX_PEOPLE
        )
    )
    return [
        Reader(member.id, shown_name(who.name), who.color, of.short) for member, who, of in rows
    ]


def keep_readers(document: Document, memberships: Iterable[UUID]) -> set[UUID]:
    """Those of the memberships that see the document."""
    ids = list(memberships)
    if not ids:
        return set()
    wanted = _who_see(document).with_only_columns(Membership.id)
    return set(session().scalars(wanted.where(Membership.id.in_(ids))))


def _who_see(document: Document) -> Select[Membership, Person, Delegation]:
    is_reached = and_(_is_meant(document), _may_be_guest(document))
    return (
        select(Membership, Person, Delegation)
        .join(Person, Person.id == Membership.person_id)
        .join(Delegation, Delegation.id == Membership.delegation_id)
        .where(
            Membership.ended_at.is_(None),
            Membership.suspended_at.is_(None),
            or_(Membership.role == Role.COORDINATOR, is_reached),
        )
    )


def _may_be_guest(document: Document) -> ColumnElement[bool]:
    is_anybody = Membership.id.is_not(None)
    return is_anybody if document.is_for_guests else Membership.role != Role.GUEST


def _is_meant(document: Document) -> ColumnElement[bool]:
    if document.group_id is None or document.audience == Audience.COOPERATION:
        return Membership.id.is_not(None)
    return _is_inside(document)


def _is_inside(document: Document) -> ColumnElement[bool]:
    """In its group, or in one that it is shared with."""
    through = select(DocumentShare.group_id).where(DocumentShare.document_id == document.ruler_id)
    in_group = GroupMember.group_id == document.group_id
    if document.audience == Audience.GROUPS:
        in_group = or_(in_group, GroupMember.group_id.in_(through))
    return Membership.id.in_(select(GroupMember.membership_id).where(in_group))
