"""Which stored files are versions of ours."""

from uuid import UUID

from sqlalchemy import select

from collab.cooperations.stored_files import knows_files
from collab.core.db import session
from collab.files.models import FileVersion


@knows_files
def keep_known(ids: set[UUID]) -> set[UUID]:
    """Those of the ids that are versions of files of the cooperation."""
    return set(session().scalars(select(FileVersion.id).where(FileVersion.id.in_(ids))))
