"""Which stored files are versions of ours."""

from uuid import UUID

from sqlalchemy import func, select

from collab.cooperations.stored_files import knows_files, measures_files
from collab.core.db import session
from collab.files.models import FileVersion


@knows_files
def keep_known(ids: set[UUID]) -> set[UUID]:
    """Those of the ids that are versions of files of the cooperation."""
    return set(session().scalars(select(FileVersion.id).where(FileVersion.id.in_(ids))))


@measures_files
def measure() -> int:
    """How many bytes they are in all."""
    return int(session().scalar(select(func.coalesce(func.sum(FileVersion.size), 0))) or 0)
