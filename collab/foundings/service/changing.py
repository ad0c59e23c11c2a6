"""What a proposer can do while partners make up their minds. Opens units of work of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from collab.accounts.models import OneTimeLink
from collab.accounts.service import find_person
from collab.activity import service as activity
from collab.cooperations.models import Cooperation, Delegation, Membership
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import session
from collab.core.errors import Conflict, DomainError, Invalid, NotFound
from collab.foundings.models import Founding
from collab.foundings.plans import Partner
from collab.foundings.service.opening import lock, open_if_agreed, tell_founders
from collab.foundings.service.proposals import Answer, inside, list_invitations, list_partners
from collab.foundings.service.proposing import ask
from collab.foundings.service.standing import act_for, find_this
from collab.invitations import service as invitations
from collab.invitations.models import Invitation, State
from collab.invitations.refusals import OwnAddress
from collab.mail import service as mail

#: path of the landing page for a token
Link = Callable[[str], str]


class TooFewPartners(DomainError):
    """A cooperation needs somebody to cooperate with."""

    status = 409
    code = "too_few_partners"
    message = _l(
        "Too few partners would remain. Ask somebody else for this one, or withdraw the proposal."
    )


class OpenAlready(DomainError):
    """The founders have agreed meanwhile."""

    status = 409
    code = "open_already"
    message = _l("The cooperation is open by now. It is changed by its coordinators from inside.")


@contextmanager
def _changing(person_id: UUID, founding_id: UUID) -> Iterator[tuple[Founding, Actor]]:
    """The same, locked, for changes; OpenAlready once it is open."""
    with inside(person_id, founding_id, writes=True) as (founding, person):
        cooperation = _hold(founding)
        if cooperation.opened_at is not None:
            raise OpenAlready
        yield founding, act_for(person, cooperation)


def _hold(founding: Founding) -> Cooperation:
    """Lock the links, the cooperation and the directory: in the order of whoever joins."""
    links = select(OneTimeLink.id).where(OneTimeLink.cooperation_of == founding.cooperation_of)
    session().scalars(links.order_by(OneTimeLink.id).with_for_update()).all()
    cooperation = session().scalars(select(Cooperation).with_for_update()).one()
    lock(cooperation.id)
    session().refresh(founding)
    if founding.withdrawn_at is not None:
        raise NotFound
    return cooperation


def _find_partner(delegation_id: UUID) -> Delegation:
    found = session().scalar(select(Delegation).where(Delegation.id == delegation_id))
    if found is None:
        raise NotFound
    if found.agreed_at is not None:
        raise Conflict
    return found


def remind(person_id: UUID, founding_id: UUID, delegation_id: UUID, *, link: Link) -> str:
    """Send the invitation again, also to somebody who declined; returns the address."""
    with _changing(person_id, founding_id) as (_founding, actor):
        delegation = _find_partner(delegation_id)
        invitation = _find_invitation(delegation_id)
        delegation.declined_at = None
        invitations.send_again(actor, invitation, link=link)
        return invitation.email


def _find_invitation(delegation_id: UUID) -> Invitation:
    found = [each for each in list_invitations() if each.delegation_id == delegation_id]
    if not found:
        raise NotFound
    return found[-1]


def replace_coordinator(
    person_id: UUID, founding_id: UUID, delegation_id: UUID, contact: Partner, *, link: Link
) -> str:
    """Ask somebody else for this partner; the link sent before stops working. Invalid."""
    with _changing(person_id, founding_id) as (_founding, actor):
        delegation = _find_partner(delegation_id)
        _refuse_known(contact.email, delegation_id, actor)
        _take_back(actor, delegation_id)
        delegation.declined_at = None
        ask(actor, delegation, contact, link=link)
        return contact.email


def _refuse_known(email: str, delegation_id: UUID, actor: Actor) -> None:
    """The same person cannot coordinate two delegations."""
    email = email.strip().lower()
    for each in list_invitations():
        if each.email == email and each.delegation_id != delegation_id and each.open_email:
            raise Invalid({"email": _l("The same person cannot coordinate two delegations.")})
    if find_person(actor.person_id).email == email:
        raise OwnAddress


def _take_back(actor: Actor, delegation_id: UUID | None = None) -> list[Invitation]:
    open_ones = [
        each
        for each in list_invitations()
        if each.state == State.WAITING and delegation_id in (None, each.delegation_id)
    ]
    for each in open_ones:
        invitations.take_back(actor, each)
    session().flush()
    return open_ones


def drop_partner(person_id: UUID, founding_id: UUID, delegation_id: UUID) -> bool:
    """Go on without a partner who declined or did not answer; whether it opened thereby.

    TooFewPartners when nobody to cooperate with would remain.
    """
    with _changing(person_id, founding_id) as (founding, actor):
        delegation = _find_partner(delegation_id)
        states = {each.delegation.id: each for each in list_partners(founding)}
        if states[delegation_id].answer is Answer.WAITING:
            raise Conflict
        if not states[delegation_id].can_be_dropped:
            raise TooFewPartners
        _take_back(actor, delegation_id)
        if founding.draft.get("presides") == str(delegation_id):
            founding.draft = {**founding.draft, "presides": None}
        activity.record(actor, "delegation.removed", delegation.id, name=delegation.name)
        session().delete(delegation)
        session().flush()
        return open_if_agreed(actor)


def withdraw(person_id: UUID, founding_id: UUID) -> None:
    """Give the proposal up: everybody who was asked gets a mail, and nothing remains visible."""
    with _changing(person_id, founding_id) as (founding, actor):
        cooperation = find_this()
        waiting = _take_back(actor)
        tell_founders(cooperation, "withdrawn", proposer_id=None)
        for each in waiting:
            _tell_asked(cooperation, each)
        for membership in session().scalars(select(Membership)):
            membership.ended_at = now()
        cooperation.archived_at = founding.withdrawn_at = now()
        cooperation.slug = f"withdrawn-{cooperation.id.hex}"  # the address is free again
        cooperation.deletion_requested_at = now()
        activity.record(actor, "cooperation.withdrawn", cooperation.id, name=cooperation.name)


def _tell_asked(cooperation: Cooperation, invitation: Invitation) -> None:
    mail.send(
        to=invitation.email,
        name=invitation.name,
        language=invitation.language,
        template="foundings/withdrawn",
        values={"cooperation": cooperation.name_in(invitation.language), "url": ""},
    )
