"""What nobody imported is forgotten after a day."""

from datetime import timedelta

from sqlalchemy import delete, select

from collab.boards.import_models import TaskImport
from collab.cooperations.directory import DirectoryEntry
from collab.core.clock import now
from collab.core.db import GLOBAL, Scope, session, unit_of_work
from collab.core.duties import duty


@duty("boards.forget_imports", every=timedelta(hours=6))
def forget_imports() -> None:
    """Files that were prepared to be imported stay a day, whether they were imported or not."""
    with unit_of_work(GLOBAL, writes=False):
        everywhere = session().scalars(select(DirectoryEntry.id)).all()
    for cooperation_id in everywhere:
        scope, is_old = Scope(cooperation_id=cooperation_id), TaskImport.expires_at <= now()
        with unit_of_work(scope, writes=False):
            found = session().scalar(select(TaskImport.id).where(is_old).limit(1))
        if found is not None:
            with unit_of_work(scope):
                session().execute(delete(TaskImport).where(is_old))
