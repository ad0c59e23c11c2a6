"""Slows down guessing: failed attempts are counted per account and per address."""

from datetime import timedelta

from sqlalchemy import delete, func, select

from collab.accounts.models import SignInAttempt
from collab.core.clock import now
from collab.core.db import session
from collab.core.errors import TooManyAttempts

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 8
PER_ADDRESS = 40


def check_attempts(email: str, address: str) -> None:
    """Raise TooManyAttempts when this account or this address failed too often lately."""
    since = now() - WINDOW
    recent = select(func.count(SignInAttempt.id)).where(SignInAttempt.at > since)
    by_account = session().scalar(recent.where(SignInAttempt.email == email)) or 0
    by_address = session().scalar(recent.where(SignInAttempt.address == address)) or 0
    if by_account >= PER_ACCOUNT or by_address >= PER_ADDRESS:
        raise TooManyAttempts


def note_failure(email: str, address: str) -> None:
    """Remember a failed attempt, and forget those that no longer count."""
    session().execute(delete(SignInAttempt).where(SignInAttempt.at <= now() - WINDOW))
    session().add(SignInAttempt(email=email[:254], address=address[:64], at=now()))


def forget_failures(email: str) -> None:
    """After a success the account starts afresh."""
    session().execute(delete(SignInAttempt).where(SignInAttempt.email == email))
