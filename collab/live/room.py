"""A live document in memory: what has arrived, what is on disk, who is there. Does no I/O."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Final
from uuid import UUID

from collab.live.entries import Entry, RefusedError, read_checked, read_sent, refusing
from collab.live.guard import read_update
from collab.live.journal import Document, Row, Tail
from collab.live.ledger import GapError, OvertakenError
from collab.live.limits import limits
from collab.live.members import Member, Session
from collab.live.neighbours import Report, Written
from collab.live.news import News
from collab.live.pace import Pace
from collab.live.presence import Presence
from collab.live.recent import Recent
from collab.live.wire import Change, encode_changes

_FLUSH_BYTES: Final = 2**20


class Room:
    """One document and everybody in it."""

    def __init__(self, document: Document, tail: Tail, *, is_shared: bool = False) -> None:
        self.document = document
        #: other processes may have it open too
        self.is_shared = is_shared
        self.seq = tail.seq
        self.ledger = tail.ledger
        #: the clocks of what is on disk: the ledger is ahead by what waits
        self.on_disk = dict(tail.ledger.clocks)
        #: journal entries that no snapshot stands for
        self.tail_length = tail.length
        #: bytes of all entries on disk and of the snapshot
        self.size = tail.size
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
        self.presence = Presence(self.members, is_shared=is_shared)
        self._receipts: dict[int, int] = {}
        self._recent = Recent()
        #: in the journal by other processes, and not told here yet
        self._untold: list[bytes] = []
        #: written here, and not told to other processes yet
        self._news = News()
        #: what other processes told while a flush was under way
        self._heard: list[Written] = []
        self.is_flushing = False

    @property
    def wants_flush(self) -> bool:
        """Whether there is anything to write or to tell."""
        return bool(self.pending or self._receipts or self._untold or self.presence.is_waiting)

    @property
    def has_untold(self) -> bool:
        """Whether people here lack something that is in the journal."""
        return bool(self._untold)

    def enter(self, member: Member) -> None:
        """Let somebody in; from now on they get every frame."""
        self.members[member.sid] = member
        self.sessions[member.session.number] = member.session

    def leave(self, sid: str) -> None:
        """Let somebody go, and tell the others that their awareness has ended."""
        member = self.members.pop(sid, None)
        if member is not None:
            self.presence.end(member)

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
            self.presence.admit(member, change.awareness, self.ledger.owners)
        if not change.update:
            return False
        self._take_update(member, change)
        return True

    def _repeat_receipt(self, session: Session) -> None:
        if session.committed:
            self._receipts[session.number] = session.committed

    def _take_update(self, member: Member, change: Change) -> None:
        session, update = member.session, read_sent(change)
        if self.ledger.knows(update):
            # sent again, perhaps by somebody who may not write any more: it is there already
            self._queue(Entry(b"", session.person_id, session, change.n))
            return
        if not member.is_writer:
            raise RefusedError("forbidden")
        size = self.size + self.pending_bytes + len(change.update) + self.ledger.depths.weight
        excess = limits.find_excess(
            session.person_id, self.document.id, update, self.ledger.owners, size
        )
        if excess is not None:
            raise RefusedError(excess)
        is_offer, session.may_offer = session.may_offer, False
        try:
            with refusing():
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
        with refusing():
            admission = self.ledger.admit_from_server(read_checked(blob), seen)
        entry = Entry(
            blob,
            author_id,
            new_clients=admission.new_clients,
            ends=admission.ends,
            operation_id=operation_id,
        )
        self._queue(entry)
        return entry

    def hear(self, written: Sequence[Written], owners: Mapping[int, UUID | None]) -> None:
        """Take over what another process says it has written, now or after the flush under way.

        `owners` says whose the client ids are that are new in it. Raises as `adopt` does.
        """
        self.ledger.note_owners(owners)
        if self.is_flushing:
            self._heard.extend(written)
        else:
            self.adopt(written)

    def hear_on(self) -> None:
        """Take over what other processes told during the flush that has ended."""
        self.is_flushing = False
        heard, self._heard = self._heard, []
        self.adopt(sorted(heard, key=attrgetter("seq")))

    def adopt(self, written: Sequence[Written], in_flight: Sequence[Entry] = ()) -> None:
        """Take over what others wrote into the journal; what is known already is passed over.

        Entries of our own that are on disk after all wait no longer. Raises GapError when something
        is missing in between, OvertakenError where an edit of the server crosses what others wrote:
        the room begins again from the journal.
        """
        waiting = [*in_flight, *self.pending]
        ours = {(entry.session.number, entry.n): entry for entry in waiting if entry.session}
        is_edited, before = False, self.seq
        for each in written:
            if each.seq > self.seq + 1:
                raise GapError("something was written before it")
            if each.seq == self.seq + 1:
                entry = None if each.session is None else ours.get((each.session, each.n))
                self._adopt(each, entry)
                is_edited |= each.session is None
        left = [entry for entry in waiting if not entry.is_done]
        is_crossed = is_edited or any(entry.operation_id for entry in left)
        if self.seq > before and left and is_crossed:
            raise OvertakenError("an edit of the server crosses other changes")

    def _adopt(self, each: Written, entry: Entry | None) -> None:
        if entry is not None:
            self._drop(entry)
        else:
            update = read_update(each.payload)
            admission = self.ledger.absorb(update, is_from_server=each.session is None)
            self.on_disk.update(admission.ends)
        session = self.sessions.get(each.session or 0)
        if session is not None and each.n is not None:
            session.note_committed(each.n)  # it has gone on in another process
        self._extend([each.payload])
        self._untold.append(each.payload)

    def _queue(self, entry: Entry) -> None:
        self.pending.append(entry)
        self.pending_bytes += len(entry.update)

    def begin_flush(self) -> list[Entry]:
        """Return what is to be written next: all that waits, or as much as makes one frame."""
        self.is_flushing = True
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

    def _drop(self, entry: Entry) -> None:
        """Take out an entry that turned out to be on disk; it gets its receipt."""
        if entry in self.pending:
            self.pending.remove(entry)
            self.pending_bytes -= len(entry.update)
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
        brought = [entry for entry in entries if entry.update]
        if self.is_shared:
            self._news.note(brought, self.seq)
        updates = [entry.update for entry in brought]
        self._extend(updates)
        return self._tell(updates)

    def _tell(self, updates: Sequence[bytes]) -> bytes | None:
        """Return the frame with everything that waits, and last the updates written just now."""
        told, self._untold = [*self._untold, *updates], []
        if not told and not self._receipts and not self.presence.is_waiting:
            return None
        frame = encode_changes(self.seq, told, self._receipts, self.presence.drain())
        self._receipts = {}
        return frame

    def report(self) -> Report | None:
        """Return what other processes have not been told yet; None when there is nothing."""
        written, owners = self._news.drain()
        words = self.presence.drain_said()
        if not written and not words:
            return None
        return Report(self.document.epoch, self.seq, written, words, owners)

    def _extend(self, updates: Sequence[bytes]) -> None:
        """Note that the journal goes on with these updates."""
        for update in updates:
            self.seq += 1
            self.size += len(update)
            self._recent.append(Row(self.seq, update))
        self.tail_length += len(updates)

    def recall(self, after: int) -> list[bytes] | None:
        """Return what follows an entry from memory; None when it does not reach back so far."""
        if after == self.seq:
            return []
        return self._recent.list_after(after)
