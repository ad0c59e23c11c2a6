"""Reads the journal. Everything here runs inside a unit of work of the document's cooperation."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, func, select

from collab.core.db import ScopedSession, session
from collab.core.group import Part
from collab.core.prepared import Prepared
from collab.live.guard import read_update
from collab.live.ledger import GapError, Ledger
from collab.live.lib0 import MalformedError
from collab.live.models import (
    LiveClient,
    LiveDocument,
    LiveOperation,
    LiveQuarantine,
    LiveSnapshot,
    LiveUpdate,
)
from collab.live.neighbours import Written

_log = logging.getLogger(__name__)


class Row(NamedTuple):
    """An entry of the journal, or the snapshot that stands for all up to its seq."""

    seq: int
    payload: bytes
    #: the server made this edit itself
    is_from_server: bool = False
    is_snapshot: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """What the engine knows of a document without reading it."""

    id: UUID
    cooperation_id: UUID
    kind: str
    epoch: int
    previous_epoch: int | None
    schema: int


def find_document(document_id: UUID) -> Document | None:
    """Return the document; None when this cooperation has none like it."""
    row = session().scalar(select(LiveDocument).where(LiveDocument.id == document_id))
    if row is None:
        return None
    return Document(row.id, row.cooperation_id, row.kind, row.epoch, row.previous_epoch, row.schema)


def find_snapshot(document_id: UUID) -> LiveSnapshot | None:
    """Return the document's snapshot, if it has one."""
    return session().scalar(select(LiveSnapshot).where(LiveSnapshot.document_id == document_id))


def list_rows(document_id: UUID, after: int = 0, upto: int | None = None) -> list[Row]:
    """Return what follows the entry `after`, up to and including `upto`.

    Begins with the snapshot when entries that it stands for are asked for.
    """
    found = select(LiveUpdate.seq, LiveUpdate.payload, LiveUpdate.session.is_(None)).where(
        LiveUpdate.document_id == document_id, LiveUpdate.seq > after
    )
    if upto is not None:
        found = found.where(LiveUpdate.seq <= upto)
    rows = [Row(*row) for row in session().execute(found.order_by(LiveUpdate.seq))]
    # after the entries: on PostgreSQL a snapshot can take their place between the two statements
    snapshot = find_snapshot(document_id)
    if snapshot is None or after >= snapshot.upto_seq:
        return rows
    later = [row for row in rows if row.seq > snapshot.upto_seq]
    return [Row(snapshot.upto_seq, snapshot.payload, is_snapshot=True), *later]


class Tail(NamedTuple):
    """Where the journal of a document ends."""

    seq: int
    ledger: Ledger
    #: entries that no snapshot stands for yet
    length: int
    #: bytes of all entries and of the snapshot
    size: int = 0


def read_tail(document_id: UUID) -> Tail:
    """Return where the journal ends, and the clocks of everybody up to there."""
    owners = (
        session()
        .execute(
            select(LiveClient.client, LiveClient.author_id, LiveClient.ends_at).where(
                LiveClient.document_id == document_id
            )
        )
        .all()
    )
    known: dict[int, UUID | None] = {row.client: row.author_id for row in owners}
    snapshot = find_snapshot(document_id)
    start = 0 if snapshot is None else snapshot.upto_seq
    ledger = Ledger(owners=known) if snapshot is None else Ledger.from_json(snapshot.ledger, known)
    ledger.barred = {row.client: row.ends_at for row in owners if row.ends_at is not None}
    rows = list_rows(document_id, after=start)
    for row in rows:
        _absorb(ledger, row, document_id)
    size = sum(len(row.payload) for row in rows) + len(snapshot.payload if snapshot else b"")
    return Tail(rows[-1].seq if rows else start, ledger, len(rows), size)


def _absorb(ledger: Ledger, row: Row, document_id: UUID) -> None:
    """Take an entry in; one that an older guard has let in keeps nobody from the document."""
    try:
        ledger.absorb(read_update(row.payload), is_from_server=row.is_from_server)
    except (MalformedError, GapError) as error:
        _log.error("entry %s of %s is passed over: %s", row.seq, document_id, error)


def measure(document_id: UUID) -> int:
    """Return how many bytes the entries and the snapshot have."""
    return sum(
        session().scalar(
            select(func.coalesce(func.sum(func.length(part.payload)), 0)).where(
                part.document_id == document_id
            )
        )
        or 0
        for part in (LiveUpdate, LiveSnapshot)
    )


class Received(NamedTuple):
    """The highest change of a session that is on disk, whose session it is, and which entry."""

    n: int
    author_id: UUID | None
    seq: int
    #: whether each change up to it is there: one that is not may have been refused
    is_whole: bool


def find_received(document_id: UUID, number: int) -> Received | None:
    """Return how far the journal knows this session; None when it does not know it."""
    row = (
        session()
        .execute(
            select(
                LiveUpdate.n,
                LiveUpdate.author_id,
                LiveUpdate.seq,
                func.count(LiveUpdate.n).over().label("rows"),
            )
            .where(LiveUpdate.document_id == document_id, LiveUpdate.session == number)
            .order_by(LiveUpdate.n.desc())
            .limit(1)
        )
        .first()
    )
    if row is None:
        return None
    return Received(row.n, row.author_id, row.seq, is_whole=row.rows == row.n)


