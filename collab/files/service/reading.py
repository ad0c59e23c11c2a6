"""The words in files, read after they arrived; for search and for previews."""

from collections import deque
from collections.abc import Callable
from typing import Final
from uuid import UUID

from sqlalchemy import select, update

from collab.cooperations.stored_files import list_cooperation_ids
from collab.core.clock import now
from collab.core.db import Scope, after_commit, session, unit_of_work
from collab.core.duties import wake
from collab.core.errors import DomainError
from collab.core.storage import storage
from collab.files.models import FileVersion
from collab.inspection import words

DUTY: Final = "files.read_words"
#: of one look at a cooperation
AT_ONCE: Final = 100
Told = Callable[[UUID], object]
_told: list[Told] = []
#: what this process was given: cooperation and version
_waiting: deque[tuple[UUID, UUID]] = deque()


def on_words_read(listener: Told) -> Told:
    """Call it with the document's id when words of a file were read, inside the unit of work."""
    _told.append(listener)
    return listener


def forget_listener(listener: Told) -> None:
    """Call it no more."""
    _told.remove(listener)


def read_soon(version: FileVersion) -> None:
    """Have the words of a new version read as soon as it is there."""
    wanted = (version.cooperation_id, version.id)
    after_commit(lambda: _ask(wanted))


def _ask(wanted: tuple[UUID, UUID]) -> None:
    _waiting.append(wanted)
    wake(DUTY)


def read_waiting() -> int:
    """Read what this process was given; how many versions."""
    count = 0
    while _waiting:
        cooperation_id, version_id = _waiting.popleft()
        count += _read(cooperation_id, version_id)
    return count


def read_forgotten() -> int:
    """Read what nobody has read, such as after a restart; how many versions."""
    count = 0
    for cooperation_id in list_cooperation_ids():
        wanted = select(FileVersion.id).where(FileVersion.read_at.is_(None)).limit(AT_ONCE)
        with unit_of_work(Scope(cooperation_id), writes=False):
            unread = list(session().scalars(wanted))
        count += sum(_read(cooperation_id, version_id) for version_id in unread)
    return count


def _read(cooperation_id: UUID, version_id: UUID) -> bool:
    scope = Scope(cooperation_id)
    with unit_of_work(scope, writes=False):
        version = session().get(FileVersion, version_id)
    if version is None or version.read_at is not None:
        return False
    text = _words_of(version)
    with unit_of_work(scope):
        session().execute(
            update(FileVersion).where(FileVersion.id == version_id).values(text=text, read_at=now())
        )
        for told in _told:
            told(version.document_id)
    return True


def _words_of(version: FileVersion) -> str | None:
    """None when there is nothing to be read, or it cannot be read."""
    if not words.has_words(version.media_type):
        return None
    try:
        with storage.on_disk(version.cooperation_id, version.id) as path:
            return words.read_words(path, version.media_type)
    except DomainError:
        return None
