"""What was thrown away long ago goes for good."""

from datetime import timedelta

from collab.cooperations.stored_files import list_cooperation_ids
from collab.core.db import Scope, unit_of_work
from collab.core.duties import duty
from collab.documents.service.trash import erase_expired


@duty("documents.empty_trash", every=timedelta(hours=6))
def empty_trash() -> int:
    """Empty the trash of every cooperation of what has been in it long enough; how much."""
    count = 0
    for cooperation_id in list_cooperation_ids():
        with unit_of_work(Scope(cooperation_id)):
            count += erase_expired()
    return count
