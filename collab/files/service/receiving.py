"""Files as they arrive: looked into, and stored before any row says that they are there.

So nobody waits for the database while a large file is read, and what could not be noted in it is
not kept either.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from collab import inspection
from collab.core.actor import Actor
from collab.core.db import new_id
from collab.core.storage import storage
from collab.files.errors import TooLarge
from collab.files.limits import MB, limits
from collab.inspection import Checked


@dataclass(slots=True)
class Received:
    """A file that is in the storage, but no version of anything yet."""

    #: of the version to be
    id: UUID
    checked: Checked
    digest: str
    #: a version refers to it
    is_noted: bool = False


@contextmanager
def receive(actor: Actor, name: str, path: Path) -> Iterator[Received]:
    """Check the spooled file and store it; at the end it is removed again unless it was noted.

    Refused and the like say why it is not taken. Open the unit of work inside of this.
    """
    received = take_in(actor, name, path)
    try:
        yield received
    except BaseException:
        storage.remove(actor.cooperation_id, received.id)
        raise
    if not received.is_noted:
        storage.remove(actor.cooperation_id, received.id)


def take_in(actor: Actor, name: str, path: Path) -> Received:
    """Check the spooled file and store it; what is never noted is deleted after a day."""
    if path.stat().st_size > limits.file:
        raise TooLarge(limits.file // MB)
    checked = inspection.check(path, name)
    file_id = new_id()
    stored = storage.adopt(actor.cooperation_id, file_id, path)
    return Received(file_id, checked, stored.digest)
