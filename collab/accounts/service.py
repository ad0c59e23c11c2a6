"""People, signing in and out, and preferences. Runs inside a unit of work without cooperation."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select

from collab.accounts import passwords, throttle
from collab.accounts.identity import Identity
from collab.accounts.models import Person, SignedInSession, Theme
from collab.core import revocation
from collab.core.clock import now
from collab.core.db import after_commit, new_id, session
from collab.core.errors import DomainError, Invalid, NotFound

COLORS = 12
LIFETIME = timedelta(days=30)
IDLE = timedelta(days=14)
#: how old "last seen" may be before it is written again
SEEN_EVERY = timedelta(minutes=5)


class WrongCredentials(DomainError):
    """E-mail and password do not belong together; the same for unknown people."""

    status = 401
    code = "wrong_credentials"
    message = _l("E-mail or password is not right.")


@dataclass(frozen=True, slots=True)
class Device:
    """From where somebody signs in."""

    address: str
    user_agent: str


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def create_person(
    *, email: str, name: str, password: str, language: str = "en", timezone: str = "Europe/Brussels"
) -> Person:
    """Add an account; Invalid when the e-mail is taken or the password too short."""
    email = email.strip().lower()
    if session().scalar(select(Person.id).where(Person.email == email)):
        raise Invalid({"email": _l("There is an account with this e-mail already.")})
    if len(password) < passwords.MIN_LENGTH:
        raise Invalid({"password": _l("The password is too short.")})
    taken = session().scalar(select(func.count(Person.id))) or 0
    person = Person(
        id=new_id(),
        email=email,
        name=name.strip(),
        password_hash=passwords.hash_password(password),
        language=language,
        timezone=timezone,
        theme=Theme.AUTO,
        color=taken % COLORS,
        is_operator=False,
        created_at=now(),
    )
    session().add(person)
    session().flush()  # so that the next one sees the e-mail taken
    return person


def sign_in(email: str, password: str, device: Device) -> str:
    """A token for a new session; raises WrongCredentials or TooManyAttempts.

    The failed attempt is added to the running unit of work, so commit it even when this raises.
    """
    email = email.strip().lower()
    throttle.check_attempts(email, device.address)
    person = session().scalar(select(Person).where(Person.email == email))
    if not passwords.verify_password(person.password_hash if person else None, password):
        throttle.note_failure(email, device.address)
        raise WrongCredentials
    assert person is not None
    throttle.forget_failures(email)
    return _open_session(person, device)


def _open_session(person: Person, device: Device) -> str:
    forget_expired_sessions()
    token = secrets.token_urlsafe(32)
    session().add(
        SignedInSession(
            person_id=person.id,
            token_hash=_hash(token),
            created_at=now(),
            last_seen_at=now(),
            expires_at=now() + LIFETIME,
            user_agent=device.user_agent[:300],
            address=device.address[:64],
        )
    )
    return token


def find_identity(token: str) -> Identity | None:
    """Who this token signs in; None when the session has ended or expired."""
    row = (
        session()
        .execute(
            select(Person, SignedInSession)
            .join(SignedInSession, SignedInSession.person_id == Person.id)
            .where(SignedInSession.token_hash == _hash(token))
        )
        .first()
    )
    if row is None:
        return None
    person, signed_in = row
    if signed_in.expires_at <= now() or signed_in.last_seen_at <= now() - IDLE:
        return None
    return Identity(
        person_id=person.id,
        session_id=signed_in.id,
        token=token,
        email=person.email,
        name=person.name,
        language=person.language,
        timezone=person.timezone,
        theme=person.theme,
        color=person.color,
        is_operator=person.is_operator,
        is_use_noted=signed_in.last_seen_at > now() - SEEN_EVERY,
    )


def is_session_alive(session_id: UUID) -> bool:
    """Whether this session still signs somebody in (for sockets, which outlive requests)."""
    signed_in = session().get(SignedInSession, session_id)
    return (
        signed_in is not None
        and signed_in.expires_at > now()
        and signed_in.last_seen_at > now() - IDLE
    )


def touch_session(session_id: UUID, address: str) -> None:
    """Note that the session was used, at most once in five minutes."""
    signed_in = session().get(SignedInSession, session_id)
    if signed_in is not None and signed_in.last_seen_at <= now() - SEEN_EVERY:
        signed_in.last_seen_at = now()
        signed_in.address = address[:64]


def list_sessions(person_id: UUID) -> list[SignedInSession]:
    """The person's sessions, the last used first."""
    return list(
        session().scalars(
            select(SignedInSession)
            .where(SignedInSession.person_id == person_id, SignedInSession.expires_at > now())
            .order_by(SignedInSession.last_seen_at.desc())
        )
    )


def end_session(person_id: UUID, session_id: UUID) -> None:
    """Sign one device out, everywhere at once; NotFound when it is not this person's."""
    ended = session().scalar(
        select(SignedInSession).where(
            SignedInSession.id == session_id, SignedInSession.person_id == person_id
        )
    )
    if ended is None:
        raise NotFound
    session().delete(ended)
    after_commit(lambda: revocation.announce(session_id=session_id))


def end_other_sessions(person_id: UUID, keep: UUID | None) -> int:
    """Sign out every device of the person but one; how many that were."""
    others = [each for each in list_sessions(person_id) if each.id != keep]
    for each in others:
        end_session(person_id, each.id)
    return len(others)


def forget_expired_sessions() -> None:
    """Remove sessions that no longer sign anybody in."""
    session().execute(
        delete(SignedInSession).where(
            (SignedInSession.expires_at <= now()) | (SignedInSession.last_seen_at <= now() - IDLE)
        )
    )


def find_person(person_id: UUID) -> Person:
    """The person; NotFound when there is none."""
    person = session().get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def change_preferences(
    person_id: UUID, *, name: str, language: str, timezone: str, theme: str
) -> Person:
    """Change how the person is called and how pages are shown to them; Invalid names the field."""
    person = find_person(person_id)
    if not name.strip():
        raise Invalid({"name": _l("Please enter your name.")})
    if timezone not in available_timezones():
        raise Invalid({"timezone": _l("There is no such time zone.")})
    person.name = name.strip()
    person.language = language
    person.timezone = timezone
    person.theme = Theme(theme)
    return person


def change_language(person_id: UUID, language: str) -> None:
    """Change only the interface language."""
    find_person(person_id).language = language


def change_theme(person_id: UUID, theme: str) -> None:
    """Change only light or dark."""
    find_person(person_id).theme = Theme(theme)


def change_password(person_id: UUID, current: str, new: str, keep: UUID | None) -> None:
    """Set a new password and sign out every other device; Invalid names the field."""
    person = find_person(person_id)
    if not passwords.verify_password(person.password_hash, current):
        raise Invalid({"current": _l("This is not your current password.")})
    if len(new) < passwords.MIN_LENGTH:
        raise Invalid({"new": _l("The password is too short.")})
    person.password_hash = passwords.hash_password(new)
    end_other_sessions(person_id, keep)
