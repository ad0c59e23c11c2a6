"""Files that no task has any more are deleted from the storage."""

from collections import defaultdict
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select

from collab.boards.service.files import forget_removed, keep_known
from collab.cooperations.directory import DirectoryEntry
from collab.core.clock import now
from collab.core.db import GLOBAL, Scope, session, unit_of_work
from collab.core.duties import duty
from collab.core.storage import storage

#: a file that is being uploaded is stored before its row is
GRACE: Final = timedelta(days=1)
#: ids of one question
AT_ONCE: Final = 500


@duty("boards.tidy_files", every=timedelta(days=1))
def tidy_files() -> int:
    """Delete what was taken off long ago, and what uploads and deletions left; how many."""
    with unit_of_work(GLOBAL, writes=False):
        cooperations = list(session().scalars(select(DirectoryEntry.id)))
    for cooperation_id in cooperations:
        with unit_of_work(Scope(cooperation_id)):
            forget_removed()
    return sum(_tidy(owner, ids) for owner, ids in _list_old().items())


def _list_old() -> dict[UUID, list[UUID]]:
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for kept in storage.list_kept():
        if kept.at < now() - GRACE:
            found[kept.cooperation_id].append(kept.file_id)
    return found


def _tidy(cooperation_id: UUID, ids: list[UUID]) -> int:
    known: set[UUID] = set()
    with unit_of_work(Scope(cooperation_id), writes=False):
        for begin in range(0, len(ids), AT_ONCE):
            known |= keep_known(set(ids[begin : begin + AT_ONCE]))
    lost = [file_id for file_id in ids if file_id not in known]
    for file_id in lost:
        storage.remove(cooperation_id, file_id)
    return len(lost)
