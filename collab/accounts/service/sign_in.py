"""Signing in: the password first, then a second factor where there is one; or a passkey alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from collab.accounts import notices, passwords, throttle
from collab.accounts.ceremonies import PasskeyRefused
from collab.accounts.models import Challenge, Person
from collab.accounts.service.apps import use_code
from collab.accounts.service.challenges import (
    ChallengeKind,
    find_challenge,
    make_challenge,
    renew_value,
    use_challenge,
)
from collab.accounts.service.factors import Factors, list_factors
from collab.accounts.service.known_devices import recognize
from collab.accounts.service.passkeys import ask_for_passkey, use_passkey
from collab.accounts.service.people import find_person
from collab.accounts.service.recovery import use_recovery_code
from collab.accounts.service.sessions import Device, open_session
from collab.accounts.service.suspension import AccountSuspended
from collab.core.addresses import public_url
from collab.core.db import session
from collab.core.errors import DomainError


class WrongCredentials(DomainError):
    """E-mail and password do not belong together; the same for unknown people."""

    status = 401
    code = "wrong_credentials"
    message = _l("E-mail or password is not right.")


class WrongCode(DomainError):
    """Not what the app shows now, used before, or no recovery code of this person."""

    status = 401
    code = "wrong_code"
    message = _l("This code is not right, or it was used before.")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person is signed in: tokens for the session's cookie and for the device's."""

    token: str
    device_token: str


@dataclass(frozen=True, slots=True)
class SecondStep:
    """The password was right; a second factor is asked for next."""

    challenge_id: UUID


def find_by_email(email: str) -> Person | None:
    """Whoever signs in with this e-mail; erased accounts have none."""
    return session().scalar(
        select(Person).where(Person.email == email.strip().lower(), Person.erased_at.is_(None))
    )


def sign_in(email: str, password: str, device: Device) -> SignedIn | SecondStep:
    """Try a password; raises WrongCredentials, TooManyAttempts or AccountSuspended.

    The attempt is counted in the running unit of work, so commit it even when this raises.
    """
    email = email.strip().lower()
    throttle.take_password(email, device.address)
    person = find_by_email(email)
    if not passwords.verify_password(person.password_hash if person else None, password):
        raise WrongCredentials
    assert person is not None
    throttle.password_was_right(email, device.address)
    _check_welcome(person)
    if person.second_factor_at is None:
        return welcome(person, device)
    return SecondStep(make_challenge(ChallengeKind.SECOND_STEP, person.id).id)


def _check_welcome(person: Person) -> None:
    if person.erased_at is not None:
        raise WrongCredentials
    if person.suspended_at is not None:
        raise AccountSuspended


def welcome(person: Person, device: Device) -> SignedIn:
    """Sign in somebody who has shown who they are; AccountSuspended."""
    _check_welcome(person)
    return SignedIn(open_session(person, device), recognize(person, device))


def _find_second_step(challenge_id: UUID | None) -> tuple[Challenge, Person]:
    challenge = find_challenge(ChallengeKind.SECOND_STEP, challenge_id)
    assert challenge.person_id is not None
    return challenge, find_person(challenge.person_id)


def find_second_step(challenge_id: UUID | None) -> Factors:
    """With what the sign-in can be finished; TooSlow when it has to be begun again."""
    return list_factors(_find_second_step(challenge_id)[1].id)


def finish_with_code(challenge_id: UUID | None, code: str, device: Device) -> SignedIn:
    """Sign in with a code of the app; raises WrongCode, TooManyAttempts, TooSlow: commit anyway."""
    with _trying(challenge_id, device) as (_challenge, person):
        app = list_factors(person.id).app
        if app is None or not use_code(app, code):
            raise WrongCode
    return _finish(challenge_id, device)


def finish_with_recovery_code(challenge_id: UUID | None, code: str, device: Device) -> SignedIn:
    """Sign in with a code on paper; raises as `finish_with_code`. The person gets a mail."""
    with _trying(challenge_id, device) as (_challenge, person):
        if not use_recovery_code(person.id, code):
            raise WrongCode
        left = list_factors(person.id).codes_left
        notices.notify(person, "factors", {"change": "code_used", "label": str(left)})
    return _finish(challenge_id, device)


def ask_in_second_step(challenge_id: UUID | None) -> str:
    """What the browser needs to finish with a passkey, as JSON; TooSlow."""
    return ask_for_passkey(_find_second_step(challenge_id)[0])


def finish_with_passkey(challenge_id: UUID | None, answer: str, device: Device) -> SignedIn:
    """Sign in with a passkey after the password; raises PasskeyRefused and as with codes."""
    with _trying(challenge_id, device) as (challenge, _person):
        use_passkey(challenge, answer)
    return _finish(challenge_id, device)


@contextmanager
def _trying(challenge_id: UUID | None, device: Device) -> Iterator[tuple[Challenge, Person]]:
    """Counts the attempt; when the last one fails too, the person learns of it."""
    challenge, person = _find_second_step(challenge_id)
    is_last = throttle.take_factor(person.id, device.address)
    try:
        yield challenge, person
    except (WrongCode, PasskeyRefused):
        renew_value(challenge)
        if is_last:
            notices.notify(person, "second_step_failed", {"url": public_url("/account/password")})
        raise


def _finish(challenge_id: UUID | None, device: Device) -> SignedIn:
    challenge, person = _find_second_step(challenge_id)
    use_challenge(challenge)
    throttle.factor_was_right(person.id, device.address)
    return welcome(person, device)


def begin_with_passkey() -> tuple[UUID, str]:
    """Sign in without e-mail and password: id of the challenge, and options as JSON."""
    challenge = make_challenge(ChallengeKind.PASSKEY_SIGN_IN, None)
    return challenge.id, ask_for_passkey(challenge)


def sign_in_with_passkey(challenge_id: UUID | None, answer: str, device: Device) -> SignedIn:
    """Sign in whoever owns the passkey; raises PasskeyRefused, TooManyAttempts, TooSlow."""
    throttle.take_from(device.address)
    challenge = find_challenge(ChallengeKind.PASSKEY_SIGN_IN, challenge_id)
    use_challenge(challenge)
    person = find_person(use_passkey(challenge, answer).person_id)
    throttle.give_back_to(device.address)
    return welcome(person, device)
