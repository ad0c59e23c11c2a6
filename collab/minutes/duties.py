"""Gives tasks to actions that were agreed before actions were tasks."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from collab.cooperations.directory import DirectoryEntry
from collab.core.db import GLOBAL, Scope, session, unit_of_work
from collab.core.duties import duty
from collab.minutes.models import Minutes, MinutesAction
from collab.minutes.service.following import begin_tasks


@duty("minutes.begin_tasks", every=timedelta(hours=6))
def begin_owed_tasks() -> int:
    """Give its task to every action that has words and none; how many were given.

    Archived cooperations stay as they are.
    """
    with unit_of_work(GLOBAL, writes=False):
        open_ones = select(DirectoryEntry.id).where(DirectoryEntry.archived_at.is_(None))
        found = list(session().scalars(open_ones))
    return sum(_begin_all(cooperation_id) for cooperation_id in found)


def _begin_all(cooperation_id: UUID) -> int:
    owed = (
        MinutesAction.task_id.is_(None),
        MinutesAction.gone_at.is_(None),
        MinutesAction.text != "",
    )
    with unit_of_work(Scope(cooperation_id), writes=False):
        found = list(session().scalars(select(MinutesAction.minutes_id).where(*owed).distinct()))
    begun = 0
    # each by itself: nobody waits for a board while they hold another one's and the task numbers
    for minutes_id in found:
        with unit_of_work(Scope(cooperation_id)):
            wanted = select(MinutesAction).where(MinutesAction.minutes_id == minutes_id, *owed)
            rows = session().scalars(wanted.order_by(MinutesAction.id)).all()
            begun += len(begin_tasks(session().get_one(Minutes, minutes_id), rows, None))
    return begun
