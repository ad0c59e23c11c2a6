"""Files that were taken off tasks long ago are let go; their bytes follow.

See collab.cooperations.stored_files for how.
"""

from datetime import timedelta

from collab.boards.service.files import forget_removed
from collab.cooperations.stored_files import list_cooperation_ids
from collab.core.db import Scope, unit_of_work
from collab.core.duties import duty


@duty("boards.forget_files", every=timedelta(days=1))
def forget_files() -> None:
    """Let go of what was taken off long ago."""
    for cooperation_id in list_cooperation_ids():
        with unit_of_work(Scope(cooperation_id)):
            forget_removed()
