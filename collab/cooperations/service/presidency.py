"""The presidency: which delegation chairs the cooperation, for which term, and handing it over.

Packages above register what the leaving presidency should see before it hands over.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from collab.activity import service as activity
from collab.cooperations import policy
from collab.cooperations.errors import NoSuccessor, NotPresiding, TermRuns
from collab.cooperations.models import Delegation, PresidencyTerm
from collab.cooperations.service.terms import current_term, find_terms, next_term
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import Invalid, NotFound, require

LONGEST = timedelta(days=366 * 5)
MAX_NOTE = 5000


@dataclass(frozen=True, slots=True)
class Check:
    """Something to look at before handing over, such as open actions."""

    #: kept with the term: letters and underscores
    name: str
    #: in the reader's language
    label: Any
    count: Callable[[Actor], int]
    #: where it can be seen, an endpoint of the cooperation
    endpoint: str


@dataclass(frozen=True, slots=True)
class CheckedItem:
    """A check and how much is open now."""

    check: Check
    number: int


_checks: dict[str, Check] = {}


def register_check(check: Check) -> None:
    """Show this in every checklist from now on; registering it again replaces it."""
    _checks[check.name] = check


def list_checks(actor: Actor) -> list[CheckedItem]:
    """What is open at this moment, in the order of registration."""
    return [CheckedItem(check, check.count(actor)) for check in _checks.values()]


def _check_term(delegation_id: UUID, starts_on: date, ends_on: date) -> dict[str, Any]:
    wrong: dict[str, Any] = {}
    found = session().scalar(select(Delegation.id).where(Delegation.id == delegation_id))
    if found is None:
        wrong["delegation"] = _l("Please choose a delegation.")
    if ends_on <= starts_on:
        wrong["ends_on"] = _l("The last day has to be after the first.")
    elif ends_on - starts_on > LONGEST:
        wrong["ends_on"] = _l("A term lasts at most five years.")
    return wrong


def plan_term(actor: Actor, delegation_id: UUID, starts_on: date, ends_on: date) -> PresidencyTerm:
    """Plan a term, both days included; it begins when the one before is handed over.

    Invalid names `delegation`, `starts_on` or `ends_on`; terms do not overlap.
    """
    require(policy.can_govern(actor))
    _hold_rotation()
    wrong = _check_term(delegation_id, starts_on, ends_on)
    overlapping = find_terms(
        PresidencyTerm.handed_over_at.is_(None),
        PresidencyTerm.starts_on <= ends_on,
        PresidencyTerm.ends_on >= starts_on,
    )
    current = current_term(actor)
    if overlapping:
        wrong["starts_on"] = _l("Another term is planned for these days already.")
    elif current is not None and starts_on <= current.row.starts_on:
        wrong["starts_on"] = _l("The term has to come after the one that runs.")
    elif starts_on < now().date():
        wrong["starts_on"] = _l("Please choose today or a later day.")
    if wrong:
        raise Invalid(wrong)
    term = _add(actor, delegation_id, starts_on, ends_on)
    _record(actor, "presidency.planned", term)
    return term


def _add(actor: Actor, delegation_id: UUID, starts_on: date, ends_on: date) -> PresidencyTerm:
    term = PresidencyTerm(
        id=new_id(),
        cooperation_id=actor.cooperation_id,
        delegation_id=delegation_id,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    session().add(term)
    session().flush()
    return term


def _record(actor: Actor, verb: str, term: PresidencyTerm, **details: Any) -> None:
    days = {"starts_on": term.starts_on.isoformat(), "ends_on": term.ends_on.isoformat()}
    activity.record(actor, verb, term.id, delegation_id=str(term.delegation_id), **days, **details)


def cancel_term(actor: Actor, term_id: UUID) -> None:
    """Take a planned term back; one that has begun stays."""
    require(policy.can_govern(actor))
    _hold_rotation()
    found = find_terms(PresidencyTerm.id == term_id, PresidencyTerm.taken_over_at.is_(None))
    if not found:
        raise NotFound
    _record(actor, "presidency.cancelled", found[0].row)
    session().delete(found[0].row)
    session().flush()


def start_first_term(actor: Actor, delegation_id: UUID, ends_on: date) -> PresidencyTerm:
    """Let a delegation preside from today on, where none does; TermRuns when one does.

    Invalid names `delegation` or `ends_on`.
    """
    require(policy.can_govern(actor))
    _hold_rotation()
    if find_terms(
        PresidencyTerm.taken_over_at.is_not(None), PresidencyTerm.handed_over_at.is_(None)
    ):
        raise TermRuns
    today = now().date()
    wrong = _check_term(delegation_id, today, ends_on)
    if find_terms(PresidencyTerm.handed_over_at.is_(None), PresidencyTerm.starts_on <= ends_on):
        wrong["ends_on"] = _l("Another term is planned for these days already.")
    if wrong:
        raise Invalid(wrong)
    term = _add(actor, delegation_id, today, ends_on)
    term.taken_over_at = now()
    _record(actor, "presidency.started", term)
    return term


def _hold_rotation() -> None:
    """Terms begin and end one after the other: two at once wait here for each other."""
    session().scalars(select(Delegation.id).order_by(Delegation.id).with_for_update()).all()


def hand_over(actor: Actor, note: str, term_id: UUID | None = None) -> PresidencyTerm:
    """End the running term and let the next planned one begin today; returns that one.

    What is open now is recorded with the old term, beside `note` for the next presidency.
    `term_id`: the term that the form showed. NotPresiding when it is not the actor's delegation's
    any more, NoSuccessor when none is planned.
    """
    require(policy.can_govern(actor))
    _hold_rotation()
    current = current_term(actor)
    if current is None or current.row.delegation_id != actor.delegation_id:
        raise NotPresiding
    if term_id not in (None, current.row.id):
        raise NotPresiding
    following = next_term(actor)
    if following is None:
        raise NoSuccessor
    if len(note) > MAX_NOTE:
        raise Invalid({"note": _l("Please use at most %(max)d characters.", max=MAX_NOTE)})
    _settle(actor, current.row, following.row, note)
    return following.row


def _settle(actor: Actor, old: PresidencyTerm, new: PresidencyTerm, note: str) -> None:
    moment = now()
    old.checklist = {each.check.name: each.number for each in list_checks(actor)}
    old.note = note.strip()
    old.handed_over_at, old.handed_over_by = moment, actor.person_id
    new.taken_over_at = moment
    new.starts_on = min(new.starts_on, moment.date())
    _record(
        actor,
        "presidency.handed_over",
        new,
        handed_over_by=str(old.delegation_id),
        checklist=old.checklist,
    )
