"""Choosing a new password: with the old one, or with a link in a mail."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l

from collab.accounts import notices, passwords, throttle
from collab.accounts.links import Purpose, create_link, find_link, use_link, withdraw_links_of
from collab.accounts.models import Person
from collab.accounts.service.app_passwords import revoke_app_passwords
from collab.accounts.service.challenges import forget_challenges
from collab.accounts.service.people import find_person
from collab.accounts.service.sessions import end_other_sessions
from collab.accounts.service.sign_in import find_by_email
from collab.core.addresses import public_url
from collab.core.clock import now
from collab.core.db import session
from collab.core.errors import Invalid
from collab.mail import service as mail

LIFETIME = timedelta(hours=1)
#: makes the path of a page from a token
LinkMaker = Callable[[str], str]


class _NobodyThereError(Exception):
    """Undoes what was done for somebody who does not exist."""


def _check_new(person: Person, new: str) -> None:
    fault = passwords.find_fault(new, person.email, person.name)
    if fault is not None:
        raise Invalid({"new": fault})


def _set_password(person: Person, new: str, keep: UUID | None) -> None:
    person.password_hash = passwords.hash_password(new)
    end_other_sessions(person.id, keep)
    forget_challenges(person.id)
    withdraw_links_of(person.id, Purpose.RESET)
    notices.notify(person, "password_changed", {"at": now(), "url": public_url("/login/forgotten")})


def change_password(
    person_id: UUID, current: str, new: str, keep: UUID | None, address: str = ""
) -> None:
    """Set a new password and sign out every other device; Invalid names the field.

    Guesses at the current one count as attempts to sign in: commit even when this raises.
    """
    person = check_password(person_id, current, address, field="current")
    _check_new(person, new)
    _set_password(person, new, keep)


def check_password(person_id: UUID, typed: str, address: str, *, field: str) -> Person:
    """That it is the person who types; Invalid names the field, TooManyAttempts. Commit anyway."""
    person = find_person(person_id)
    throttle.take_password(person.email, address)
    if not passwords.verify_password(person.password_hash, typed):
        raise Invalid({field: _l("This is not your current password.")})
    throttle.password_was_right(person.email, address)
    return person


def request_reset(email: str, address: str, link: LinkMaker) -> None:
    """Send a link to choose a new password, if somebody has an account with this e-mail.

    Nobody can tell whether that is so: unknown people cost as long as known ones.
    """
    email = email.strip().lower()
    throttle.take_mail("reset", email, address)
    person = find_by_email(email)
    known = person if person is not None and person.suspended_at is None else None
    if known is not None:
        _send_reset(known, email, link)
        return
    with suppress(_NobodyThereError):
        _send_in_vain(email, link)


def _send_in_vain(email: str, link: LinkMaker) -> None:
    with session().begin_nested():
        _send_reset(None, email, link)
        session().flush()  # as for somebody known
        raise _NobodyThereError


def _send_reset(person: Person | None, email: str, link: LinkMaker) -> None:
    if person is not None:
        withdraw_links_of(person.id, Purpose.RESET)
    _id, token = create_link(
        Purpose.RESET, email=email, lifetime=LIFETIME, person_id=person.id if person else None
    )
    mail.send(
        to=email,
        name=person.name if person else email,
        language=person.language if person else "en",
        template="accounts/reset",
        values={"url": public_url(link(token))},
        person_id=person.id if person else None,
    )


def make_reset_link(person: Person) -> str:
    """A token for the person's reset page, for who hands it over in another way than by mail."""
    withdraw_links_of(person.id, Purpose.RESET)
    _id, token = create_link(
        Purpose.RESET, email=person.email, lifetime=LIFETIME, person_id=person.id
    )
    return token


def find_reset(token: str) -> Person:
    """Whose password the link is for; a LinkProblem says why it does not work."""
    link = find_link(Purpose.RESET, token)
    assert link.person_id is not None
    return find_person(link.person_id)


def reset_password(token: str, new: str) -> Person:
    """Set a new password with the link, and sign out every device and program; Invalid,
    LinkProblem.

    A second factor is asked for at the next sign-in as ever.
    """
    link = find_link(Purpose.RESET, token)
    person = find_reset(token)
    _check_new(person, new)
    use_link(link)
    _set_password(person, new, keep=None)
    revoke_app_passwords(person.id)
    throttle.forget(f"password:{person.email}")
    return person
