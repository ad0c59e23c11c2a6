"""Terms of the presidency as the console shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.cooperations.service import Term
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import session


@dataclass(frozen=True, slots=True)
class PastTerm:
    """A term that was handed over, by whom, and what was open then."""

    term: Term
    handed_over_by: str | None
    checklist: dict[str, int]


def list_past(actor: Actor, terms: Sequence[Term]) -> list[PastTerm]:
    """Those of the terms that are over, the latest first."""
    over = [term for term in terms if term.is_over]
    ids = {term.row.handed_over_by for term in over}
    rows = session().execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    names = {person_id: shown_name(name) for person_id, name in rows} if ids else {}
    return [
        PastTerm(
            term,
            names.get(term.row.handed_over_by) if term.row.handed_over_by else None,
            dict(term.row.checklist),
        )
        for term in reversed(over)
    ]


def plan_days(terms: Sequence[Term]) -> tuple[date, date]:
    """The first and last day that come to mind for the next term: after the last one, a year."""
    ends = [term.row.ends_on for term in terms if not term.is_over]
    first = max([now().date(), *(end + timedelta(days=1) for end in ends)])
    # a year from 29 February on ends on 28 February, too
    next_year = (first - timedelta(days=first.day - 1)).replace(year=first.year + 1)
    return first, next_year + timedelta(days=first.day - 2)
