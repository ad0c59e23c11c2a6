"""Save points: versions that pages are kept in by themselves while people write."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select

from collab.core.clock import now
from collab.core.db import GLOBAL, Scope, session, unit_of_work
from collab.live import service as live
from collab.pages.hooks import ProjectedPage, on_page_projected
from collab.pages.models import Page, PageSaveDue, VersionKind
from collab.pages.service.storing import keep_version

#: a version is kept when nobody has written for so long,
QUIET: Final = timedelta(minutes=2)
#: and at the latest so long after the last one while people go on
LONGEST: Final = timedelta(minutes=15)


@on_page_projected
def note_change(projected: ProjectedPage) -> None:
    """Owe the page a version, and note who wrote."""
    page = projected.page
    due = session().scalar(select(PageSaveDue).where(PageSaveDue.document_id == page.document_id))
    if due is None:
        due = PageSaveDue(
            document_id=page.document_id,
            cooperation_of=page.cooperation_id,
            since=now(),
            seq=0,
            authors=[],
        )
        session().add(due)
    seq, writers = live.list_writers(page.live_id, due.seq)
    due.seq = seq
    due.authors = sorted({*due.authors, *map(str, writers)})
    session().flush()


def take_authors(document_id: UUID) -> list[str]:
    """Who wrote since the last version, by person id; from now on the next one is meant."""
    due = session().scalar(select(PageSaveDue).where(PageSaveDue.document_id == document_id))
    if due is None:
        return []
    authors, due.authors, due.since = list(due.authors), [], now()
    session().flush()
    return authors


def save_due_pages() -> int:
    """Keep a version of each page that rests, or has changed for long; how many."""
    with unit_of_work(GLOBAL, writes=False):
        found = select(PageSaveDue.document_id, PageSaveDue.cooperation_of)
        due = [(row.document_id, row.cooperation_of) for row in session().execute(found)]
    saved = 0
    for document_id, cooperation_id in due:
        with unit_of_work(Scope(cooperation_id)):
            saved += _save(document_id)
    return saved


def _save(document_id: UUID) -> int:
    due = session().scalar(select(PageSaveDue).where(PageSaveDue.document_id == document_id))
    page = session().scalar(select(Page).where(Page.document_id == document_id))
    if due is None:
        return 0
    if page is None:
        _forget(document_id)
        return 0
    projection = live.find_projection(page.live_id)
    changed_at = projection.changed_at if projection else None
    is_at_rest = changed_at is None or changed_at <= now() - QUIET
    if not is_at_rest and due.since > now() - LONGEST:
        return 0
    authors = list(due.authors)
    _forget(document_id)
    kept = keep_version(page, VersionKind.AUTOMATIC, authors=authors)
    return 1 if kept else 0


def _forget(document_id: UUID) -> None:
    session().execute(delete(PageSaveDue).where(PageSaveDue.document_id == document_id))
