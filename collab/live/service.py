"""Live documents for other packages. Runs inside a unit of work unless it says otherwise."""

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select

from collab.core import revocation
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import Scope, after_commit, new_id, session, unit_of_work
from collab.core.errors import NotFound
from collab.live import schema
from collab.live.calling import reopen, wake
from collab.live.journal import find_document, list_rows, read_last_seq
from collab.live.kinds import find_kind
from collab.live.members import new_number
from collab.live.models import (
    LiveDocument,
    LiveOperation,
    LiveProjection,
    LiveSnapshot,
    LiveUpdate,
)
from collab.live.telling import Broken, list_broken
from collab.live.workshop import run_pending_operations
from collab.live.writing import note_duty

__all__ = [
    "Broken",
    "Projection",
    "Whole",
    "announce_access_change",
    "begin_epoch",
    "create_document",
    "find_last_author",
    "find_projection",
    "list_authors",
    "list_broken",
    "list_contents",
    "list_owed",
    "list_writers",
    "measure_storage",
    "read_whole",
    "request_edit",
    "run_pending_operations",
    "wait_until_read",
]


_LOOK_SECONDS: Final = 0.1
#: while people type on, a document is not read by itself so soon
_ASK_AFTER_SECONDS: Final = 1.5


@dataclass(frozen=True, slots=True)
class Projection:
    """What a document said at entry `seq` of its journal."""

    content: dict[str, Any]
    text: str
    seq: int
    #: when that entry was written
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Whole:
    """A document as Yjs has it: updates in their order."""

    epoch: int
    updates: list[bytes]


def create_document(actor: Actor, kind: str) -> LiveDocument:
    """Add an empty document of a registered kind."""
    document = LiveDocument(
        id=new_id(),
        cooperation_id=actor.cooperation_id,
        kind=find_kind(kind).name,
        epoch=new_number(),
        schema=schema.VERSION,
        created_at=now(),
    )
    session().add(document)
    session().flush()  # what stands on it refers to it
    return document


def request_edit(actor: Actor | None, document_id: UUID, operation: dict[str, Any]) -> None:
    """Owe the document an edit, made right after the commit; survives a crash.

    `{"op": "arrange", "type", "key", "nodes"}` makes the top-level nodes of a type exactly these;
    `{"op": "write", "content"}` replaces everything; `{"op": "relabel", "member", "label"}` gives
    a membership another label, and then forgets the old one; `{"op": "forget"}` keeps only what
    the document says now; `{"op": "set_action", "block", "attrs", "text"?, "was"?}` changes one
    action, whose author saw the text `was`; `{"op": "comment", "thread", "block", "start", "end",
    "quote"}` has the words of a block carry a thread, `{"op": "uncomment", "thread"}` none;
    `{"op": "restore", "was", "content"}` lets the document say `content` again, but for blocks that
    are no more what `was` says of them. No actor: the installation does it.
    """
    document = find_document(document_id)
    if document is None:
        raise NotFound
    author_id = actor.person_id if actor else None
    session().add(
        LiveOperation(document_id=document_id, operation=operation, author_id=author_id, at=now())
    )
    session().flush()
    note_duty(session(), document.cooperation_id, document_id)
    after_commit(partial(wake, document_id, document.cooperation_id))


def list_owed(document_id: UUID, name: str) -> list[dict[str, Any]]:
    """The edits of that `op` that are still to be made in the document, in their order."""
    rows = session().scalars(
        select(LiveOperation.operation)
        .where(LiveOperation.document_id == document_id, LiveOperation.failure.is_(None))
        .order_by(LiveOperation.at, LiveOperation.id)
    )
    return [row for row in rows if row.get("op") == name]


def find_last_author(document_id: UUID) -> UUID | None:
    """Who wrote last in the document, by person id; None when a snapshot stands for all of it."""
    return session().scalar(
        select(LiveUpdate.author_id)
        .where(LiveUpdate.document_id == document_id, LiveUpdate.author_id.is_not(None))
        .order_by(LiveUpdate.seq.desc())
        .limit(1)
    )


