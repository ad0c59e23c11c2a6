"""What has to be done for files again and again."""

from datetime import timedelta
from typing import Final

from collab.cooperations.stored_files import list_cooperation_ids
from collab.core.clock import now
from collab.core.db import Scope, unit_of_work
from collab.core.duties import duty
from collab.core.spool import list_forgotten
from collab.files.service import keeping, reading
from collab.files.service.locking import forget_expired_locks
from collab.files.service.uploads import KEPT, forget_expired_uploads

__all__ = ["forget_uploads", "keeping", "read_words"]

#: what was cut off while it was read in one go may lie there a little longer than uploads
_GRACE: Final = KEPT + timedelta(hours=1)
_LOOK: Final = timedelta(minutes=5)


@duty(reading.DUTY, every=_LOOK, is_shared=False)
def read_words() -> None:
    """Read the words of files that came, and of those that were forgotten."""
    if not reading.read_waiting():
        reading.read_forgotten()


@duty("files.forget_uploads", every=timedelta(hours=1))
def forget_uploads() -> None:
    """End uploads that waited too long and locks that hold no more; empty the spool."""
    for cooperation_id in list_cooperation_ids():
        with unit_of_work(Scope(cooperation_id)):
            forget_expired_uploads()
            forget_expired_locks()
    for path in list_forgotten(now() - _GRACE):
        path.unlink(missing_ok=True)
