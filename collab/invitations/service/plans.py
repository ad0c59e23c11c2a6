"""Whether somebody can be invited, and as what."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, select

from collab.accounts.models import Person
from collab.activity.models import Activity
from collab.cooperations.models import Delegation, Membership
from collab.core.actor import Actor
from collab.core.db import session
from collab.core.errors import Invalid
from collab.core.i18n import find_language, offered_languages
from collab.groups import service as groups
from collab.groups.models import GROUP_ROLES
from collab.invitations.addresses import parse_address
from collab.invitations.models import Invitation, State
from collab.invitations.plans import MAX_NAME, MAX_NOTE, GroupPlace, InvitationPlan
from collab.invitations.refusals import AlreadyInvited, AlreadyMember, FormerMember, OwnAddress


def _wrong_places(actor: Actor, places: Collection[GroupPlace]) -> bool:
    known = {each.id for each in groups.list_groups(actor)} if places else set()
    chosen = [each.group_id for each in places]
    return (
        not set(chosen) <= known
        or len(set(chosen)) < len(chosen)
        or any(each.role not in GROUP_ROLES for each in places)
    )


def _find_mistakes(actor: Actor, plan: InvitationPlan) -> dict[str, Any]:
    wrong: dict[str, Any] = {}
    if parse_address(plan.email) is None:
        wrong["email"] = _l("This is no e-mail address.")
    if len(plan.name) > MAX_NAME:
        wrong["name"] = _l("Please use at most %(max)d characters.", max=MAX_NAME)
    if len(plan.note) > MAX_NOTE:
        wrong["note"] = _l("Please use at most %(max)d characters.", max=MAX_NOTE)
    if find_language(plan.language, offered_languages()) != plan.language:
        wrong["language"] = _l("Please choose a language.")
    if _wrong_places(actor, plan.groups):
        wrong["groups"] = _l("Please choose from the working groups of this cooperation.")
    return wrong


def checked(actor: Actor, plan: InvitationPlan) -> InvitationPlan:
    """The plan, tidied; Invalid names the field, NotFound a delegation of elsewhere."""
    wrong = _find_mistakes(actor, plan)
    if wrong:
        raise Invalid(wrong)
    return replace(
        plan,
        email=parse_address(plan.email) or "",
        name=" ".join(plan.name.split()),
        note=plan.note.strip(),
        delegation_id=plan.delegation_id or actor.delegation_id,
    )


def find_delegation(delegation_id: UUID) -> Delegation | None:
    """The delegation of the scope's cooperation."""
    return session().scalar(select(Delegation).where(Delegation.id == delegation_id))


def find_waiting(delegation_id: UUID, email: str) -> Invitation | None:
    """The invitation that keeps others of the same delegation from being sent there."""
    return session().scalar(
        select(Invitation).where(
            Invitation.delegation_id == delegation_id, Invitation.open_email == email
        )
    )


def find_member_by_address(email: str) -> Membership | None:
    """Whoever has this address, if they are or were in the cooperation."""
    return session().scalar(
        select(Membership)
        .join(Person, Person.id == Membership.person_id)
        .where(func.lower(Person.email) == email)
    )


def check_no_member(actor: Actor, delegation_id: UUID, email: str) -> None:
    """Raise an AddressProblem when whoever has this address is or was in the cooperation."""
    member = find_member_by_address(email)
    if member is None:
        return
    if member.person_id == actor.person_id:
        raise OwnAddress(member.id)
    if member.ended_at is None:
        raise AlreadyMember(member.id)
    if member.delegation_id == delegation_id and not _has_left(member):
        raise FormerMember(member.id)


def _has_left(member: Membership) -> bool:
    """Whoever left of their own will is asked before they come back."""
    return session().scalar(select(left_themselves()).where(Membership.id == member.id)) or False


def left_themselves() -> ColumnElement[bool]:
    """Whether the former membership ended by its person's own will."""
    return (
        select(Activity.id)
        .where(
            Activity.subject_id == Membership.id,
            Activity.verb == "membership.left",
            Activity.at >= Membership.ended_at,
        )
        .correlate(Membership)
        .exists()
    )


def free_address(delegation_id: UUID, email: str, *, keep: UUID | None = None) -> None:
    """Raise AlreadyInvited when another invitation than `keep` waits; free what has expired."""
    waiting = find_waiting(delegation_id, email)
    if waiting is None or waiting.id == keep:
        return
    if waiting.shown_state is State.WAITING:
        raise AlreadyInvited(waiting.id)
    waiting.settle(State.EXPIRED)
    session().flush()  # the address is free before the next one takes it