def begin_epoch(document_id: UUID) -> None:
    """Say that the journal is no longer the one that clients know, as after a restore.

    Each of them gets the whole document, and may offer its own once.
    """
    document = session().scalar(select(LiveDocument).where(LiveDocument.id == document_id))
    if document is None:
        raise NotFound
    document.previous_epoch, document.epoch = document.epoch, new_number()
    after_commit(partial(reopen, document_id))


def find_projection(document_id: UUID) -> Projection | None:
    """Return what the document said when the reader last looked; None before its first edit."""
    row = session().scalar(select(LiveProjection).where(LiveProjection.document_id == document_id))
    return None if row is None else Projection(row.content, row.text, row.seq, row.changed_at)


def list_contents(document_ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """What each of the documents said when the reader last looked, without those never edited."""
    rows = session().execute(
        select(LiveProjection.document_id, LiveProjection.content).where(
            LiveProjection.document_id.in_(document_ids)
        )
    )
    return {row.document_id: row.content for row in rows}


def read_whole(document_id: UUID, upto: int) -> Whole:
    """The document up to an entry of its journal: all that Yjs needs to read it again."""
    document = find_document(document_id)
    if document is None:
        raise NotFound
    rows = list_rows(document_id, upto=upto)
    return Whole(document.epoch, [row.payload for row in rows])


def wait_until_read(scope: Scope, document_id: UUID, most_seconds: float = 5) -> bool:
    """Wait until the projection shows what is in the journal by now; whether it does.

    Runs outside of a unit of work.
    """
    began, wanted, is_asked = time.monotonic(), None, False
    while True:
        with unit_of_work(scope, writes=False):
            wanted = read_last_seq(document_id) if wanted is None else wanted
            row = find_projection(document_id)
        waited = time.monotonic() - began
        if wanted == 0 or (row is not None and row.seq >= wanted):
            return True
        if waited > most_seconds:
            return False
        if waited > _ASK_AFTER_SECONDS and not is_asked and scope.cooperation_id is not None:
            is_asked = True
            wake(document_id, scope.cooperation_id)
        time.sleep(_LOOK_SECONDS)


def list_writers(document_id: UUID, after: int) -> tuple[int, set[UUID]]:
    """Up to which entry the journal goes, and who wrote after `after`, by person id."""
    rows = session().execute(
        select(LiveUpdate.author_id, func.max(LiveUpdate.seq))
        .where(LiveUpdate.document_id == document_id, LiveUpdate.seq > after)
        .group_by(LiveUpdate.author_id)
    )
    found = {author_id: int(seq) for author_id, seq in rows}
    return max(found.values(), default=after), {each for each in found if each}


def announce_access_change(
    *,
    cooperation_id: UUID | None = None,
    person_id: UUID | None = None,
    session_id: UUID | None = None,
    document_id: UUID | None = None,
) -> None:
    """Let open documents look up rights again, at once; call it after the commit."""
    revocation.announce(
        session_id=session_id,
        person_id=person_id,
        cooperation_id=cooperation_id,
        document_id=document_id,
    )


def measure_storage(actor: Actor) -> int:
    """How many bytes the journals and snapshots of the actor's cooperation take."""
    sizes = (
        session().scalar(select(func.coalesce(func.sum(func.length(of.payload)), 0)))
        for of in (LiveUpdate, LiveSnapshot)
    )
    return sum(int(size or 0) for size in sizes)


def list_authors(actor: Actor, since: datetime) -> set[UUID]:
    """Who wrote in a live document of the actor's cooperation since then, by person id."""
    rows = session().scalars(
        select(LiveUpdate.author_id)
        .where(LiveUpdate.at >= since, LiveUpdate.author_id.is_not(None))
        .group_by(LiveUpdate.author_id)
    )
    return {each for each in rows if each}
