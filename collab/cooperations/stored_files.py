"""Stored files that nothing refers to any more are deleted.

Each package that stores files says which ones it knows, and how large they are in all; a file that
none of them knows goes.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Final, TypeVar
from uuid import UUID

from sqlalchemy import select

from collab.cooperations.directory import DirectoryEntry
from collab.core.clock import now
from collab.core.db import GLOBAL, Scope, session, unit_of_work
from collab.core.duties import duty
from collab.core.storage import storage

#: a file that is being uploaded is stored before its row is
GRACE: Final = timedelta(days=1)
#: ids of one question
AT_ONCE: Final = 500

Keeper = Callable[[set[UUID]], set[UUID]]
Meter = Callable[[], int]
Given = TypeVar("Given", bound=Keeper)
Metering = TypeVar("Metering", bound=Meter)
_keepers: list[Keeper] = []
_meters: list[Meter] = []


def knows_files(keeper: Given) -> Given:
    """Register a function that gives those of the ids that it knows as stored files.

    It is asked inside a unit of work of one cooperation.
    """
    _keepers.append(keeper)
    return keeper


def measures_files(meter: Metering) -> Metering:
    """Register a function that gives how many bytes of files it has stored, what waits in a trash
    included. It is asked inside a unit of work of one cooperation.
    """
    _meters.append(meter)
    return meter


def stored_bytes() -> int:
    """How much the cooperation of the running unit of work has stored in all."""
    return sum(meter() for meter in _meters)


def list_cooperation_ids() -> list[UUID]:
    """Every cooperation there is, for duties that go through them one after the other."""
    with unit_of_work(GLOBAL, writes=False):
        return list(session().scalars(select(DirectoryEntry.id)))


@duty("cooperations.tidy_files", every=timedelta(days=1))
def tidy_files() -> int:
    """Delete what uploads and deletions left in the storage; how many files."""
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
            asked = set(ids[begin : begin + AT_ONCE])
            known = known.union(*(keeper(asked) for keeper in _keepers))
    lost = [file_id for file_id in ids if file_id not in known]
    for file_id in lost:
        storage.remove(cooperation_id, file_id)
    return len(lost)
