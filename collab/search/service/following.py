"""Keeps the index up with what changes. Opens units of work."""

import logging
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import SQLAlchemyError

from collab.cooperations.directory import DirectoryEntry
from collab.core.db import GLOBAL, Scope, session, unit_of_work
from collab.minutes.models import Minutes
from collab.pages.models import Page
from collab.search.models import Passage, Stale, Word
from collab.search.service.indexing import index_subject
from collab.search.service.staleness import LIVE, note_everything, note_stale
from collab.search.sources import SOURCES, Source, documents, meetings

#: rows that are seen to in one transaction: others want to write, too
AT_ONCE: Final = 20
_log = logging.getLogger(__name__)


def follow() -> int:
    """See to what is stale in every cooperation; how much was seen to, 0: nothing is left."""
    with unit_of_work(GLOBAL, writes=False):
        places = session().scalars(select(Stale.cooperation_of).distinct().limit(100)).all()
    return sum(_follow_in(place) for place in places)


def follow_all() -> int:
    """See to everything that is stale; for commands and tests."""
    total = 0
    while count := follow():
        total += count
    return total


def _follow_in(cooperation_id: UUID) -> int:
    with unit_of_work(Scope(cooperation_id)):
        found = _take_turn(cooperation_id)
        for source, subject in dict.fromkeys(_resolve(row) for row in found):
            if subject is not None:
                _index(cooperation_id, source, subject)
        session().execute(delete(Stale).where(Stale.id.in_([row.id for row in found])))
    return len(found)


def _take_turn(cooperation_id: UUID) -> list[Stale]:
    """The oldest rows; none while another process has the very oldest.

    Two would write the same words, each in its own order, and wait for each other.
    """
    rows = select(Stale).where(Stale.cooperation_of == cooperation_id).order_by(Stale.id)
    oldest = session().scalar(rows.limit(1))
    taken = session().scalars(rows.limit(AT_ONCE).with_for_update(skip_locked=True)).all()
    return list(taken) if oldest is not None and oldest in taken else []


def _resolve(row: Stale) -> tuple[str, UUID | None]:
    """Source and subject; None for the text of something that is no source."""
    if row.source != LIVE:
        return row.source, row.subject if row.source in SOURCES else None
    of_meeting = select(Minutes.meeting_id).where(Minutes.document_id == row.subject)
    meeting_id = session().scalar(of_meeting)
    if meeting_id is not None:
        return meetings.NAME, meeting_id
    of_page = select(Page.document_id).where(Page.live_id == row.subject)
    return documents.NAME, session().scalar(of_page)


def _index(cooperation_id: UUID, source: str, subject: UUID) -> None:
    """One that cannot be read does not hold up the others."""
    try:
        with session().begin_nested():
            index_subject(cooperation_id, source, subject)
    except SQLAlchemyError:
        raise
    except Exception:  # noqa: BLE001 the others are found nevertheless
        _log.exception("%s %s cannot be found: it cannot be read", source, subject)


def complete() -> int:
    """Note what the index has missed, such as what was there before it; how much."""
    with unit_of_work(GLOBAL, writes=False):
        places = session().scalars(select(DirectoryEntry.id)).all()
    return sum(_complete_in(place) for place in places)


def _complete_in(cooperation_id: UUID) -> int:
    with unit_of_work(Scope(cooperation_id), writes=False):
        missing = {name: _list_missing(source) for name, source in SOURCES.items()}
    if not any(missing.values()):
        return 0
    with unit_of_work(Scope(cooperation_id)):
        for name, subjects in missing.items():
            note_stale(cooperation_id, name, subjects)
    return sum(map(len, missing.values()))


def _list_missing(source: Source) -> set[UUID]:
    """What is not in the index, or should not be any more."""
    known = session().scalars(
        select(Passage.subject).where(Passage.source == source.name).distinct()
    )
    return set(known) ^ set(source.list_all())


def rebuild(cooperation_id: UUID) -> int:
    """Forget the cooperation's index and read everything again; how many subjects."""
    with unit_of_work(Scope(cooperation_id)):
        for model in (Passage, Word):
            session().execute(delete(model).execution_options(synchronize_session=False))
        count = note_everything(cooperation_id)
    while _follow_in(cooperation_id):
        pass
    return count
