"""What an invitation offers to whoever follows its link. Opens units of work of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select

from collab.accounts import links
from collab.accounts.links import LinkUnknown, OneTimeLink, Purpose
from collab.accounts.models import Person
from collab.accounts.service import find_by_email
from collab.cooperations.models import Cooperation, Delegation, Membership
from collab.core.actor import Role
from collab.core.db import GLOBAL, Scope, session, unit_of_work
from collab.groups.models import WorkingGroup
from collab.invitations.addresses import mask_address
from collab.invitations.models import Invitation, InvitationGroup, State
from collab.invitations.refusals import (
    CannotAnswer,
    CooperationArchived,
    InvitationUnknown,
    InviterSuspended,
    JoinedAlready,
    WrongPerson,
)
from collab.invitations.service.plans import left_themselves

#: of one address; nobody answers more at a time
MAX_WAITING = 50
#: finds the link that is followed, in any unit of work; raises why it does not work
Find = Callable[[], OneTimeLink]


@dataclass(frozen=True, slots=True)
class PlaceInGroup:
    """A group that whoever accepts will be in."""

    name: str
    language: str
    role: Role


@dataclass(frozen=True, slots=True)
class Offer:
    """An invitation as its reader sees it."""

    invitation_id: UUID
    link_id: UUID
    masked: str
    #: how the inviter calls the reader; may be empty
    name: str
    inviter: str
    cooperation: str
    cooperation_language: str
    description: str
    description_language: str
    delegation: str
    delegation_language: str
    role: Role
    groups: tuple[PlaceInGroup, ...]
    note: str
    language: str
    expires_at: datetime
    is_founding: bool
    #: whether somebody has an account with the address it was sent to
    has_account: bool
    #: whether it was sent to the reader's address; None: nobody is signed in
    is_own: bool | None


@dataclass(frozen=True, slots=True)
class Opened:
    """An invitation that can be answered now, with what it is about; in its cooperation's scope."""

    link: OneTimeLink
    invitation: Invitation
    cooperation: Cooperation
    delegation: Delegation
    inviter: Person


def by_token(token: str) -> Find:
    """The link with this token."""

    def find() -> OneTimeLink:
        try:
            return links.find_link(Purpose.INVITATION, token)
        except LinkUnknown as unknown:
            raise InvitationUnknown from unknown

    return find


def by_address(email: str, link_id: UUID) -> Find:
    """The link of this id, for the signed-in person to whose address it was sent."""

    def find() -> OneTimeLink:
        for link in links.list_open_links(email, Purpose.INVITATION):
            if link.id == link_id:
                return link
        raise InvitationUnknown

    return find


@contextmanager
def opened(find: Find, *, writes: bool) -> Iterator[Opened]:
    """A unit of work in the cooperation of the link; raises why nobody can answer (any more)."""
    with unit_of_work(GLOBAL, writes=False):
        cooperation_id = find().cooperation_of
    with unit_of_work(Scope(cooperation_id=cooperation_id), writes=writes):
        link = find()
        found = _load(link)
        _check(found)
        yield found


def _load(link: OneTimeLink) -> Opened:
    row = (
        session()
        .execute(
            select(Invitation, Cooperation, Delegation, Person)
            .join(Cooperation, Cooperation.id == Invitation.cooperation_id)
            .join(Delegation, Delegation.id == Invitation.delegation_id)
            .join(Person, Person.id == Invitation.invited_by)
            .where(Invitation.id == link.subject_id)
        )
        .first()
    )
    if row is None or row[0].state != State.WAITING:
        raise InvitationUnknown
    return Opened(link, *row)


def _check(found: Opened) -> None:
    if found.cooperation.archived_at is not None:
        raise CooperationArchived
    is_removed = and_(Membership.ended_at.is_not(None), ~left_themselves())
    held = select(Membership.id).where(
        Membership.person_id == found.inviter.id,
        or_(Membership.suspended_at.is_not(None), is_removed),
    )
    if found.inviter.suspended_at is not None or session().scalar(held):
        raise InviterSuspended


def check_address(found: Opened, email: str) -> None:
    """Raise WrongPerson unless the invitation was sent to this address."""
    if found.invitation.email != email.strip().lower():
        raise WrongPerson(mask_address(found.invitation.email))


def _places(invitation_id: UUID) -> tuple[PlaceInGroup, ...]:
    rows = session().execute(
        select(WorkingGroup.name, WorkingGroup.language, InvitationGroup.role)
        .join(InvitationGroup, InvitationGroup.group_id == WorkingGroup.id)
        .where(InvitationGroup.invitation_id == invitation_id)
        .order_by(WorkingGroup.position, WorkingGroup.name)
    )
    return tuple(PlaceInGroup(name, language, Role(role)) for name, language, role in rows)


def _as_offer(found: Opened, language: str, reader: str | None) -> Offer:
    invitation, cooperation = found.invitation, found.cooperation
    return Offer(
        invitation_id=invitation.id,
        link_id=found.link.id,
        masked=mask_address(invitation.email),
        name=invitation.name,
        inviter=found.inviter.name,
        cooperation=cooperation.name_in(language),
        cooperation_language=cooperation.language_of("name", language),
        description=cooperation.description_in(language),
        description_language=cooperation.language_of("description", language),
        delegation=found.delegation.name,
        delegation_language=found.delegation.language,
        role=Role(invitation.role),
        groups=_places(invitation.id),
        note=invitation.note,
        language=invitation.language,
        expires_at=found.link.expires_at,
        is_founding=invitation.is_founding,
        has_account=find_by_email(invitation.email) is not None,
        is_own=None if reader is None else reader.strip().lower() == invitation.email,
    )


def find_offer(find: Find, language: str, *, reader: str | None = None) -> Offer:
    """The invitation in the reader's language; uses nothing up, however often it is asked.

    `reader` is the address of whoever is signed in. JoinedAlready when its person is a member.
    """
    with opened(find, writes=False) as found:
        _check_not_joined(found.invitation.email)
        return _as_offer(found, language, reader)


def _check_not_joined(email: str) -> None:
    member = (
        select(Membership.id)
        .join(Person, Person.id == Membership.person_id)
        .where(Person.email == email, Membership.ended_at.is_(None))
    )
    if session().scalar(member):
        raise JoinedAlready


def list_waiting_for(email: str, language: str) -> list[Offer]:
    """The invitations that this address can accept now, the newest first.

    Opens a unit of work for each, so call it outside of one.
    """
    with unit_of_work(GLOBAL, writes=False):
        found = links.list_open_links(email, Purpose.INVITATION)
        ids = [each.id for each in found[:MAX_WAITING]]
    offers = []
    for link_id in ids:
        try:
            offers.append(find_offer(by_address(email, link_id), language, reader=email))
        except CannotAnswer:
            continue  # its page says why; a list shows what can be done
    return offers
