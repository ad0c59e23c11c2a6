"""Several rooms over one disk: what fails is tried again, and nothing is written twice."""

from types import SimpleNamespace
from uuid import uuid4

import gevent
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, OperationalError

from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.live import committer as committing
from collab.live.committer import Committer
from collab.live.journal import find_document, read_tail
from collab.live.members import Member, Session
from collab.live.models import LiveOperation, LiveUpdate
from collab.live.room import Room
from collab.live.rooms import adopt_foreign
from collab.live.wire import Change, decode_changes
from collab.live.writing import write_batches
from tests.factories import make_document
from tests.unit.live.updates import Writer, typed


class Process:
    """A committer, one room, and somebody in it."""

    def __init__(self, document, person):
        self.frames, self.abandoned = [], []
        self.committer = Committer(self.keep, adopt_foreign, self.abandoned.append)
        self.room = Room(document, read_tail(document.id))
        self.session = Session(person.id)
        actor = SimpleNamespace(person_id=person.id)
        self.member = Member("sid", None, actor, self.session, True, 0.0)
        self.room.enter(self.member)

    def keep(self, _room, frame):
        self.frames.append(decode_changes(frame))

    def take(self, n, update):
        self.room.take(self.member, Change(n, update, b""))

    def flush(self):
        self.committer._flush([self.room])


@pytest.fixture
def document(world):
    with unit_of_work(world.here.scope):
        row = make_document(kind="scratch")
    with unit_of_work(world.here.scope, writes=False):
        return find_document(row.id)


@pytest.fixture
def start(world, document):
    def begin(name="member"):
        with unit_of_work(world.here.scope, writes=False):
            return Process(document, world.person(name))

    return begin


@pytest.fixture
def owe(world, document):
    """Owe the document an edit; returns which."""

    def note():
        with unit_of_work(world.here.scope) as running:
            owed = LiveOperation(document_id=document.id, operation={}, at=now())
            running.add(owed)
        return owed.id

    return note


@pytest.fixture
def rows(world, document):
    def count():
        with unit_of_work(world.here.scope, writes=False):
            return session().scalar(select(func.count(LiveUpdate.id)))

    return count


def failing(monkeypatch, error, *, times=1, after=False):
    """Let the disk fail: before it has written, or after, when only its answer is lost."""
    left = [times]

    def write(batches):
        if left[0]:
            left[0] -= 1
            if after:
                write_batches(batches)
            raise error("statement", {}, Exception("planted"))
        write_batches(batches)

    monkeypatch.setattr(committing, "write_batches", write)
    monkeypatch.setattr(committing, "_RETRY_SECONDS", 0)


def test_what_could_not_be_written_is_written_later(monkeypatch, start, rows):
    failing(monkeypatch, OperationalError)
    process = start()
    process.take(1, typed(1, 0, "a"))
    process.flush()
    assert (process.frames, rows()) == ([], 0)
    process.flush()
    assert process.frames[0].receipts == ((process.session.number, 1),)
    assert rows() == 1


def test_a_lost_answer_of_the_database_makes_no_second_row(monkeypatch, start, rows):
    failing(monkeypatch, OperationalError, after=True)
    process = start()
    process.take(1, typed(1, 0, "a"))
    for _time in range(3):
        process.flush()
    assert rows() == 1
    assert process.room.pending == []
    told = [frame for frame in process.frames if frame.receipts]
    assert told[0].receipts == ((process.session.number, 1),)
    assert [frame.seq for frame in process.frames if frame.updates] == [1]


def test_what_another_process_wrote_is_taken_over_and_told(start, rows):
    here, there = start("member"), start("secretary")
    theirs, ours = Writer(7).write("there"), Writer(8).write("here")
    there.take(1, theirs)
    there.flush()
    here.take(1, ours)
    here.flush()
    here.flush()
    assert rows() == 2
    assert [update for frame in here.frames for update in frame.updates] == [theirs, ours]
    assert here.frames[-1].seq == 2
    assert here.room.ledger.clocks.keys() == {7, 8}


def test_one_room_that_fails_does_not_hold_up_the_others(monkeypatch, world, start, rows):
    fine, broken = start("member"), start("secretary")
    with unit_of_work(world.here.scope):
        gone = make_document(kind="scratch")
    with unit_of_work(world.here.scope, writes=False):
        broken.room.document = find_document(gone.id)
    with unit_of_work(world.here.scope):
        session().delete(session().merge(gone))
    fine.take(1, typed(1, 0, "a"))
    broken.take(1, typed(2, 0, "b"))
    fine.committer._flush([broken.room, fine.room])
    assert rows() == 1
    assert len(broken.room.pending) == 1


def test_a_journal_that_takes_nothing_is_given_up(monkeypatch, start):
    failing(monkeypatch, IntegrityError, times=99)
    process = start()
    process.take(1, typed(1, 0, "a"))
    for _time in range(9):
        process.flush()
    assert process.abandoned[:1] == [process.room]
    assert process.frames == []


def test_an_edit_of_the_server_in_another_process_sends_everybody_back_to_the_journal(
    start, rows, owe
):
    here, there = start("member"), start("secretary")
    there.room.take_from_server(Writer(7).write("agenda"), owe(), None, there.room.on_disk)
    there.flush()
    here.take(1, Writer(8).write("here"))
    here.flush()
    assert here.abandoned == [here.room]
    assert here.room.is_closed
    assert rows() == 1


def test_an_edit_of_the_server_that_others_have_overtaken_is_not_written(start, rows):
    here, there = start("member"), start("secretary")
    there.take(1, Writer(7).write("there"))
    there.flush()
    here.room.take_from_server(Writer(8).write("agenda"), uuid4(), None, here.room.on_disk)
    here.flush()
    assert here.abandoned == [here.room]
    assert rows() == 1


def test_what_a_write_raises_reaches_who_waits_though_the_log_cannot_be_written(monkeypatch, world):
    """On a full disk the log may be as full: nobody may wait for ever because of it."""

    def refuse():
        raise ValueError("no room")

    def cannot_say(*_words):
        raise OSError("no room for the log either")

    monkeypatch.setattr(gevent.hub.Hub, "handle_error", cannot_say)
    with gevent.Timeout(5), pytest.raises(ValueError, match="no room"):
        committing.off_the_loop(refuse)
