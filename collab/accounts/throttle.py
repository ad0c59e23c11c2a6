"""Slows down guessing: what is tried is counted per account and per address, before it is tried.

The counter's row is locked until the attempt has ended, so that attempts at the same moment
queue up behind each other instead of all seeing the count of before.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from collab.accounts.models import Throttle
from collab.core.clock import now
from collab.core.db import database, new_id, session
from collab.core.errors import TooManyAttempts

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 8
PER_ADDRESS = 40
#: mails to one address, whoever asks for them
MAILS_PER_ACCOUNT = 4
MAILS_PER_ADDRESS = 20


def _count(key: str) -> int:
    """One more; how many in the running window."""
    is_over = Throttle.started_at <= now() - WINDOW
    insert: Any = sqlite.insert if database.is_sqlite else postgresql.insert
    counted = (
        insert(Throttle)
        .values(id=new_id(), key=key[:320], started_at=now(), count=1)
        .on_conflict_do_update(
            index_elements=["key"],
            set_={
                "count": case((is_over, 1), else_=Throttle.count + 1),
                "started_at": case((is_over, now()), else_=Throttle.started_at),
            },
        )
        .returning(Throttle.count)
    )
    return int(session().execute(counted).scalar_one())


def take(key: str, limit: int) -> int:
    """Count an attempt at this, and say which it was; TooManyAttempts when one too many."""
    count = _count(key)
    if count > limit:
        raise TooManyAttempts
    return count


def give_back(key: str) -> None:
    """The attempt was no failure: do not count it."""
    session().execute(
        update(Throttle)
        .where(Throttle.key == key[:320], Throttle.count > 0)
        .values(count=Throttle.count - 1)
        .execution_options(synchronize_session=False)
    )


def forget(key: str) -> None:
    """After a success it starts afresh."""
    session().execute(delete(Throttle).where(Throttle.key == key[:320]))


def forget_old() -> None:
    """Remove counters whose window is over, but wait for none that is in use."""
    old = (
        select(Throttle.id)
        .where(Throttle.started_at <= now() - WINDOW)
        .with_for_update(skip_locked=True)
    )
    session().execute(
        delete(Throttle)
        .where(Throttle.id.in_(session().scalars(old).all()))
        .execution_options(synchronize_session=False)
    )


def take_from(address: str) -> None:
    """Before anything is tried; TooManyAttempts when this address failed too often."""
    take(f"address:{address}", PER_ADDRESS)


def give_back_to(address: str) -> None:
    """It was right: the address is not blamed."""
    give_back(f"address:{address}")


def take_password(email: str, address: str) -> None:
    """Before a password is tried; TooManyAttempts when account or address failed too often."""
    take(f"password:{email}", PER_ACCOUNT)
    take_from(address)


def password_was_right(email: str, address: str) -> None:
    """The account starts afresh, and the address is not blamed."""
    forget(f"password:{email}")
    give_back_to(address)
    forget_old()


def take_factor(person_id: UUID, address: str) -> bool:
    """Before a code or a signature is tried, and whether it is the last one for some minutes.

    TooManyAttempts as for passwords.
    """
    count = take(f"factor:{person_id}", PER_ACCOUNT)
    take_from(address)
    return count == PER_ACCOUNT


def factor_was_right(person_id: UUID, address: str) -> None:
    """The account starts afresh, and the address is not blamed."""
    forget(f"factor:{person_id}")
    give_back_to(address)


def take_mail(kind: str, email: str, address: str) -> None:
    """Before a mail that anybody can ask for is sent; TooManyAttempts when there were too many."""
    take(f"{kind}:{email}", MAILS_PER_ACCOUNT)
    take(f"{kind} from:{address}", MAILS_PER_ADDRESS)
