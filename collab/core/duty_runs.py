"""When each shared duty is next, so that several processes do it once."""

from datetime import datetime, timedelta

from sqlalchemy import String, Text, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from collab.core.clock import now
from collab.core.db import GLOBAL, Base, new_id, session, unit_of_work

#: whoever takes a duty and dies loses it after so long
LEASE = timedelta(hours=1)
#: a duty that failed comes again after so long, or with its next turn when that is sooner
AFTER_FAILURE = timedelta(minutes=5)


class DutyRun(Base):
    """The state of one duty."""

    __tablename__ = "duty_run"

    name: Mapped[str] = mapped_column(String(60), unique=True)
    #: moved ahead by whoever takes it
    next_at: Mapped[datetime]
    #: grows with each taking: tells whose turn it is
    turn: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
    #: what went wrong the last time; empty when nothing did
    failure: Mapped[str] = mapped_column(Text, default="")


def _note(name: str) -> None:
    """Have a row for the duty, due at once; another process may have been first."""
    try:
        with unit_of_work(GLOBAL):
            session().execute(
                insert(DutyRun).values(id=new_id(), name=name, next_at=now(), turn=0, failure="")
            )
    except IntegrityError:
        pass


def find_next(name: str) -> datetime:
    """When the duty is next."""
    wanted = select(DutyRun.next_at).where(DutyRun.name == name)
    with unit_of_work(GLOBAL, writes=False):
        found = session().scalar(wanted)
    if found is None:
        _note(name)
        return now()
    return found


def take(name: str) -> int | None:
    """Take the duty for this process when it is due; returns the turn, None when it is not ours."""
    at = now()
    with unit_of_work(GLOBAL):
        row = session().scalar(
            select(DutyRun)
            .where(DutyRun.name == name, DutyRun.next_at <= at)
            .with_for_update(skip_locked=True)
        )
        if row is None:
            return None
        row.next_at = at + LEASE
        row.turn += 1
        return row.turn


def settle(name: str, turn: int, *, every: timedelta, failure: str = "") -> None:
    """Say when the duty is next, unless somebody else has taken it meanwhile."""
    at = now()
    wait = min(every, AFTER_FAILURE) if failure else every
    changes = {"next_at": at + wait, "failure": failure}
    if not failure:
        changes["finished_at"] = at
    with unit_of_work(GLOBAL):
        session().execute(
            update(DutyRun).where(DutyRun.name == name, DutyRun.turn == turn).values(**changes)
        )
