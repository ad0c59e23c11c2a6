"""Send a whole list: every invitation and every mail, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from collab.activity import service as activity
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import session
from collab.core.errors import Conflict
from collab.invitations.models import Invitation, InvitationList, State
from collab.invitations.plans import InvitationPlan
from collab.invitations.refusals import ListNotClean, NobodyLeft, TooManyInvitations
from collab.invitations.service.known import chunks
from collab.invitations.service.lists import check_list, find_list
from collab.invitations.service.sender import Link, Sender
from collab.invitations.service.sending import HOUR, make_invitation, make_places

DAY = timedelta(days=1)
#: invitations that one person sends by lists
PER_DAY = 10_000


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a list."""

    invited: int
    left_out: int
    #: it had been sent before, and was not sent again
    was_sent: bool = False


def send_list(actor: Actor, list_id: UUID, *, leave_out: bool, link: Link) -> Sent:
    """Invite everybody in the list, once however often it is asked.

    ListNotClean when lines have problems, unless they are to be left out; NobodyLeft and
    TooManyInvitations: nothing was written then.
    """
    kept = find_list(actor, list_id)
    if kept.sent_at is not None:
        return Sent(0, 0, was_sent=True)
    found = check_list(actor, kept)
    plans = [each.plan for each in found if each.plan is not None]
    wrong = len(found) - len(plans)
    if wrong and not leave_out:
        raise ListNotClean(wrong)
    if not plans:
        raise NobodyLeft
    _check_pace(actor, len(plans))
    if not _claim(kept):
        return Sent(0, 0, was_sent=True)
    try:
        _invite_all(actor, plans, link)
    except IntegrityError as clash:  # a colleague invited one of them at the same moment
        raise Conflict from clash
    kept.lines = []
    activity.record(actor, "invitation.list_sent", kept.id, count=len(plans))
    return Sent(len(plans), wrong)


def _claim(kept: InvitationList) -> bool:
    """Whether it is this request that sends the list."""
    claimed = session().scalar(
        update(InvitationList)
        .where(InvitationList.id == kept.id, InvitationList.sent_at.is_(None))
        .values(sent_at=now())
        .returning(InvitationList.id)
        .execution_options(synchronize_session=False)
    )
    return claimed is not None


def _check_pace(actor: Actor, more: int) -> None:
    sent = session().scalar(
        select(func.count(Invitation.id)).where(
            Invitation.invited_by == actor.person_id,
            Invitation.is_from_list.is_(True),
            Invitation.sent_at > now() - DAY,
        )
    )
    if (sent or 0) + more > PER_DAY:
        raise TooManyInvitations(PER_DAY, int(DAY / HOUR))


def _free_addresses(actor: Actor, plans: Sequence[InvitationPlan]) -> None:
    """Invitations that have expired make way for new ones."""
    for emails in chunks([plan.email for plan in plans]):
        session().execute(
            update(Invitation)
            .where(
                Invitation.delegation_id == actor.delegation_id,
                Invitation.open_email.in_(emails),
                Invitation.expires_at <= now(),
            )
            .values(state=State.EXPIRED, settled_at=now(), open_email=None)
            .execution_options(synchronize_session=False)
        )


def _invite_all(actor: Actor, plans: Sequence[InvitationPlan], link: Link) -> None:
    _free_addresses(actor, plans)
    made = [(make_invitation(actor, plan, is_from_list=True), plan) for plan in plans]
    Sender(actor, link).post_all([invitation for invitation, _plan in made])
    session().add_all(invitation for invitation, _plan in made)
    session().flush()  # groups refer to them
    for invitation, plan in made:
        session().add_all(make_places(invitation, plan))
    session().flush()
