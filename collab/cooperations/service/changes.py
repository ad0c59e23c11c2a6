"""What every change of a membership has in common: whose it is, who was first, who is told."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, or_, select

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.activity.models import Activity
from collab.cooperations import policy
from collab.cooperations.errors import LastCoordinator, MemberChanged, OwnMembership
from collab.cooperations.models import Membership
from collab.cooperations.words import ROLE_NAMES
from collab.core import revocation
from collab.core.actor import Actor, Role
from collab.core.db import after_commit, session
from collab.core.errors import NotFound, require

_WORDS = {
    "membership.suspended": partial(_l, "%(who)s has suspended this member in the meantime."),
    "membership.resumed": partial(_l, "%(who)s has let this member in again in the meantime."),
    "membership.ended": partial(_l, "%(who)s has ended this membership in the meantime."),
    "membership.left": partial(_l, "%(who)s has left the cooperation in the meantime."),
    "membership.taken_back": partial(_l, "%(who)s has taken this member back in the meantime."),
}


@dataclass(frozen=True, slots=True)
class Held:
    """A membership and the active coordinators of its delegation, locked until the commit."""

    membership: Membership
    coordinators: list[Membership]

    def keep_a_coordinator(self) -> None:
        """Raise LastCoordinator when nobody would be left without this member."""
        others = [each for each in self.coordinators if each.id != self.membership.id]
        if self.membership.role == Role.COORDINATOR and not others:
            raise LastCoordinator


def hold(membership: Membership) -> Held:
    """Lock the row and those of the delegation's coordinators, in one order for everybody.

    Two coordinators who demote each other at once come one after the other.
    """
    rows = (
        session()
        .scalars(
            select(Membership)
            .join(Person, Person.id == Membership.person_id)
            .where(
                Membership.delegation_id == membership.delegation_id,
                or_(
                    Membership.id == membership.id,
                    and_(
                        Membership.role == Role.COORDINATOR,
                        Person.suspended_at.is_(None),
                        Person.erased_at.is_(None),
                    ),
                ),
            )
            .order_by(Membership.id)
            .with_for_update(of=Membership)
            .execution_options(populate_existing=True)
        )
        .all()
    )
    active = [each for each in rows if each.role == Role.COORDINATOR and is_active(each)]
    return Held(membership, active)


def is_active(membership: Membership) -> bool:
    """Whether the member can come in."""
    return membership.ended_at is None and membership.suspended_at is None


def hold_for_change(actor: Actor, membership_id: UUID, version: int) -> Held:
    """A member of the actor's own delegation, to be changed; `version` is what the form showed.

    Raises NotFound, Forbidden, OwnMembership, and MemberChanged with what somebody else did.
    """
    membership = find_any_membership(membership_id)
    require(policy.can_manage_members_of(actor, membership.delegation_id))
    held = hold(membership)
    # whoever was demoted while waiting for the lock has no say any more
    require(actor.is_deputy or any(c.id == actor.membership_id for c in held.coordinators))
    if membership.id == actor.membership_id:
        raise OwnMembership
    require(policy.can_change_member(actor, membership.delegation_id, Role(membership.role)))
    if membership.version != version:
        raise MemberChanged(_say_what_changed(membership))
    return held


def find_any_membership(membership_id: UUID) -> Membership:
    """A membership of the scope's cooperation, also one that has ended; else NotFound."""
    found = session().scalar(select(Membership).where(Membership.id == membership_id))
    if found is None:
        raise NotFound
    return found


def _say_what_changed(membership: Membership) -> Any:
    row = (
        session()
        .execute(
            select(Activity, Person.name)
            .join(Person, Person.id == Activity.person_id)
            .where(Activity.subject_id == membership.id, Activity.verb.startswith("membership."))
            .order_by(Activity.number.desc())
            .limit(1)
        )
        .first()
    )
    if row is None:
        return _l("Somebody else changed this member in the meantime.")
    news, who = row[0], shown_name(row[1])
    if news.verb == "membership.role_changed" and news.details:
        return _l(
            "%(who)s has changed the role of this member to “%(role)s” in the meantime.",
            who=who,
            role=ROLE_NAMES[news.details["new"]],
        )
    if news.verb not in _WORDS:
        return _l("Somebody else changed this member in the meantime.")
    return _WORDS[news.verb](who=who)


def access_changed(membership: Membership) -> None:
    """Let the member's open pages and sockets ask again, after the commit."""
    after_commit(
        partial(
            revocation.announce,
            person_id=membership.person_id,
            cooperation_id=membership.cooperation_id,
        )
    )
