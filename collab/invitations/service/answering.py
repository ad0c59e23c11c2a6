"""Accept or decline an invitation. Opens units of work of its own, for nobody is a member yet."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from collab.accounts import links, throttle
from collab.accounts import service as accounts
from collab.accounts.models import Person
from collab.accounts.service import Device, SignedIn
from collab.accounts.service.sign_in import welcome
from collab.activity import service as activity
from collab.cooperations import service as cooperations
from collab.cooperations.models import Deputy, Membership
from collab.core.actor import Role
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.groups.models import GroupMember
from collab.invitations import answers
from collab.invitations.models import Invitation, InvitationGroup, State
from collab.invitations.refusals import AccountExists, JoinedAlready
from collab.invitations.service.letters import tell_accepted, tell_declined, tell_of_other
from collab.invitations.service.offers import Find, Opened, check_address, opened
from collab.meetings.models import MeetingGuest

MAX_REASON = 500
#: requests for another address by one invitation
MAX_REQUESTS = 3


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody without an account, and how they want to be called and addressed."""

    name: str
    password: str
    language: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Where the person is a member now."""

    person_id: UUID
    email: str
    cooperation_slug: str
    cooperation_name: str


def accept(find: Find, person_id: UUID) -> Joined:
    """Join with the account one has; WrongPerson unless the invitation was sent to its address."""
    try:
        with opened(find, writes=True) as found:
            person = accounts.find_person(person_id)
            check_address(found, person.email)
            return _join(found, person)
    except IntegrityError as clash:  # somebody else let them in at the same moment
        raise JoinedAlready from clash


def accept_as_newcomer(find: Find, newcomer: Newcomer, device: Device) -> tuple[Joined, SignedIn]:
    """Make an account with the invited address, join and sign in; Invalid names the field."""
    try:
        with opened(find, writes=True) as found:
            if accounts.find_by_email(found.invitation.email) is not None:
                raise AccountExists
            person = accounts.create_person(
                email=found.invitation.email,
                name=newcomer.name,
                password=newcomer.password,
                language=newcomer.language,
                timezone=newcomer.timezone,
            )
            return _join(found, person), welcome(person, device)
    except IntegrityError as clash:
        raise AccountExists from clash


def _join(found: Opened, person: Person) -> Joined:
    invitation, cooperation = found.invitation, found.cooperation
    links.use_link(found.link)
    membership = _make_member(invitation, person)
    _place(invitation, membership)
    invitation.settle(State.ACCEPTED)
    invitation.person_id = person.id
    session().flush()
    actor = cooperations.as_actor(person, membership, cooperation)
    activity.record(
        actor,
        "invitation.accepted",
        invitation.id,
        name=person.name,
        role=invitation.role,
        delegation_id=str(invitation.delegation_id),
        is_founding=invitation.is_founding,
    )
    activity.record(actor, "membership.joined", membership.id, name=person.name, role=actor.role)
    tell_accepted(found, person)
    return Joined(person.id, person.email, cooperation.slug, cooperation.name_in(person.language))


def _make_member(invitation: Invitation, person: Person) -> Membership:
    before = session().scalar(select(Membership).where(Membership.person_id == person.id))
    if before is not None:
        if before.ended_at is None:
            raise JoinedAlready
        _forget_former_place(before)
    return cooperations.add_member(
        invitation.cooperation_id,
        person_id=person.id,
        delegation_id=invitation.delegation_id,
        role=Role(invitation.role),
    )


def _forget_former_place(membership: Membership) -> None:
    """Whoever left, perhaps for another delegation, begins anew: nothing of before comes along."""
    session().execute(delete(GroupMember).where(GroupMember.membership_id == membership.id))
    session().execute(delete(MeetingGuest).where(MeetingGuest.membership_id == membership.id))
    session().execute(
        update(Deputy)
        .where(Deputy.membership_id == membership.id, Deputy.revoked_at.is_(None))
        .values(revoked_at=now())
    )
    membership.shares_address = False


def _place(invitation: Invitation, membership: Membership) -> None:
    places = session().scalars(
        select(InvitationGroup).where(InvitationGroup.invitation_id == invitation.id)
    )
    session().add_all(
        GroupMember(
            id=new_id(),
            cooperation_id=invitation.cooperation_id,
            group_id=place.group_id,
            membership_id=membership.id,
            role=place.role,
        )
        for place in places.all()
    )


def decline(find: Find, reason: str, *, person_id: UUID | None = None) -> str:
    """Say no, perhaps why; the name of the inviter, who is told.

    Whoever has the mail may decline without an account; a signed-in person only their own.
    """
    with opened(find, writes=True) as found:
        if person_id is not None:
            check_address(found, accounts.find_person(person_id).email)
        links.use_link(found.link)
        invitation = found.invitation
        invitation.settle(State.DECLINED)
        invitation.reason = reason.strip()[:MAX_REASON]
        activity.record_for(
            invitation.cooperation_id,
            "invitation.declined",
            invitation.id,
            name=invitation.name,
            delegation_id=str(invitation.delegation_id),
            is_founding=invitation.is_founding,
        )
        answers.tell_declined(invitation)
        tell_declined(found)
        return found.inviter.name


def ask_for_other_address(find: Find, person_id: UUID) -> str:
    """Ask whoever invited to invite the address of this person too; the inviter's name.

    TooManyAttempts when it was asked for again and again.
    """
    with opened(find, writes=True) as found:
        person = accounts.find_person(person_id)
        throttle.take(f"invitation other:{found.invitation.id}", MAX_REQUESTS)
        tell_of_other(found, person)
        return found.inviter.name
