"""Invite somebody, send it again, take it back."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from collab.activity import service as activity
from collab.core.actor import Actor, Role
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import Conflict, NotFound, require
from collab.core.names import fold
from collab.invitations import policy
from collab.invitations.models import Invitation, InvitationGroup, State
from collab.invitations.plans import InvitationPlan
from collab.invitations.refusals import TooManyInvitations
from collab.invitations.service.plans import (
    check_no_member,
    checked,
    find_delegation,
    free_address,
)
from collab.invitations.service.sender import LIFETIME, Link, Sender, retract

HOUR = timedelta(hours=1)
#: invitations that one person sends one by one
PER_HOUR = 500


def invite(
    actor: Actor, plan: InvitationPlan, *, link: Link, is_founding: bool = False
) -> Invitation:
    """Invite somebody into the actor's own delegation, by a mail with a link that works once.

    Only a founding (`is_founding`, decided by the caller) invites into another delegation. Invalid
    names the field; an AddressProblem says why this address cannot be invited.
    """
    plan = checked(actor, plan)
    assert plan.delegation_id is not None
    require(is_founding or policy.can_invite_as(actor, plan.delegation_id, plan.role))
    if find_delegation(plan.delegation_id) is None:
        raise NotFound
    check_no_member(actor, plan.delegation_id, plan.email)
    free_address(plan.delegation_id, plan.email)
    check_pace(actor, PER_HOUR, HOUR)
    invitation = make_invitation(actor, plan, is_founding=is_founding)
    session().add(invitation)
    session().flush()  # groups refer to it
    session().add_all(make_places(invitation, plan))
    Sender(actor, link).post(invitation)
    activity.record(actor, "invitation.sent", invitation.id, **_details(invitation))
    return invitation


def make_invitation(
    actor: Actor, plan: InvitationPlan, *, is_founding: bool = False, is_from_list: bool = False
) -> Invitation:
    """The row, not yet added."""
    return Invitation(
        id=new_id(),
        cooperation_id=actor.cooperation_id,
        delegation_id=plan.delegation_id or actor.delegation_id,
        email=plan.email,
        open_email=plan.email,
        name=plan.name,
        search_key=fold(f"{plan.name} {plan.email}")[:400],
        role=plan.role,
        language=plan.language,
        note=plan.note,
        is_founding=is_founding,
        state=State.WAITING,
        invited_by=actor.person_id,
        created_at=now(),
        sent_at=now(),
        expires_at=now() + LIFETIME,
        is_from_list=is_from_list,
    )


def make_places(invitation: Invitation, plan: InvitationPlan) -> list[InvitationGroup]:
    """The rows of its groups, not yet added."""
    return [
        InvitationGroup(
            id=new_id(),
            cooperation_id=invitation.cooperation_id,
            invitation_id=invitation.id,
            group_id=place.group_id,
            role=place.role,
        )
        for place in plan.groups
    ]


def _details(invitation: Invitation) -> dict[str, object]:
    return {
        "name": invitation.name,
        "role": invitation.role,
        "delegation_id": str(invitation.delegation_id),
        "is_founding": invitation.is_founding,
    }


def check_pace(actor: Actor, limit: int, within: timedelta) -> None:
    """Raise TooManyInvitations when the actor sent so many one by one lately."""
    sent = session().scalar(
        select(func.count(Invitation.id)).where(
            Invitation.invited_by == actor.person_id,
            Invitation.is_from_list.is_(False),
            Invitation.sent_at > now() - within,
        )
    )
    if (sent or 0) >= limit:
        raise TooManyInvitations(limit, int(within / HOUR))


def find_invitation(actor: Actor, invitation_id: UUID) -> Invitation:
    """An invitation of the actor's own delegation; NotFound for every other one."""
    found = session().scalar(select(Invitation).where(Invitation.id == invitation_id))
    if found is None or not policy.can_see(actor, found.delegation_id):
        raise NotFound
    return found


def _changeable(actor: Actor, invitation_id: UUID) -> Invitation:
    require(policy.can_invite(actor))
    found = find_invitation(actor, invitation_id)
    require(policy.can_invite_as(actor, found.delegation_id, Role(found.role)))
    return found


def resend(actor: Actor, invitation_id: UUID, *, link: Link) -> Invitation:
    """Send it once more with a new link, also after it was withdrawn, declined or has expired.

    An AddressProblem says when they are a member by now, or invited anew meanwhile.
    """
    invitation = _changeable(actor, invitation_id)
    send_again(actor, invitation, link=link)
    return invitation


def send_again(actor: Actor, invitation: Invitation, *, link: Link) -> None:
    """As `resend`, for callers that have checked who may."""
    if invitation.state == State.ACCEPTED:
        raise Conflict
    check_no_member(actor, invitation.delegation_id, invitation.email)
    free_address(invitation.delegation_id, invitation.email, keep=invitation.id)
    check_pace(actor, PER_HOUR, HOUR)
    invitation.state, invitation.settled_at = State.WAITING, None
    invitation.open_email, invitation.reason = invitation.email, ""
    invitation.invited_by = actor.person_id
    invitation.sent_at, invitation.expires_at = now(), now() + LIFETIME
    Sender(actor, link).post(invitation)
    activity.record(actor, "invitation.resent", invitation.id, **_details(invitation))


def withdraw(actor: Actor, invitation_id: UUID) -> Invitation:
    """Take it back: its link stops working. Conflict when it was answered meanwhile."""
    invitation = _changeable(actor, invitation_id)
    take_back(actor, invitation)
    return invitation


def take_back(actor: Actor, invitation: Invitation) -> None:
    """As `withdraw`, for callers that have checked who may."""
    if invitation.state != State.WAITING:
        raise Conflict
    retract(invitation)
    invitation.settle(State.WITHDRAWN)
    activity.record(actor, "invitation.withdrawn", invitation.id, **_details(invitation))
