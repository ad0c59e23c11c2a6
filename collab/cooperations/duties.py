"""Deletes cooperations whose waiting period is over."""

import logging
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from collab.activity import service as activity
from collab.activity.models import Activity
from collab.cooperations.directory import DirectoryEntry
from collab.cooperations.models import Cooperation
from collab.cooperations.service.lifecycle import (
    WAITING_PERIOD,
    delete_at,
    hold_cooperation,
    tell_of_deletion,
)
from collab.core import revocation
from collab.core.clock import now
from collab.core.db import (
    GLOBAL,
    Base,
    CooperationOwned,
    Scope,
    after_commit,
    session,
    unit_of_work,
)
from collab.core.duties import duty

#: of one run; the rest comes with the next
AT_ONCE = 20
_log = logging.getLogger(__name__)


@duty("cooperations.delete", every=timedelta(minutes=10))
def delete_due() -> int:
    """Delete what is due; how many were. One is archived first and goes with the next run.

    So nobody writes any more in what is being deleted.
    """
    with unit_of_work(GLOBAL, writes=False):
        due = list(
            session().scalars(
                select(DirectoryEntry.id)
                .where(DirectoryEntry.deletion_requested_at <= now() - WAITING_PERIOD)
                .order_by(DirectoryEntry.deletion_requested_at)
                .limit(AT_ONCE)
            )
        )
    return sum(_see_to(cooperation_id) for cooperation_id in due)


def _see_to(cooperation_id: UUID) -> bool:
    with unit_of_work(Scope(cooperation_id=cooperation_id)):
        cooperation = hold_cooperation(cooperation_id)
        at = delete_at(cooperation)
        if at is None or at > now():
            return False
        if cooperation.archived_at is None:
            cooperation.archived_at = now()
            activity.record_for(cooperation_id, "cooperation.archived", cooperation_id)
            after_commit(partial(revocation.announce, cooperation_id=cooperation_id))
            return False
        tell_of_deletion(cooperation)
        _delete(cooperation)
    _log.info("cooperation %s was deleted after its waiting period", cooperation_id)
    return True


def _delete(cooperation: Cooperation) -> None:
    """Everything of the cooperation; what refers to something goes before it.

    The activity log goes with the cooperation itself: it cannot be deleted otherwise.
    """
    for cls in _list_classes():
        if issubclass(cls, CooperationOwned) and cls is not Activity:
            session().execute(delete(cls).where(cls.cooperation_id == cooperation.id))
        elif "cooperation_of" in cls.__mapper__.attrs:  # of no cooperation, but holding its id
            session().execute(delete(cls).where(cls.cooperation_of == cooperation.id))
    session().execute(delete(Cooperation).where(Cooperation.id == cooperation.id))
    after_commit(partial(revocation.announce, cooperation_id=cooperation.id))


def _list_classes() -> list[Any]:
    """Every mapped class of the installation, those first to which no other refers."""
    by_table = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    return [by_table[t] for t in reversed(Base.metadata.sorted_tables) if t in by_table]
