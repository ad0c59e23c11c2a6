"""Whatever order, merging and resending: everybody ends with the same text, and no receipt lies."""

from contextlib import suppress
from types import SimpleNamespace
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from pycrdt import Doc, Text, merge_updates

from collab.live.entries import RefusedError
from collab.live.guard import read_update
from collab.live.journal import Document, Tail
from collab.live.ledger import GapError, Ledger
from collab.live.lib0 import MalformedError
from collab.live.members import Member, Session
from collab.live.room import Room
from collab.live.wire import Change, decode_changes
from tests.unit.live.updates import valid_updates

PEERS = 3
words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=5)


class Author:
    """A browser: a document, an outbox, and a socket that may get lost."""

    def __init__(self, number):
        self.person_id = uuid4()
        self.doc = Doc(client_id=number + 1)
        self.text = self.doc.get("t", type=Text)
        self.outbox = []  # (update, n or None)
        self.seq = 0
        self.saved = []
        self.member = None

    def edit(self, change):
        made = []
        seen = self.doc.observe(lambda event: made.append(event.update))
        with self.doc.transaction():
            change(self.text)
        self.doc.unobserve(seen)
        if made:
            self.outbox.append([made[0], None])


class JournalMachine(RuleBasedStateMachine):
    """A room, a disk that may fail before it has written, and authors who lose their sockets."""

    def __init__(self):
        super().__init__()
        self.document = Document(uuid4(), uuid4(), "property", 1, None, 1)
        self.disk = []  # (update, session, n)
        self.room = Room(self.document, Tail(0, Ledger(), 0))
        self.flushing = None
        self.authors = [Author(number) for number in range(PEERS)]

    @initialize()
    def everybody_joins(self):
        for author in self.authors:
            self.join(author)

    def join(self, author):
        session = Session(author.person_id)
        member = Member(
            str(uuid4()), None, SimpleNamespace(person_id=author.person_id), session, True, 0.0
        )
        self.apply(author, [row[0] for row in self.disk[author.seq : self.room.seq]])
        author.seq = self.room.seq
        for entry in author.outbox:
            entry[1] = None
        author.n = 0
        self.room.enter(member)
        author.member = member

    def apply(self, author, updates):
        with author.doc.transaction():
            for update in updates:
                author.doc.apply_update(update)

    def somebody(self, number):
        return self.authors[number % PEERS]

    @rule(number=st.integers(0), text=words, at=st.integers(0))
    def type(self, number, text, at):
        def insert(target):
            length = len(str(target))
            position = at % (length + 1)
            target.insert(len(str(target)[:position].encode()), text)

        self.somebody(number).edit(insert)

    @rule(number=st.integers(0), at=st.integers(0))
    def delete(self, number, at):
        def remove(target):
            said = str(target)
            if said:
                position = at % len(said)
                start = len(said[:position].encode())
                del target[start : start + len(said[position].encode())]

        self.somebody(number).edit(remove)

    @rule(number=st.integers(0))
    def merge(self, number):
        author = self.somebody(number)
        unsent = [entry for entry in author.outbox if entry[1] is None]
        if len(unsent) > 1:
            merged = merge_updates(*(entry[0] for entry in unsent))
            author.outbox = [entry for entry in author.outbox if entry[1] is not None]
            author.outbox.append([merged, None])

    @rule(number=st.integers(0))
    def send(self, number):
        author = self.somebody(number)
        unsent = [entry for entry in author.outbox if entry[1] is None]
        if unsent:
            author.n += 1
            unsent[0][1] = author.n
            self.room.take(author.member, Change(author.n, unsent[0][0], b""))

    @rule(number=st.integers(0))
    def send_twice(self, number):
        author = self.somebody(number)
        sent = [entry for entry in author.outbox if entry[1] is not None]
        if sent:
            assert not self.room.take(author.member, Change(sent[0][1], sent[0][0], b""))

    @rule(number=st.integers(0))
    def lose_the_socket(self, number):
        author = self.somebody(number)
        self.room.leave(author.member.sid)
        self.join(author)

    @rule()
    def begin_flush(self):
        if self.flushing is None:
            self.flushing = self.room.begin_flush()

    @rule()
    def the_disk_fails(self):
        if self.flushing is not None:
            self.room.restore(self.flushing)
            self.flushing = None

    @rule()
    def finish_flush(self):
        if self.flushing is None:
            return
        for entry in self.flushing:
            if entry.update:
                self.disk.append((entry.update, entry.session.number, entry.n))
        frame = self.room.finish_flush(self.flushing)
        self.flushing = None
        if frame is not None:
            self.tell(decode_changes(frame))

    def tell(self, frame):
        first = frame.seq - len(frame.updates) + 1
        for author in self.authors:
            assert first <= author.seq + 1, "a gap"
            self.apply(author, frame.updates[author.seq - first + 1 :])
            author.seq = frame.seq
            received = dict(frame.receipts).get(author.member.session.number, 0)
            while (
                author.outbox
                and author.outbox[0][1] is not None
                and author.outbox[0][1] <= received
            ):
                author.saved.append(author.outbox.pop(0)[0])

    @rule()
    def the_server_dies(self):
        """Only the disk stays; everybody joins again, and sends again what has no receipt."""
        self.flushing = None
        ledger = Ledger(owners=dict(self.room.ledger.owners))
        for update, _session, _n in self.disk:
            ledger.absorb(read_update(update))
        known = set(ledger.clocks)
        ledger.owners = {client: who for client, who in ledger.owners.items() if client in known}
        self.room = Room(self.document, Tail(len(self.disk), ledger, len(self.disk)))
        for author in self.authors:
            self.join(author)

    @invariant()
    def every_receipt_is_on_disk(self):
        reader = self.read_disk()
        before = str(reader.get("t", type=Text))
        with reader.transaction():
            for author in self.authors:
                for update in author.saved:
                    reader.apply_update(update)
        assert str(reader.get("t", type=Text)) == before

    def read_disk(self):
        reader = Doc()
        reader.get("t", type=Text)
        with reader.transaction():
            for update, _session, _n in self.disk:
                reader.apply_update(update)
        return reader

    @invariant()
    def no_change_is_written_twice(self):
        keys = [(session, n) for _update, session, n in self.disk]
        assert len(keys) == len(set(keys))

    def teardown(self):
        self.finish_flush()
        for author in self.authors:
            while any(entry[1] is None for entry in author.outbox):
                self.send(self.authors.index(author))
        while self.room.wants_flush:
            self.begin_flush()
            self.finish_flush()
        text = str(self.read_disk().get("t", type=Text))
        for author in self.authors:
            assert author.outbox == []
            assert str(author.text) == text


TestJournal = JournalMachine.TestCase
TestJournal.settings = settings(
    max_examples=40, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_upset_the_guard(blob):
    with suppress(MalformedError, GapError):
        Ledger().admit(read_update(blob), None)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(valid_updates()), st.integers(0), st.integers(0, 255))
def test_no_damaged_update_upsets_the_guard(update, at, byte):
    damaged = bytearray(update)
    damaged[at % len(damaged)] = byte
    room = Room(Document(uuid4(), uuid4(), "property", 1, None, 1), Tail(0, Ledger(), 0))
    person = uuid4()
    member = Member("sid", None, SimpleNamespace(person_id=person), Session(person), True, 0.0)
    with suppress(RefusedError):
        room.take(member, Change(1, bytes(damaged), b""))
