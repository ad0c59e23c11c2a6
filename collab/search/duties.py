"""Has the index follow what changes."""

from datetime import timedelta

from collab.core.duties import duty
from collab.search import service

#: a process that was not woken looks so often: another one may have changed something
EVERY = timedelta(seconds=1)


@duty(service.DUTY, every=EVERY, is_shared=False)
def follow() -> int:
    """Read again what is stale; how much that was."""
    return service.follow()


@duty("search.complete", every=timedelta(days=1))
def complete() -> None:
    """Note what the index has missed."""
    service.complete()
