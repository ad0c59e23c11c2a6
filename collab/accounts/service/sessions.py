"""The devices people are signed in with."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import delete, select

from collab.accounts.identity import Identity
from collab.accounts.models import Person, SignedInSession
from collab.accounts.tokens import hash_token
from collab.core import revocation
from collab.core.clock import now
from collab.core.db import after_commit, new_id, session
from collab.core.errors import DomainError, NotFound

LIFETIME = timedelta(days=30)
IDLE = timedelta(days=14)
#: how old "last seen" may be before it is written again
SEEN_EVERY = timedelta(minutes=5)
#: how long ago somebody must have shown who they are to change how they sign in
PROOF_LASTS = timedelta(minutes=10)


class ProofNeeded(DomainError):
    """Whoever sits there now may be somebody else: their password is asked again first."""

    status = 403
    code = "proof_needed"


@dataclass(frozen=True, slots=True)
class Device:
    """From where somebody signs in."""

    address: str
    user_agent: str
    #: the token of its long-lived cookie, if it has one
    token: str = ""


def open_session(person: Person, device: Device) -> str:
    """Sign the person in on this device; the token for its cookie."""
    forget_expired_sessions()
    token = secrets.token_urlsafe(32)
    session().add(
        SignedInSession(
            id=new_id(),
            person_id=person.id,
            token_hash=hash_token(token),
            created_at=now(),
            last_seen_at=now(),
            expires_at=now() + LIFETIME,
            user_agent=device.user_agent[:300],
            address=device.address[:64],
        )
    )
    return token


def _is_over(signed_in: SignedInSession, person: Person) -> bool:
    moment = now()
    return (
        signed_in.expires_at <= moment
        or signed_in.last_seen_at <= moment - IDLE
        or person.suspended_at is not None
        or person.erased_at is not None
    )


def find_identity(token: str) -> Identity | None:
    """Who this token signs in; None when the session has ended or expired."""
    row = (
        session()
        .execute(
            select(Person, SignedInSession)
            .join(SignedInSession, SignedInSession.person_id == Person.id)
            .where(SignedInSession.token_hash == hash_token(token))
        )
        .first()
    )
    if row is None:
        return None
    person, signed_in = row
    if _is_over(signed_in, person):
        return None
    return _identify(person, signed_in, token)


def _identify(person: Person, signed_in: SignedInSession, token: str) -> Identity:
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
        may_found=person.is_operator or person.may_found,
        is_use_noted=signed_in.last_seen_at > now() - SEEN_EVERY,
    )


def is_session_alive(session_id: UUID) -> bool:
    """Whether this session still signs somebody in (for sockets, which outlive requests)."""
    row = (
        session()
        .execute(
            select(Person, SignedInSession)
            .join(SignedInSession, SignedInSession.person_id == Person.id)
            .where(SignedInSession.id == session_id)
        )
        .first()
    )
    return row is not None and not _is_over(row[1], row[0])


def list_living_sessions(session_ids: Collection[UUID]) -> set[UUID]:
    """Which of these sessions still sign somebody in."""
    rows = session().execute(
        select(Person, SignedInSession)
        .join(SignedInSession, SignedInSession.person_id == Person.id)
        .where(SignedInSession.id.in_(session_ids))
    )
    return {signed_in.id for person, signed_in in rows if not _is_over(signed_in, person)}


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
    after_commit(partial(revocation.announce, session_id=session_id))


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


def _proved_at(session_id: UUID) -> datetime | None:
    signed_in = session().get(SignedInSession, session_id)
    return None if signed_in is None else signed_in.confirmed_at or signed_in.created_at


def check_recent_proof(session_id: UUID) -> None:
    """Raise ProofNeeded unless the person showed in this session lately who they are."""
    proved_at = _proved_at(session_id)
    if proved_at is None or proved_at <= now() - PROOF_LASTS:
        raise ProofNeeded


def note_proof(session_id: UUID) -> None:
    """The person has just shown again who they are."""
    signed_in = session().get(SignedInSession, session_id)
    if signed_in is not None:
        signed_in.confirmed_at = now()
