"""Signing in with a password."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from collab.accounts import passwords, throttle
from collab.accounts.models import Person
from collab.accounts.service.sessions import Device, open_session
from collab.accounts.service.suspension import AccountSuspended
from collab.core.db import session
from collab.core.errors import DomainError


class WrongCredentials(DomainError):
    """E-mail and password do not belong together; the same for unknown people."""

    status = 401
    code = "wrong_credentials"
    message = _l("E-mail or password is not right.")


def find_by_email(email: str) -> Person | None:
    """Whoever signs in with this e-mail; erased accounts have none."""
    return session().scalar(
        select(Person).where(Person.email == email.strip().lower(), Person.erased_at.is_(None))
    )


def sign_in(email: str, password: str, device: Device) -> str:
    """A token for a new session; raises WrongCredentials, TooManyAttempts or AccountSuspended.

    The attempt is counted in the running unit of work, so commit it even when this raises.
    """
    email = email.strip().lower()
    throttle.take_password(email, device.address)
    person = find_by_email(email)
    if not passwords.verify_password(person.password_hash if person else None, password):
        raise WrongCredentials
    assert person is not None
    throttle.password_was_right(email, device.address)
    if person.suspended_at is not None:
        raise AccountSuspended
    return open_session(person, device)
