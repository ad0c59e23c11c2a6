"""Two processes and one document: a message that is lost costs a look into the journal, no edit."""

from types import SimpleNamespace
from uuid import UUID, uuid4

import gevent
import pytest
from sqlalchemy import func, select

from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.live.committer import Committer
from collab.live.exchange import Exchange
from collab.live.journal import find_document
from collab.live.members import Member, Session
from collab.live.models import LiveOperation, LiveSnapshot, LiveUpdate
from collab.live.rooms import Rooms, adopt_foreign, read_foreign
from collab.live.wire import Change, decode_changes
from tests.factories import make_document
from tests.unit.live.test_room import here as word
from tests.unit.live.updates import Writer


class Hub:
    """Carries messages between the buses of a test, unless it is down."""

    def __init__(self):
        self.is_down = False
        self.buses = []
        self.carried = []

    def carry(self, sender, channel, message):
        self.carried.append(channel)
        for bus in self.buses:
            if bus is not sender and not self.is_down and channel in bus.listeners:
                bus.listeners[channel](sender.process, message)


class FakeBus:
    """The bus of one process."""

    is_configured = is_healthy = True

    def __init__(self, hub):
        self.process = uuid4().bytes[:8]
        self.listeners = {}
        self.recovered, self.gone = [], []
        self._hub = hub
        hub.buses.append(self)

    def publish(self, channel, message):
        self._hub.carry(self, channel, message)

    def subscribe(self, channel, listener, on_ready):
        self.listeners[channel] = listener
        if not self._hub.is_down:
            on_ready()

    def unsubscribe(self, channel):
        del self.listeners[channel]

    def on_recovered(self, call):
        self.recovered.append(call)

    def on_process_gone(self, call):
        self.gone.append(call)


class Process:
    """Rooms, a committer and an exchange, as one process has them; with somebody in one room."""

    def __init__(self, hub, document, person):
        self.frames, self.abandoned, self.reopened = [], [], []
        self.bus = FakeBus(hub)
        self.rooms = Rooms()
        self.committer = Committer(
            self._deliver, adopt_foreign, self.abandoned.append, self._fall_behind
        )
        self.exchange = Exchange(self.rooms, self.committer, self.reopened.append, self.bus)
        self.exchange.start()
        self.room = self.rooms.open(document)
        self.session = Session(person.id)
        actor = SimpleNamespace(person_id=person.id)
        self.member = Member("sid", None, actor, self.session, True, 0.0)
        self.room.enter(self.member)
        self.writer = Writer(int(UUID(int=person.id.int)) % 2**31)
        self.n = 0

    def _deliver(self, room, frame):
        self.frames.append(decode_changes(frame))
        self.exchange.publish(room)

    def _fall_behind(self, room):
        self.exchange.catch_up(room)

    def take(self, update=b"", awareness=b""):
        self.n += 1
        self.room.take(self.member, Change(self.n, update, awareness))
        return update

    def type(self, text):
        return self.take(self.writer.write(text))

    def flush(self):
        self.committer._flush([self.room])

    def settle(self):
        """Let everything happen that is under way in the background."""
        for _turn in range(5):
            gevent.sleep(0.01)
            if self.room.wants_flush and not self.room.is_closed:
                self.flush()

    @property
    def told(self):
        return [update for frame in self.frames for update in frame.updates]

    @property
    def seqs(self):
        return [frame.seq for frame in self.frames if frame.updates]


@pytest.fixture
def hub():
    return Hub()


@pytest.fixture
def document(world):
    with unit_of_work(world.here.scope):
        row = make_document(kind="scratch")
    with unit_of_work(world.here.scope, writes=False):
        return find_document(row.id)


@pytest.fixture
def start(world, document, hub):
    begun = []

    def begin(name):
        with unit_of_work(world.here.scope, writes=False):
            person = world.person(name)
        begun.append(Process(hub, document, person))
        return begun[-1]

    yield begin
    for process in begun:
        process.exchange.stop()


@pytest.fixture
def pair(start):
    return start("member"), start("secretary")


def make_snapshot(room):
    session().add(
        LiveSnapshot(
            document_id=room.document.id,
            upto_seq=room.seq,
            payload=b"\0\0",
            ledger=room.ledger.to_json(),
            at=now(),
        )
    )


def count_rows(world):
    with unit_of_work(world.here.scope, writes=False):
        return session().scalar(select(func.count(LiveUpdate.id)))


