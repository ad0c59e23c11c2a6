"""What has to be done for programs again and again."""

from datetime import timedelta

from sqlalchemy import delete

from collab.cooperations.stored_files import list_cooperation_ids
from collab.core.clock import now
from collab.core.db import Scope, session, unit_of_work
from collab.core.duties import duty
from collab.webdav.models import DavLock


@duty("webdav.forget_locks", every=timedelta(hours=1))
def forget_locks() -> None:
    """Let go of the locks that hold no more."""
    for cooperation_id in list_cooperation_ids():
        with unit_of_work(Scope(cooperation_id)):
            session().execute(delete(DavLock).where(DavLock.expires_at <= now()))
