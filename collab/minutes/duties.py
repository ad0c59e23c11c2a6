"""Gives tasks to actions that were agreed before actions were tasks."""

from collections import defaultdict
from datetime import timedelta
from itertools import islice
from typing import Final
from uuid import UUID

from sqlalchemy import select

from collab.cooperations.directory import DirectoryEntry
from collab.core.db import GLOBAL, Scope, session, unit_of_work
from collab.core.duties import duty
from collab.minutes.models import Minutes, MinutesAction
from collab.minutes.service.following import begin_tasks

#: actions of one unit of work; the rest comes in the next one
AT_ONCE: Final = 200


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
    begun, last = 0, -1
    while last != 0:
        with unit_of_work(Scope(cooperation_id)):
            last = _begin_some()
        begun += last
    return begun


def _begin_some() -> int:
    rows = session().execute(
        select(Minutes, MinutesAction)
        .join(MinutesAction, MinutesAction.minutes_id == Minutes.id)
        .where(
            MinutesAction.task_id.is_(None),
            MinutesAction.gone_at.is_(None),
            MinutesAction.text != "",
        )
        .order_by(MinutesAction.id)
    )
    by_minutes: defaultdict[Minutes, list[MinutesAction]] = defaultdict(list)
    for minutes, action in islice(rows, AT_ONCE):
        by_minutes[minutes].append(action)
    return sum(len(begin_tasks(minutes, some, None)) for minutes, some in by_minutes.items())
