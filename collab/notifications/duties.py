"""What is done again and again: dates that come, the daily mail, and forgetting."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from collab.cooperations.directory import DirectoryEntry
from collab.core.clock import now
from collab.core.db import GLOBAL, Scope, session, unit_of_work
from collab.core.duties import duty
from collab.notifications import service
from collab.notifications.models import Notification

EVERY = timedelta(minutes=5)
#: the bell is no archive
KEPT = timedelta(days=90)
_log = logging.getLogger(__name__)

Question = Callable[[datetime], bool]
Work = Callable[[UUID, datetime], int]


@duty("notifications.due", every=EVERY)
def tell_due() -> int:
    """Tell members in whose morning a task is due tomorrow, or has become overdue."""
    return sum(_see_to(place, service.has_due, service.tell_due) for place in _list_open())


@duty("notifications.mail", every=timedelta(minutes=1))
def send_late() -> int:
    """Write the mails that waited for the rest of a sentence."""
    return sum(_see_to(place, service.has_late, service.send_late) for place in _list_open())


@duty("notifications.digest", every=EVERY)
def send_digests() -> int:
    """Write the daily mail to members for whom it is seven o'clock."""
    return sum(_see_to(place, service.has_waiting, service.send_digests) for place in _list_open())


@duty("notifications.forget", every=timedelta(days=1))
def forget_old() -> None:
    """Delete what was told long ago."""
    is_old = Notification.created_at < now() - KEPT
    with unit_of_work(GLOBAL, writes=False):
        everywhere = session().scalars(select(DirectoryEntry.id)).all()
    for place in everywhere:
        with unit_of_work(Scope(place)):
            session().execute(
                delete(Notification).where(is_old).execution_options(synchronize_session=False)
            )


def _list_open() -> Iterator[UUID]:
    with unit_of_work(GLOBAL, writes=False):
        found = session().scalars(
            select(DirectoryEntry.id).where(
                DirectoryEntry.opened_at.is_not(None), DirectoryEntry.archived_at.is_(None)
            )
        )
        places = found.all()
    yield from places


def _see_to(place: UUID, has_work: Question, work: Work) -> int:
    """Do it in one cooperation; where there is nothing to do, no lock is taken."""
    at = now()
    with unit_of_work(Scope(place), writes=False):
        if not has_work(at):
            return 0
    try:
        with unit_of_work(Scope(place)):
            return work(place, at)
    except IntegrityError:
        # another process has told somebody the same thing at this moment: the rest comes next time
        _log.info("notifications of cooperation %s are seen to elsewhere", place)
        return 0
