"""Keeping somebody out, and letting them in again; only operators may."""

import logging
from uuid import UUID

from flask_babel import lazy_gettext as _l

from collab.accounts.identity import Identity
from collab.accounts.models import Person
from collab.accounts.service.app_passwords import revoke_app_passwords
from collab.accounts.service.challenges import forget_challenges
from collab.accounts.service.people import find_person
from collab.accounts.service.sessions import end_other_sessions
from collab.core.clock import now
from collab.core.errors import Conflict, Forbidden, NotFound, require

_log = logging.getLogger(__name__)


class AccountSuspended(Forbidden):
    """The password is right, but an operator has suspended the account."""

    code = "account_suspended"
    heading = _l("Your account is suspended")
    message = _l("Your account is suspended. Please write to whoever runs this installation.")


class NotOneself(Conflict):
    """Operators change the rights of others only."""

    code = "not_oneself"
    heading = _l("This is your own account")
    message = _l("Ask another operator to do this, so that nobody locks themselves out.")


def _find_other(operator: Identity, person_id: UUID) -> Person:
    require(operator.is_operator)
    if person_id == operator.person_id:
        raise NotOneself
    person = find_person(person_id)
    if person.erased_at is not None:
        raise NotFound
    return person


def keep_out(person: Person) -> None:
    """Suspend the account: every session and socket of the person ends with the commit."""
    if person.suspended_at is None:
        person.suspended_at = now()
    end_other_sessions(person.id, keep=None)
    revoke_app_passwords(person.id)
    forget_challenges(person.id)


def suspend_person(operator: Identity, person_id: UUID) -> Person:
    """Keep somebody out of the whole installation, at once."""
    person = _find_other(operator, person_id)
    keep_out(person)
    _log.info("operator %s suspended %s", operator.person_id, person_id)
    return person


def resume_person(operator: Identity, person_id: UUID) -> Person:
    """Let somebody in again; they have to sign in."""
    person = _find_other(operator, person_id)
    person.suspended_at = None
    _log.info("operator %s let %s in again", operator.person_id, person_id)
    return person


def change_right_to_found(operator: Identity, person_id: UUID, *, may_found: bool) -> Person:
    """Say whether somebody may propose new cooperations."""
    person = _find_other(operator, person_id)
    person.may_found = may_found
    _log.info("operator %s: %s may found: %s", operator.person_id, person_id, may_found)
    return person
