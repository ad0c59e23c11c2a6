"""A live document in memory: what has arrived, what is on disk, who is there. Does no I/O."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from collab.live.awareness import Awareness, end_of, parse_awareness
from collab.live.guard import TooLargeError, Update, read_update
from collab.live.journal import Document, Row, Tail
from collab.live.ledger import (
    BuriedError,
    ForeignClientError,
    GapError,
)
from collab.live.lib0 import MalformedError
from collab.live.members import Member, Session
from collab.live.pace import Pace
from collab.live.wire import Change, encode_changes

#: so much of the journal's end stays in memory for those who come back
_RECENT: Final = 512
_FLUSH_BYTES: Final = 2**20


class RefusedError(Exception):
    """A change that is not taken; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True, eq=False)
class Entry:
    """A change that waits for the disk; one that brings nothing new has no update."""

    update: bytes
    author_id: UUID | None
    session: Session | None = None
    n: int | None = None
    #: the client ids that it is the first to use, and the clocks that it moves on
    new_clients: tuple[int, ...] = ()
    ends: dict[int, int] = field(default_factory=dict)
    operation_id: UUID | None = None
    is_done: bool = False


class Room:
    """One document and everybody in it."""

    def __init__(self, document: Document, tail: Tail) -> None:
        self.document = document
        self.seq = tail.seq
        self.ledger = tail.ledger
        #: the clocks of what is on disk: the ledger is ahead by what waits
        self.on_disk = dict(tail.ledger.clocks)
        #: journal entries that no snapshot stands for
        self.tail_length = tail.length
        #: how often in a row its entries could not be written
        self.failures = 0
        #: nobody may be in it any more, and what waits is sent again by those who wrote it
        self.is_closed = False
        #: whether the database remembers that a projection is owed
        self.is_duty_noted = False
        self.pace = Pace()
        self.members: dict[str, Member] = {}
        self.sessions: dict[int, Session] = {}
        self.pending: list[Entry] = []
        self.pending_bytes = 0
        self._receipts: dict[int, int] = {}
        self._awareness: dict[int, bytes] = {}
        self._recent: deque[Row] = deque(maxlen=_RECENT)

    @property
    def wants_flush(self) -> bool:
        """Whether there is anything to write or to tell."""
        return bool(self.pending or self._receipts or self._awareness)

    def enter(self, member: Member) -> None:
        """Let somebody in; from now on they get every frame."""
        self.members[member.sid] = member
        self.sessions[member.session.number] = member.session

    def leave(self, sid: str) -> None:
        """Let somebody go, and tell the others that their awareness has ended."""
        member = self.members.pop(sid, None)
        if member is not None and member.awareness is not None:
            gone = member.awareness
            if not any(_speaks_for(other, gone.client) for other in self.members.values()):
                self._awareness[gone.client] = end_of(gone)

    def list_awareness(self) -> list[bytes]:
        """Return the last word of everybody who is here."""
        present = [member.awareness for member in self.members.values()]
        return [each.blob for each in present if each is not None and not each.is_gone]

    def take(self, member: Member, change: Change) -> bool:
        """Take a change in; whether an update waits now. Raises RefusedError."""
        try:
            return self._take(member, change)
        except RefusedError:
            member.session.has_refused = True
            raise

    def _take(self, member: Member, change: Change) -> bool:
        session = member.session
        if session.is_broken:
            return False
        if change.n <= session.taken:
            self._repeat_receipt(session)
            return False
        if change.n > session.taken + 1 and not session.is_resumed:
            session.is_broken = True
            raise RefusedError("gap")
        session.taken = change.n
        if change.awareness:
            self._take_awareness(member, change.awareness)
        if not change.update:
            return False
        if not member.is_writer:
            raise RefusedError("forbidden")
        self._take_update(session, change)
        return True

    def _repeat_receipt(self, session: Session) -> None:
        if session.committed:
            self._receipts[session.number] = session.committed

    def _take_awareness(self, member: Member, blob: bytes) -> None:
        try:
            awareness = parse_awareness(blob)
        except MalformedError as error:
            raise RefusedError("invalid") from error
        self._check_speaker(member, awareness)
        member.awareness = awareness
        self._awareness[awareness.client] = blob

    def _check_speaker(self, member: Member, awareness: Awareness) -> None:
        """One id a socket, and never that of somebody else."""
        if member.awareness is not None:
            if member.awareness.client != awareness.client:
                raise RefusedError("foreign_client")
            return
        owner = self.ledger.owners.get(awareness.client, member.person_id)
        others = [each for each in self.members.values() if _speaks_for(each, awareness.client)]
        if owner != member.person_id or any(o.person_id != member.person_id for o in others):
            raise RefusedError("foreign_client")
        for other in others:
            other.awareness = None  # the same page, back on a new socket

    def _take_update(self, session: Session, change: Change) -> None:
        update = _read(change.update)
        is_offer, session.may_offer = session.may_offer, False
        try:
            with _refusing():
                admission = self.ledger.admit(update, session.person_id, is_offer=is_offer)
        except RefusedError as error:
            session.is_broken = error.code == "gap"
            raise
        brought = change.update if admission.is_news else b""
        clients, ends = admission.new_clients, admission.ends
        self._queue(Entry(brought, session.person_id, session, change.n, clients, ends))

    def take_from_server(
        self, blob: bytes, operation_id: UUID, author_id: UUID | None, seen: Mapping[int, int]
    ) -> Entry:
        """Take an edit that the server made of a document with the clocks `seen`.

        Raises RefusedError, and OvertakenError when it has to be made again.
        """
        with _refusing():
            admission = self.ledger.admit_from_server(_read(blob), seen)
        entry = Entry(
            blob,
            author_id,
            new_clients=admission.new_clients,
            ends=admission.ends,
            operation_id=operation_id,
        )
        self._queue(entry)
        return entry

    def absorb(self, blob: bytes, *, is_from_server: bool) -> None:
        """Let the ledger know what another process has written."""
        admission = self.ledger.absorb(read_update(blob), is_from_server=is_from_server)
        self.on_disk.update(admission.ends)

    def _queue(self, entry: Entry) -> None:
        self.pending.append(entry)
        self.pending_bytes += len(entry.update)

    def begin_flush(self) -> list[Entry]:
        """Return what is to be written next: all that waits, or as much as makes one frame."""
        size = count = 0
        for entry in self.pending:
            count += 1
            size += len(entry.update)
            if size > _FLUSH_BYTES:
                break
        entries, self.pending = self.pending[:count], self.pending[count:]
        self.pending_bytes -= size
        return entries

    def restore(self, entries: Sequence[Entry]) -> None:
        """Put back what could not be written."""
        self.pending = [*entries, *self.pending]
        self.pending_bytes += sum(len(entry.update) for entry in entries)

    def drop(self, entries: Sequence[Entry]) -> None:
        """Take out entries that turned out to be on disk; they get their receipts."""
        done = set(entries)
        self.pending = [entry for entry in self.pending if entry not in done]
        self.pending_bytes = sum(len(entry.update) for entry in self.pending)
        for entry in entries:
            self._note_done(entry)

    def _note_done(self, entry: Entry) -> None:
        entry.is_done = True
        self.on_disk.update(entry.ends)
        if entry.session is not None and entry.n is not None:
            entry.session.committed = max(entry.session.committed, entry.n)
            self._receipts[entry.session.number] = entry.session.committed

    def finish_flush(self, entries: Sequence[Entry]) -> bytes | None:
        """Return the frame that tells what is on disk now; None when there is nothing to tell."""
        for entry in entries:
            self._note_done(entry)
        return self.tell([entry.update for entry in entries if entry.update])

    def tell(self, updates: Sequence[bytes]) -> bytes | None:
        """Return the frame with updates that are on disk, and everything else that waits."""
        self.extend(updates)
        if not updates and not self._receipts and not self._awareness:
            return None
        awareness = list(self._awareness.values())
        frame = encode_changes(self.seq, updates, self._receipts, awareness)
        self._receipts, self._awareness = {}, {}
        return frame

    def extend(self, updates: Sequence[bytes]) -> None:
        """Note that the journal goes on with these updates."""
        for update in updates:
            self.seq += 1
            self._recent.append(Row(self.seq, update))
        self.tail_length += len(updates)

    def recall(self, after: int) -> list[bytes] | None:
        """Return what follows an entry from memory; None when it does not reach back so far."""
        if after == self.seq:
            return []
        if not self._recent or self._recent[0].seq > after + 1:
            return None
        return [row.payload for row in self._recent if row.seq > after]


@contextmanager
def _refusing() -> Iterator[None]:
    """Say with a code why the ledger does not take something."""
    try:
        yield
    except GapError as error:
        raise RefusedError("gap") from error
    except BuriedError as error:
        raise RefusedError("moved") from error
    except ForeignClientError as error:
        raise RefusedError("foreign_client") from error
    except MalformedError as error:
        raise RefusedError("invalid") from error


def _read(blob: bytes) -> Update:
    try:
        return read_update(blob)
    except TooLargeError as error:
        raise RefusedError("too_large") from error
    except MalformedError as error:
        raise RefusedError("invalid") from error


def _speaks_for(member: Member, client: int) -> bool:
    return member.awareness is not None and member.awareness.client == client
