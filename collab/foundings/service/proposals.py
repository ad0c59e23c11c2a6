"""A proposal while its partners make up their minds: how far it is, and who has said what."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.accounts.service import find_person
from collab.cooperations.models import Cooperation, Delegation, Membership
from collab.core.actor import Role
from collab.core.db import GLOBAL, Scope, session, unit_of_work
from collab.core.errors import Conflict, NotFound
from collab.foundings.models import Founding
from collab.foundings.patterns import read_patterns
from collab.foundings.service.drafts import find_own
from collab.foundings.service.opening import (
    find_founding,
)
from collab.foundings.service.standing import find_this
from collab.invitations.models import Invitation, State
from collab.mail import service as mail
from collab.mail.service import Delivery


class Answer(StrEnum):
    """What a partner has said so far."""

    AGREED = "agreed"
    DECLINED = "declined"
    WAITING = "waiting"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class PartnerState:
    """A partner, who was asked for it, and what came of it."""

    delegation: Delegation
    answer: Answer
    #: since when it is so
    at: datetime | None
    #: of whoever agreed or was asked
    name: str
    #: the one that the proposer typed; empty once they have agreed: then it is theirs to share
    email: str
    #: why it was declined; may be empty
    reason: str
    expires_at: datetime | None
    #: what became of the mail; None: it is forgotten, or there was none
    delivery: Delivery | None
    can_be_dropped: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """How far a proposed cooperation is."""

    founding: Founding
    cooperation: Cooperation
    partners: list[PartnerState]

    @property
    def agreed(self) -> int:
        """How many partners have agreed."""
        return sum(each.answer is Answer.AGREED for each in self.partners)


@contextmanager
def inside(
    person_id: UUID, founding_id: UUID, *, writes: bool
) -> Iterator[tuple[Founding, Person]]:
    """A unit of work in the cooperation that this person proposed; NotFound for everybody else."""
    with unit_of_work(GLOBAL, writes=False):
        cooperation_id = find_own(person_id, founding_id).cooperation_of
    if cooperation_id is None:
        raise NotFound
    with unit_of_work(Scope(cooperation_id=cooperation_id), writes=writes):
        founding = find_own(person_id, founding_id)
        if founding.withdrawn_at is not None:
            raise NotFound
        yield founding, find_person(person_id)


def find_proposal(person_id: UUID, founding_id: UUID) -> Proposal:
    """What this person proposed and how far it is; opens a unit of work of its own."""
    with inside(person_id, founding_id, writes=False) as (founding, _person):
        return Proposal(founding, find_this(), list_partners(founding))


def list_answers(cooperation_id: UUID) -> list[PartnerState]:
    """What each partner has said so far, for those who agreed; without addresses and reasons."""
    return list_partners(find_founding(cooperation_id))


def list_partners(founding: Founding | None) -> list[PartnerState]:
    """What each partner has said so far; in the cooperation's scope."""
    delegations = session().scalars(select(Delegation).order_by(Delegation.position)).all()
    asked = {each.delegation_id: each for each in list_invitations()}
    mails = mail.list_deliveries([each.mail_id for each in asked.values() if each.mail_id])
    people = _coordinators()
    fewest = read_patterns()[founding.draft["pattern"]].fewest if founding else 1
    return [
        _as_state(
            each,
            asked.get(each.id),
            mails,
            people.get(each.id),
            is_spare=len(delegations) > fewest,
        )
        for each in delegations
    ]


def list_invitations() -> Sequence[Invitation]:
    """Every invitation to found this cooperation, the latest last."""
    wanted = select(Invitation).where(Invitation.is_founding.is_(True))
    return session().scalars(wanted.order_by(Invitation.created_at, Invitation.id)).all()


def _coordinators() -> dict[UUID, Person]:
    rows = session().execute(
        select(Membership.delegation_id, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.ended_at.is_(None), Membership.role == Role.COORDINATOR)
        .order_by(Membership.joined_at.desc())
    )
    return dict(rows.all())


def _answer(delegation: Delegation, invitation: Invitation | None) -> Answer:
    if delegation.agreed_at is not None:
        return Answer.AGREED
    if delegation.declined_at is not None:
        return Answer.DECLINED
    is_over = invitation is not None and invitation.shown_state is not State.WAITING
    return Answer.EXPIRED if is_over else Answer.WAITING


def _as_state(
    delegation: Delegation,
    invitation: Invitation | None,
    mails: dict[UUID, Delivery],
    person: Person | None,
    *,
    is_spare: bool,
) -> PartnerState:
    answer = _answer(delegation, invitation)
    at = delegation.agreed_at or delegation.declined_at
    mail_id = invitation.mail_id if invitation else None
    return PartnerState(
        delegation=delegation,
        answer=answer,
        at=at or (invitation.sent_at if invitation else None),
        name=shown_name(person.name) if person else (invitation.name if invitation else ""),
        email=invitation.email if invitation and answer is not Answer.AGREED else "",
        reason=invitation.reason if invitation else "",
        expires_at=invitation.expires_at if invitation else None,
        delivery=mails.get(mail_id) if mail_id else None,
        can_be_dropped=is_spare and answer in (Answer.DECLINED, Answer.EXPIRED),
    )


def find_partner(person_id: UUID, founding_id: UUID, delegation_id: UUID) -> PartnerState:
    """One partner that has not agreed yet; Conflict when it has."""
    proposal = find_proposal(person_id, founding_id)
    for each in proposal.partners:
        if each.delegation.id == delegation_id:
            if each.answer is Answer.AGREED:
                raise Conflict
            return each
    raise NotFound