def test_what_one_process_writes_is_told_by_the_other(pair):
    here, there = pair
    typed = here.type("one")
    here.flush()
    there.settle()
    assert there.told == [typed]
    assert there.room.seq == here.room.seq == 1
    assert there.frames[0].receipts == ()


def test_both_write_at_the_same_time_and_both_say_the_same_in_the_same_order(pair, world):
    here, there = pair
    for number in range(6):
        here.type(f"h{number}")
        there.type(f"t{number}")
        here.flush()
        there.flush()
    for _round in range(3):
        here.settle()
        there.settle()
    assert here.told == there.told
    assert count_rows(world) == 12
    assert here.seqs[-1] == there.seqs[-1] == 12
    assert here.abandoned == there.abandoned == []


def test_without_the_bus_the_journal_says_it_when_something_is_written(pair, hub, world):
    here, there = pair
    hub.is_down = True
    first = here.type("unheard")
    here.flush()
    second = there.type("next")
    for _turn in range(3):
        there.flush()
    assert there.told == [first, second]
    assert there.frames[-1].seq == 2
    assert count_rows(world) == 2


def test_without_the_bus_a_look_finds_what_nobody_said(pair, hub):
    here, there = pair
    hub.is_down = True
    typed = here.type("unheard")
    here.flush()
    assert there.told == []
    there.exchange.look()
    there.settle()
    assert there.told == [typed]


def test_a_message_that_was_lost_is_read_in_the_journal_when_the_next_one_comes(pair, hub):
    here, there = pair
    hub.is_down = True
    first = here.type("lost")
    here.flush()
    hub.is_down = False
    second = here.type("heard")
    here.flush()
    there.settle()
    assert there.told == [first, second]


def test_a_message_that_comes_twice_is_told_once(pair, hub, monkeypatch):
    here, there = pair
    carry = hub.carry

    def carry_twice(*words):
        carry(*words)
        carry(*words)

    monkeypatch.setattr(hub, "carry", carry_twice)
    typed = here.type("once")
    here.flush()
    there.settle()
    assert there.told == [typed]


def test_what_is_heard_during_a_flush_is_told_once_and_in_order_whatever_was_lost(pair, hub):
    here, there = pair
    hub.is_down = True
    typed = [here.type(f"{number}") for number in range(3)]
    here.flush()
    written, owners = read_foreign(there.room)
    assert [each.payload for each in written] == typed
    one, two, three = written
    entries = there.room.begin_flush()
    there.room.hear([one], owners)
    there.room.hear([three], {})
    there.room.hear([one, two, three], {})
    assert there.room.finish_flush(entries) is None
    there.room.hear_on()
    there.flush()
    assert there.told == typed
    assert there.seqs == [3]


def test_what_is_missing_between_two_messages_heard_in_a_flush_is_asked_for(pair, hub):
    here, there = pair
    hub.is_down = True
    typed = [here.type(f"{number}") for number in range(3)]
    here.flush()
    one, _two, three = read_foreign(there.room).written
    there.room.begin_flush()
    there.room.hear([one, three], {})
    there.committer._end(there.room)
    there.settle()
    assert there.told == typed
    assert there.abandoned == []


def test_what_was_too_long_for_a_message_is_read_in_the_journal(pair):
    here, there = pair
    typed = here.type("x" * 300_000)
    here.flush()
    there.settle()
    assert there.told == [typed]


def test_a_session_that_comes_over_finds_its_changes_and_makes_no_second_row(pair, world):
    here, there = pair
    typed = here.type("sent twice")
    # the same page, on a new socket in the other process, before the first one has written it
    moved = Session(here.session.person_id, here.session.number, is_resumed=True)
    again = Member("sid2", None, here.member.actor, moved, True, 0.0)
    there.room.enter(again)
    there.room.take(again, Change(1, typed, b""))
    here.flush()
    for _turn in range(3):
        there.flush()
    assert count_rows(world) == 1
    assert (moved.number, 1) in [pair for frame in there.frames for pair in frame.receipts]
    assert there.told == [typed]
    assert there.abandoned == []


def test_a_client_id_is_that_of_its_first_author_in_every_process(pair, world):
    here, there = pair
    here.type("mine")
    here.flush()
    there.settle()
    client = here.writer.doc.client_id
    assert there.room.ledger.owners[client] == here.member.person_id
    moved = Session(here.session.person_id, here.session.number, 1, 1, is_resumed=True)
    again = Member("sid2", None, here.member.actor, moved, True, 0.0)
    there.room.enter(again)
    there.room.take(again, Change(2, here.writer.write(" and more"), b""))
    there.flush()
    assert count_rows(world) == 2
    assert there.abandoned == []


