"""What a browser has to answer within minutes; each can be answered once."""

import secrets
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from collab.accounts.models import Challenge
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import DomainError

LIFETIME = timedelta(minutes=5)


class ChallengeKind(StrEnum):
    """What is answered with it."""

    SECOND_STEP = "second_step"
    PASSKEY_SIGN_IN = "passkey_sign_in"
    PASSKEY_NEW = "passkey_new"


class TooSlow(DomainError):
    """The minutes are over, or it was answered already."""

    status = 410
    code = "too_slow"
    heading = _l("That took too long")
    message = _l("For your safety you have five minutes for this. Please start again.")


def make_challenge(kind: ChallengeKind, person_id: UUID | None) -> Challenge:
    """Something new to answer; None: whoever answers says who they are."""
    session().execute(delete(Challenge).where(Challenge.expires_at <= now()))
    made = Challenge(
        id=new_id(),
        person_id=person_id,
        purpose=kind,
        value=secrets.token_bytes(32),
        expires_at=now() + LIFETIME,
    )
    session().add(made)
    session().flush()
    return made


def find_challenge(kind: ChallengeKind, challenge_id: UUID | None) -> Challenge:
    """The challenge as long as it can be answered; else TooSlow."""
    found = session().scalar(
        select(Challenge).where(
            Challenge.id == challenge_id, Challenge.purpose == kind, Challenge.expires_at > now()
        )
    )
    if found is None:
        raise TooSlow
    return found


def renew_value(challenge: Challenge) -> None:
    """A signature was tried: the next one needs other bytes."""
    challenge.value = secrets.token_bytes(32)


def use_challenge(challenge: Challenge) -> None:
    """It is answered; TooSlow when somebody else did so at the same moment."""
    gone = session().scalar(
        delete(Challenge).where(Challenge.id == challenge.id).returning(Challenge.id)
    )
    if gone is None:
        raise TooSlow


def forget_challenges(person_id: UUID) -> None:
    """Whatever was begun for this person cannot be finished."""
    session().execute(delete(Challenge).where(Challenge.person_id == person_id))
