"""Makes the journal of a document anew without entries that nobody can read.

What hangs on such an entry cannot stay either: whoever leaves one out is told of all that go.
Nobody brings them back, for their client ids end where they began.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import delete, select

from collab.core.clock import now
from collab.core.db import Scope, after_commit, session, unit_of_work
from collab.live.calling import reopen, wake
from collab.live.guard import Struct, read_update
from collab.live.journal import Document, Row, find_snapshot, list_ends, list_rows
from collab.live.ledger import GapError, Ledger
from collab.live.lib0 import MalformedError
from collab.live.members import new_number
from collab.live.models import (
    LiveClient,
    LiveDocument,
    LiveQuarantine,
    LiveSnapshot,
    LiveUpdate,
)
from collab.live.supervisor import BrokenUpdateError, Reader, ReadingError
from collab.live.writing import note_duty


class CannotRebuildError(Exception):
    """The document stays as it is; the message says why."""


@dataclass(slots=True)
class Plan:
    """What a rebuilt document consists of, and what it does without."""

    document: Document
    kept: list[Row]
    #: what was asked for, and what hangs on it
    left_out: list[Row]
    ledger: Ledger
    #: the last entry of the journal
    seq: int

    def find_ends(self) -> dict[int, int]:
        """The clocks from which on nothing is taken any more, by client id."""
        clocks = self.ledger.clocks
        return {
            struct.client: clocks.get(struct.client, 0)
            for row in self.left_out
            for struct in _read_structs(row)
            if struct.clock + struct.length > clocks.get(struct.client, 0)
        }


def _read_structs(row: Row) -> list[Struct]:
    try:
        return read_update(row.payload).structs
    except MalformedError:
        return []  # the guard of today keeps it away by itself


def plan_rebuild(document: Document, without: Collection[int]) -> Plan:
    """Find out what stays without these entries; raises CannotRebuildError. Changes nothing."""
    with unit_of_work(Scope(document.cooperation_id), writes=False):
        known = find_snapshot(document.id)
        start = 0 if known is None else known.upto_seq
        rows = list_rows(document.id)
        ledger = Ledger() if known is None else Ledger.from_json(known.ledger, {})
    _check_known(without, start, rows)
    kept = [row for row in rows if row.seq <= start]
    left_out: list[Row] = []
    for row in rows[len(kept) :]:
        stays = row.seq not in without and _absorbs(ledger, row)
        (kept if stays else left_out).append(row)
    return Plan(document, kept, left_out, ledger, rows[-1].seq)


def _check_known(without: Collection[int], start: int, rows: Sequence[Row]) -> None:
    unknown = set(without) - {row.seq for row in rows}
    behind = {seq for seq in without if 0 < seq <= start}
    if behind:
        raise CannotRebuildError(f"A snapshot stands for the entries up to {start} by now.")
    if unknown or not without:
        raise CannotRebuildError("The journal has no such entry.")


def _absorbs(ledger: Ledger, row: Row) -> bool:
    try:
        ledger.absorb(read_update(row.payload), is_from_server=row.is_from_server)
    except (GapError, MalformedError):
        return False
    return True


def rebuild(plan: Plan, reader: Reader) -> None:
    """Put a snapshot of what stays in the place of the journal, as a new epoch.

    Raises CannotRebuildError, and changes nothing, when what stays cannot be read either, or when
    somebody has written meanwhile.
    """
    whole, ledger = _read(plan, reader)
    document = plan.document
    with unit_of_work(Scope(document.cooperation_id)):
        end = list_ends(session(), [document.id], locks=True).get(document.id)
        if end is None or (end.epoch, end.seq) != (document.epoch, plan.seq):
            raise CannotRebuildError("Somebody has written in it meanwhile. Please try again.")
        _replace(plan, whole, ledger)
        _end_clients(document, plan.find_ends())
        after_commit(partial(reopen, document.id))
        forget_quarantine(document)


def forget_quarantine(document: Document) -> None:
    """Have the document read again, with everything in it; runs in a unit of work."""
    session().execute(delete(LiveQuarantine).where(LiveQuarantine.document_id == document.id))
    note_duty(session(), document.cooperation_id, document.id)
    after_commit(partial(wake, document.id, document.cooperation_id))


def _read(plan: Plan, reader: Reader) -> tuple[bytes, dict[str, object]]:
    """What stays as one update, and its ledger; compared with what the guard has read."""
    try:
        answer, blobs = reader.ask("snapshot", [row.payload for row in plan.kept])
    except BrokenUpdateError as error:
        where = plan.kept[error.index].seq if 0 <= error.index < len(plan.kept) else "?"
        words = f"Entry {where} cannot be read either ({error}): leave it out, too."
        raise CannotRebuildError(words) from error
    except ReadingError as error:
        raise CannotRebuildError(f"What stays cannot be read: {error}") from error
    ledger: dict[str, object] = answer["ledger"]
    if ledger["clocks"] != plan.ledger.to_json()["clocks"]:
        raise CannotRebuildError("The snapshot lacks something that was to stay.")
    ledger["graves"] = plan.ledger.graves.to_json()
    return blobs[0], ledger


def _replace(plan: Plan, whole: bytes, ledger: dict[str, object]) -> None:
    document_id = plan.document.id
    row = session().scalars(select(LiveDocument).where(LiveDocument.id == document_id)).one()
    row.previous_epoch, row.epoch = row.epoch, new_number()
    known = find_snapshot(document_id) or LiveSnapshot(document_id=document_id)
    known.upto_seq, known.payload, known.ledger, known.at = plan.seq, whole, ledger, now()
    session().add(known)
    session().execute(delete(LiveUpdate).where(LiveUpdate.document_id == document_id))


def _end_clients(document: Document, ends: Mapping[int, int]) -> None:
    """What comes from these clocks on is refused, also when somebody offers all that they have."""
    found = select(LiveClient).where(
        LiveClient.document_id == document.id, LiveClient.client.in_(ends)
    )
    known = {row.client: row for row in session().scalars(found)}
    for client, end in ends.items():
        row = known.get(client) or LiveClient(document_id=document.id, client=client)
        row.ends_at = end
        session().add(row)