def test_a_session_that_comes_back_goes_on_where_it_was_elsewhere(pair, world):
    here, there = pair
    here.type("first")
    here.flush()
    there.settle()
    moved = Session(here.session.person_id, here.session.number, 1, 1, is_resumed=True)
    again = Member("sid2", None, here.member.actor, moved, True, 0.0)
    there.room.enter(again)
    before = here.writer.doc.get_state()
    del here.writer.text[0:1]
    erased = here.writer.doc.get_update(before)
    there.room.take(again, Change(2, erased, b""))
    there.flush()
    here.settle()
    assert (here.session.taken, here.session.committed) == (2, 2)
    here.room.take(here.member, Change(2, erased, b""))
    here.flush()
    assert count_rows(world) == 2
    assert here.abandoned == []


def test_who_has_heard_more_than_this_process_does_not_begin_again(pair, hub):
    here, there = pair
    hub.is_down = True
    typed = here.type("heard there")
    here.flush()
    there.exchange.wait_for(there.room, 1)
    assert there.room.seq == 1
    there.settle()
    assert there.told == [typed]
    there.exchange.wait_for(there.room, 2)  # nobody has written that
    assert there.room.seq == 1


def test_an_edit_of_the_server_reaches_the_others_and_they_begin_again_if_it_crosses(pair, world):
    here, there = pair
    with unit_of_work(world.here.scope) as running:
        owed = LiveOperation(document_id=here.room.document.id, operation={}, at=now())
        running.add(owed)
    made = Writer(99).write("agenda")
    there.type("typed meanwhile")
    here.room.take_from_server(made, owed.id, None, here.room.on_disk)
    here.flush()
    there.settle()
    assert there.abandoned == [there.room]
    assert here.told == [made]


def test_who_is_connected_elsewhere_is_here_too_until_their_process_ends(pair):
    here, there = pair
    here.take(awareness=word(5))
    here.flush()
    there.settle()
    assert there.room.presence.list_all() == [word(5)]
    for gone in there.bus.gone:
        gone(here.bus.process)
    there.settle()
    assert there.room.presence.list_all() == []
    assert there.frames[-1].awareness[0].endswith(b"null")


def test_a_process_that_opens_a_document_asks_who_is_there_and_how_far_it_goes(pair, start, hub):
    here, _there = pair
    here.take(awareness=word(5))
    here.flush()
    late = start("chair")
    late.settle()
    assert late.room.presence.list_all() == [word(5)]
    hub.is_down = True
    typed = here.type("while nobody heard")
    here.flush()
    hub.is_down = False
    late.exchange.greet(late.room.document)
    late.settle()
    assert late.told == [typed]


def test_after_a_loss_everything_is_said_again(pair, hub):
    here, there = pair
    hub.is_down = True
    here.take(here.writer.write("lost"), word(5))
    here.flush()
    hub.is_down = False
    for recovered in there.bus.recovered:
        recovered()
    there.settle()
    assert [frame.seq for frame in there.frames if frame.updates] == [1]
    assert there.room.presence.list_all() == [word(5)]


def test_a_snapshot_written_elsewhere_sends_everybody_back_to_the_journal(pair, hub, world):
    here, there = pair
    hub.is_down = True
    here.type("folded away")
    here.flush()
    with unit_of_work(world.here.scope) as running:
        for row in running.scalars(select(LiveUpdate)):
            running.delete(row)
        make_snapshot(here.room)
    there.type("must not take its number")
    for _turn in range(2):
        if not there.room.is_closed:
            there.flush()
    assert there.abandoned == [there.room]
    assert count_rows(world) == 0


def test_what_is_said_of_a_document_stays_with_its_cooperation(pair, hub, document):
    here, _there = pair
    here.type("ours")
    here.flush()
    assert set(hub.carried) == {f"live:{document.cooperation_id}:{document.id}"}


def test_a_room_that_closes_listens_no_longer(pair):
    here, _there = pair
    here.rooms.forget(here.room.document.id)
    assert here.bus.listeners == {}


@pytest.mark.parametrize("message", [b"", b"\x09garbage", b"\x01\x01"])
def test_what_cannot_be_read_changes_nothing(pair, message):
    here, there = pair
    (listen,) = there.bus.listeners.values()
    listen(here.bus.process, message)
    there.settle()
    assert (there.frames, there.abandoned) == ([], [])
