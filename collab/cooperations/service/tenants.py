"""Cooperations and their delegations: how they come to be, and which are one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from collab.accounts import requirements
from collab.cooperations.models import Cooperation, Delegation, Membership
from collab.core.actor import Actor, Role
from collab.core.db import session
from collab.core.names import fold

OWN_PAGE_SIZE = 25
#: somebody who is in more looks for them by name
MAX_OWN = 200
MAX_SEARCH = 100


@dataclass(frozen=True, slots=True)
class OwnCooperation:
    """A cooperation as one of its members sees it from outside."""

    cooperation_id: UUID
    slug: str
    name: str
    description: str
    #: of the name as it is given here
    language: str
    role: Role
    #: still only proposed, the founders have not agreed yet
    is_proposed: bool = False
    is_archived: bool = False
    #: the person is kept out for the time being
    is_suspended: bool = False
    #: when it will be deleted unless somebody stops that
    deletion_requested_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OwnPage:
    """One page of one's own cooperations, and how many there are."""

    cooperations: list[OwnCooperation]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // OWN_PAGE_SIZE))


def _own(statement: Any, person_id: UUID, text: str) -> Any:
    found: Any = statement.join(Membership, Membership.cooperation_id == Cooperation.id).where(
        Membership.person_id == person_id, Membership.ended_at.is_(None)
    )
    for word in fold(text[:MAX_SEARCH]).split():
        found = found.where(Cooperation.names_key.contains(word, autoescape=True))
    return found


def _as_own(c: Cooperation, m: Membership, language: str | None) -> OwnCooperation:
    reading = language or c.language
    return OwnCooperation(
        cooperation_id=c.id,
        slug=c.slug,
        name=c.name_in(reading),
        description=c.description_in(reading),
        language=c.language_of("name", reading),
        role=Role(m.role),
        is_proposed=c.opened_at is None,
        is_archived=c.archived_at is not None,
        is_suspended=m.suspended_at is not None,
        deletion_requested_at=c.deletion_requested_at,
    )


def list_own_cooperations(
    person_id: UUID, language: str | None = None, *, limit: int = MAX_OWN
) -> list[OwnCooperation]:
    """The cooperations this person is a member of, by name (in the person's own scope).

    Names are in `language` where somebody wrote them so, else in the original.
    """
    rows = session().execute(
        _own(select(Cooperation, Membership), person_id, "")
        .order_by(Cooperation.name, Cooperation.id)
        .limit(limit)
    )
    return [_as_own(c, m, language) for c, m in rows]


def search_own_cooperations(
    person_id: UUID, language: str, *, text: str = "", page: int = 1
) -> OwnPage:
    """A page of the person's cooperations whose name in any language has these words."""
    total = session().scalar(_own(select(func.count(Cooperation.id)), person_id, text)) or 0
    page = min(max(1, page), max(1, -(-total // OWN_PAGE_SIZE)))
    rows = session().execute(
        _own(select(Cooperation, Membership), person_id, text)
        .order_by(Cooperation.name, Cooperation.id)
        .limit(OWN_PAGE_SIZE)
        .offset((page - 1) * OWN_PAGE_SIZE)
    )
    return OwnPage([_as_own(c, m, language) for c, m in rows], total, page)


def find_cooperation(actor: Actor) -> Cooperation:
    """The actor's cooperation."""
    return (
        session().scalars(select(Cooperation).where(Cooperation.id == actor.cooperation_id)).one()
    )


def list_delegations(actor: Actor) -> Sequence[Delegation]:
    """The cooperation's delegations in their order."""
    return session().scalars(select(Delegation).order_by(Delegation.position, Delegation.id)).all()


def list_demanding(person_id: UUID) -> list[str]:
    """The names of the person's cooperations that require a second factor (own scope)."""
    rows = session().scalars(
        select(Cooperation.name)
        .join(Membership, Membership.cooperation_id == Cooperation.id)
        .where(
            Membership.person_id == person_id,
            Membership.ended_at.is_(None),
            Cooperation.requires_two_factor.is_(True),
        )
        .order_by(Cooperation.name)
        .limit(MAX_OWN)
    )
    return list(rows)


requirements.register(list_demanding)
