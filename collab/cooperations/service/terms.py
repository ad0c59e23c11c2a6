"""Terms of the presidency as they are: past, running, planned; and the order of rotation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from collab.activity import service as activity
from collab.cooperations import policy
from collab.cooperations.models import Delegation, PresidencyTerm
from collab.cooperations.service.actors import is_running
from collab.cooperations.service.tenants import list_delegations
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import session
from collab.core.errors import Invalid, require

#: of the list of terms: a century of half years
MAX_TERMS = 200


@dataclass(frozen=True, slots=True)
class Term:
    """A term and its delegation."""

    row: PresidencyTerm
    delegation: Delegation

    @property
    def is_over(self) -> bool:
        """Whether it was handed over."""
        return self.row.handed_over_at is not None

    @property
    def is_current(self) -> bool:
        """Whether it runs; it goes on after its last day until it is handed over."""
        return self.row.taken_over_at is not None and not self.is_over


def find_terms(*where: Any) -> list[Term]:
    """The terms of which this is true, the earliest first."""
    rows = session().execute(
        select(PresidencyTerm, Delegation)
        .join(Delegation, Delegation.id == PresidencyTerm.delegation_id)
        .where(*where)
        .order_by(PresidencyTerm.starts_on, PresidencyTerm.id)
        .limit(MAX_TERMS)
    )
    return [Term(*row) for row in rows]


def list_terms(actor: Actor) -> list[Term]:
    """Every term, past, running and planned, the earliest first; guests see them too."""
    return find_terms()


def current_term(actor: Actor) -> Term | None:
    """The term that runs; None while no delegation presides."""
    found = find_terms(is_running(now().date()))
    return found[0] if found else None


def next_term(actor: Actor) -> Term | None:
    """The first term that is planned and has not begun."""
    planned = find_terms(PresidencyTerm.taken_over_at.is_(None))
    return planned[0] if planned else None


def propose_next_delegation(actor: Actor) -> Delegation | None:
    """Whose turn it is after the last term that is known, in the order of rotation."""
    order = list_delegations(actor)
    if not order:
        return None
    terms = find_terms(PresidencyTerm.handed_over_at.is_(None)) or find_terms()
    last = terms[-1].delegation.id if terms else None
    ids = [each.id for each in order]
    return order[(ids.index(last) + 1) % len(order)] if last in ids else order[0]


def reorder_delegations(actor: Actor, delegation_ids: Sequence[UUID]) -> None:
    """Put the delegations into this order, in lists and of the rotation; each exactly once."""
    require(policy.can_govern(actor))
    known = {each.id: each for each in list_delegations(actor)}
    if sorted(delegation_ids) != sorted(known):
        raise Invalid({"order": _l("Please name every delegation exactly once.")})
    if list(delegation_ids) == list(known):
        return
    for position, delegation_id in enumerate(delegation_ids):
        known[delegation_id].position = position
    activity.record(
        actor,
        "presidency.rotation_changed",
        actor.cooperation_id,
        order=[known[each].short for each in delegation_ids],
    )
