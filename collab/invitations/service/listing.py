"""The invitations of a delegation, found, sorted and paged in the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.core.actor import Actor, Role
from collab.core.clock import now
from collab.core.db import session
from collab.core.errors import require
from collab.core.names import fold
from collab.invitations import policy
from collab.invitations.models import Invitation, State
from collab.mail import service as mail
from collab.mail.models import Mail, MailState
from collab.mail.service import Delivery

PAGE_SIZE = 25
MAX_SEARCH = 100


class Shown(StrEnum):
    """What a list can be narrowed to: states, and those whose mail did not arrive."""

    WAITING = "waiting"
    BOUNCED = "bounced"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Sort(StrEnum):
    """By what the list is sorted."""

    SENT = "sent"
    NAME = "name"
    EXPIRES = "expires"


@dataclass(frozen=True, slots=True)
class InvitationQuery:
    """Which invitations to list; None: whatever their state."""

    text: str = ""
    shown: Shown | None = None
    sort: Sort = Sort.SENT
    page: int = 1


@dataclass(frozen=True, slots=True)
class ListedInvitation:
    """A line of the list."""

    invitation: Invitation
    state: State
    inviter: str
    #: None: the mail is so old that it is forgotten
    delivery: Delivery | None
    can_change: bool

    @property
    def is_bounced(self) -> bool:
        """Whether it waits for an answer to a mail that never arrived."""
        failed = self.delivery is not None and self.delivery.state is MailState.FAILED
        return self.state is State.WAITING and failed


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """One page of the list, and how many there are of each kind."""

    rows: list[ListedInvitation]
    total: int
    page: int
    counts: Mapping[Shown, int]
    #: waiting invitations of other delegations; only their number is known here
    elsewhere: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


def _is_failed() -> ColumnElement[bool]:
    return (
        select(Mail.id)
        .where(Mail.id == Invitation.mail_id, Mail.state == MailState.FAILED)
        .correlate(Invitation)
        .exists()
    )


def _in_state(shown: Shown) -> ColumnElement[bool]:
    is_open = Invitation.state == State.WAITING
    if shown is Shown.WAITING:
        return and_(is_open, Invitation.expires_at > now())
    if shown is Shown.BOUNCED:
        return and_(is_open, Invitation.expires_at > now(), _is_failed())
    if shown is Shown.EXPIRED:
        return (Invitation.state == State.EXPIRED) | and_(is_open, Invitation.expires_at <= now())
    return Invitation.state == State(shown.value)


def _order(sort: Sort) -> tuple[Any, ...]:
    orders: dict[Sort, tuple[Any, ...]] = {
        Sort.SENT: (Invitation.sent_at.desc(),),
        Sort.NAME: (Invitation.search_key,),
        Sort.EXPIRES: (Invitation.expires_at,),
    }
    return (*orders[sort], Invitation.id)


def _wanted(actor: Actor, query: InvitationQuery) -> ColumnElement[bool]:
    conditions = [Invitation.delegation_id == actor.delegation_id]
    if query.shown:
        conditions.append(_in_state(query.shown))
    conditions += [
        Invitation.search_key.contains(word, autoescape=True)
        for word in fold(query.text[:MAX_SEARCH]).split()
    ]
    return and_(*conditions)


def list_invitations(actor: Actor, query: InvitationQuery | None = None) -> InvitationPage:
    """A page of the invitations of the actor's own delegation; one past the end gives the last."""
    require(policy.can_invite(actor))
    query = query or InvitationQuery()
    wanted = _wanted(actor, query)
    total = session().scalar(select(func.count(Invitation.id)).where(wanted)) or 0
    page = min(max(1, query.page), max(1, -(-total // PAGE_SIZE)))
    found = (
        session()
        .execute(
            select(Invitation, Person.name)
            .join(Person, Person.id == Invitation.invited_by)
            .where(wanted)
            .order_by(*_order(query.sort))
            .limit(PAGE_SIZE)
            .offset((page - 1) * PAGE_SIZE)
        )
        .all()
    )
    deliveries = mail.list_deliveries([row.mail_id for row, _name in found if row.mail_id])
    rows = [_as_listed(actor, row, name, deliveries) for row, name in found]
    return InvitationPage(rows, total, page, _count(actor), count_waiting_elsewhere(actor))


def _as_listed(
    actor: Actor, row: Invitation, inviter: str, deliveries: Mapping[UUID, Delivery]
) -> ListedInvitation:
    return ListedInvitation(
        invitation=row,
        state=row.shown_state,
        inviter=shown_name(inviter),
        delivery=deliveries.get(row.mail_id) if row.mail_id else None,
        can_change=policy.can_invite_as(actor, row.delegation_id, Role(row.role)),
    )


def _count(actor: Actor) -> dict[Shown, int]:
    numbers = [
        select(func.count(Invitation.id))
        .where(Invitation.delegation_id == actor.delegation_id, _in_state(shown))
        .scalar_subquery()
        for shown in Shown
    ]
    return dict(zip(Shown, session().execute(select(*numbers)).one(), strict=True))


def count_waiting_elsewhere(actor: Actor) -> int:
    """How many invitations of other delegations wait for an answer."""
    is_elsewhere = Invitation.delegation_id != actor.delegation_id
    wanted = select(func.count(Invitation.id)).where(_in_state(Shown.WAITING), is_elsewhere)
    return session().scalar(wanted) or 0