class Foreign(NamedTuple):
    """What other processes have written, and whose the client ids in it are."""

    written: list[Written]
    owners: dict[int, UUID | None]


def find_foreign(running: ScopedSession, document_id: UUID, after: int) -> Foreign:
    """Return what the journal has after `after`, to find out what another process wrote."""
    found = select(LiveUpdate.seq, LiveUpdate.payload, LiveUpdate.session, LiveUpdate.n).where(
        LiveUpdate.document_id == document_id, LiveUpdate.seq > after
    )
    written = [Written(*row) for row in running.execute(found.order_by(LiveUpdate.seq))]
    if not written:
        return Foreign(written, {})
    clients = {each.client for one in written for each in read_update(one.payload).structs}
    owners = running.execute(
        select(LiveClient.client, LiveClient.author_id).where(
            LiveClient.document_id == document_id, LiveClient.client.in_(clients)
        )
    )
    return Foreign(written, {row.client: row.author_id for row in owners})


class End(NamedTuple):
    """Which journal a document has now, and its last entry."""

    epoch: int
    seq: int


def list_ends(
    running: ScopedSession, document_ids: Collection[UUID], *, locks: bool = False
) -> dict[UUID, End]:
    """Return where the journals of these documents end; an empty journal ends at 0.

    With `locks` nobody else writes on until the transaction ends (PostgreSQL).
    """
    if locks:
        lock_documents(running, document_ids)
    # a statement of its own: it sees what was written while we waited for the locks
    found = _ends.where(LiveDocument.id.in_(document_ids))
    return {row[0]: _end(*row[1:]) for row in running.execute(found)}


def lock_documents(running: ScopedSession, document_ids: Collection[UUID]) -> None:
    """Wait until nobody else writes into these journals, until the transaction ends."""
    mine = select(LiveDocument.id).where(LiveDocument.id.in_(document_ids))
    # in the same order everywhere, so that no two processes wait for each other
    running.execute(mine.order_by(LiveDocument.id).with_for_update(key_share=True))


def read_ends(running: Part, document_ids: Collection[UUID]) -> dict[UUID, End]:
    """Return what `list_ends` does, for those who ask with every keystroke."""
    found = {each: _end_of.read(running, {"document_id": each}) for each in document_ids}
    return {each: _end(*rows[0]) for each, rows in found.items() if rows}


_ends = select(
    LiveDocument.id,
    LiveDocument.epoch,
    select(func.max(LiveUpdate.seq))
    .where(LiveUpdate.document_id == LiveDocument.id)
    .scalar_subquery(),
    select(LiveSnapshot.upto_seq)
    .where(LiveSnapshot.document_id == LiveDocument.id)
    .scalar_subquery(),
)


_end_of = Prepared(
    select(
        LiveDocument.epoch,
        select(func.max(LiveUpdate.seq))
        .where(LiveUpdate.document_id == LiveDocument.id)
        .scalar_subquery(),
        select(LiveSnapshot.upto_seq)
        .where(LiveSnapshot.document_id == LiveDocument.id)
        .scalar_subquery(),
    ).where(
        LiveDocument.id == bindparam("document_id"),
        LiveDocument.cooperation_id == bindparam("cooperation_id"),
    )
)


def _end(epoch: int, last: int | None, upto: int | None) -> End:
    """A snapshot may stand for everything, and may be written elsewhere at this moment."""
    return End(epoch, max(last or 0, upto or 0))


def list_quarantined(document_id: UUID) -> set[int]:
    """Return the entries that readers leave out."""
    found = select(LiveQuarantine.seq).where(LiveQuarantine.document_id == document_id)
    return set(session().scalars(found))


def measure_rows(document_id: UUID, upto: int) -> tuple[int, int]:
    """Return how many entries there are up to one of them, and their bytes."""
    size = func.coalesce(func.sum(func.length(LiveUpdate.payload)), 0)
    found = select(func.count(LiveUpdate.id), size).where(
        LiveUpdate.document_id == document_id, LiveUpdate.seq <= upto
    )
    row = session().execute(found).one()
    return int(row[0]), int(row[1])


def find_next_operation(document_id: UUID) -> LiveOperation | None:
    """Return the oldest edit that the server still owes the document."""
    found = select(LiveOperation).where(
        LiveOperation.document_id == document_id, LiveOperation.failure.is_(None)
    )
    return session().scalar(found.order_by(LiveOperation.at, LiveOperation.id).limit(1))


def read_last_seq(document_id: UUID) -> int:
    """Return the number of the last entry, whether a snapshot stands for it or not."""
    last = session().scalar(
        select(func.max(LiveUpdate.seq)).where(LiveUpdate.document_id == document_id)
    )
    if last is not None:
        return last
    snapshot = find_snapshot(document_id)
    return 0 if snapshot is None else snapshot.upto_seq
