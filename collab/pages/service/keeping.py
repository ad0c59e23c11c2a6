"""Which stored files are images in our pages."""

from uuid import UUID

from sqlalchemy import func, select

from collab.cooperations.stored_files import knows_files, measures_files
from collab.core.db import session
from collab.pages.models import PageImage


@knows_files
def keep_known(ids: set[UUID]) -> set[UUID]:
    """Those of the ids that are images in pages of the cooperation."""
    return set(session().scalars(select(PageImage.id).where(PageImage.id.in_(ids))))


@measures_files
def measure() -> int:
    """How many bytes they are in all."""
    return int(session().scalar(select(func.coalesce(func.sum(PageImage.size), 0))) or 0)
