"""Notes what the index has to read again, in the transaction that changes it."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import delete, select

from collab.core.clock import now
from collab.core.db import after_commit, new_id, session
from collab.core.duties import wake
from collab.search.analyser import fold, list_words
from collab.search.models import Stale, Word
from collab.search.sources import SOURCES

DUTY = "search.follow"
#: a live document, of which the index finds out what it is the text of
LIVE = "live"


def note_stale(cooperation_id: UUID, source: str, subjects: Collection[UUID]) -> None:
    """Have these read again right after the commit; survives a crash."""
    noted: set[tuple[str, UUID]] = session().info.setdefault("search_stale", set())
    new = {each for each in subjects if (source, each) not in noted}
    if not new:
        return
    if not noted:
        after_commit(wake_index)
    noted.update((source, each) for each in new)
    for each in new:
        session().add(
            Stale(
                id=new_id(),
                cooperation_of=cooperation_id,
                source=source,
                subject=each,
                noted_at=now(),
            )
        )


def wake_index() -> None:
    """Have this process see to the index at once, if it runs duties."""
    wake(DUTY)


def note_everything(cooperation_id: UUID) -> int:
    """Have everything of the scope's cooperation read again; how much that is."""
    count = 0
    for source in SOURCES.values():
        subjects = set(source.list_all())
        note_stale(cooperation_id, source.name, subjects)
        count += len(subjects)
    return count


def forget_words(cooperation_id: UUID, names: Iterable[str]) -> None:
    """Propose these words no more, and read everything again: somebody is to be forgotten."""
    words = {fold(word) for name in names for word in list_words(name)}
    session().execute(
        delete(Word).where(Word.word.in_(words)).execution_options(synchronize_session=False)
    )
    note_everything(cooperation_id)


def has_stale(cooperation_id: UUID) -> bool:
    """Whether the index is behind in that cooperation."""
    wanted = select(Stale.id).where(Stale.cooperation_of == cooperation_id).limit(1)
    return session().scalar(wanted) is not None
