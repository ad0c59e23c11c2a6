"""Whatever fails for one document, the engine goes on for all others."""

import time
from types import SimpleNamespace
from uuid import uuid4

import gevent
import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import OperationalError

from collab.core.clock import now
from collab.core.db import GLOBAL, session, unit_of_work
from collab.live import committer as committing
from collab.live import engine as running
from collab.live import journal
from collab.live import upkeep as keeping
from collab.live.committer import Committer
from collab.live.engine import Engine
from collab.live.journal import find_document, list_rows, read_tail
from collab.live.kinds import Kind, register
from collab.live.members import Member, Session
from collab.live.models import LiveDuty, LiveProjection, LiveSnapshot, LiveUpdate
from collab.live.room import Room
from collab.live.rooms import Rooms
from collab.live.upkeep import RoomClosedError, Upkeep
from collab.live.wire import Change
from collab.live.writing import write_batches
from tests.factories import make_document
from tests.unit.live.updates import Writer, typed


def planted(*_arguments):
    raise OperationalError("statement", {}, Exception("planted"))


@pytest.fixture
def add_document(world):
    def add():
        with unit_of_work(world.here.scope):
            row = make_document(kind="scratch")
        with unit_of_work(world.here.scope, writes=False):
            return find_document(row.id)

    return add


@pytest.fixture
def enter(world, add_document):
    def begin(name="member"):
        document = add_document()
        with unit_of_work(world.here.scope, writes=False):
            room = Room(document, read_tail(document.id))
            person = world.person(name)
        actor = SimpleNamespace(person_id=person.id)
        member = Member("sid", None, actor, Session(person.id), True, 0.0)
        room.enter(member)
        return room, member

    return begin


@pytest.fixture
def rows(world):
    def count():
        with unit_of_work(world.here.scope, writes=False):
            return session().scalar(select(func.count(LiveUpdate.id)))

    return count


@pytest.fixture
def run():
    """A committer at work whose repairs and frames can fail."""
    made = []

    def start(send=lambda *_: None, repair=lambda *_: None):
        abandoned = []
        committer = Committer(send, repair, abandoned.append)
        committer.start()
        made.append(committer)
        return committer, abandoned

    yield start
    for committer in made:
        committer._greenlet.kill()


def until(is_true, seconds=5.0):
    with gevent.Timeout(seconds):
        while not is_true():
            gevent.sleep(0.01)


def fail_for(monkeypatch, poisoned, error):
    def write(batches):
        if any(batch.room is poisoned for batch in batches):
            raise error
        write_batches(batches)

    monkeypatch.setattr(committing, "write_batches", write)
    monkeypatch.setattr(committing, "_RETRY_SECONDS", 0.01)


def test_an_error_that_nobody_expected_stops_only_its_room(monkeypatch, enter, rows, run):
    (broken, ana), (fine, ben) = enter("member"), enter("secretary")
    fail_for(monkeypatch, broken, ValueError("planted"))
    committer, abandoned = run()
    broken.take(ana, Change(1, typed(1, 0, "a"), b""))
    fine.take(ben, Change(1, typed(2, 0, "b"), b""))
    for room in (broken, fine):
        committer.schedule(room, is_update=True)
    until(lambda: rows() == 1 and abandoned == [broken])
    fine.take(ben, Change(2, typed(2, 1, "c", origin=(2, 0)), b""))
    committer.schedule(fine, is_update=True)
    until(lambda: rows() == 2)


def test_a_repair_that_fails_stops_only_its_room(enter, rows, run):
    (broken, ana), (fine, ben) = enter("member"), enter("secretary")
    committer, _abandoned = run(repair=planted)
    broken.take(ana, Change(1, typed(1, 0, "a"), b""))
    write_batches([SimpleNamespace(room=broken, entries=list(broken.pending), seq=0)])
    committer.schedule(broken, is_update=True)
    gevent.sleep(0.1)
    fine.take(ben, Change(1, typed(2, 0, "b"), b""))
    committer.schedule(fine, is_update=True)
    until(lambda: rows() == 2)


def test_a_frame_that_cannot_be_sent_stops_only_its_room(enter, rows, run):
    (broken, ana), (fine, ben) = enter("member"), enter("secretary")

    def send(room, _frame):
        if room is broken:
            raise KeyError("planted")

    committer, _abandoned = run(send=send)
    broken.take(ana, Change(1, typed(1, 0, "a"), b""))
    committer.schedule(broken, is_update=True)
    gevent.sleep(0.1)
    fine.take(ben, Change(1, typed(2, 0, "b"), b""))
    committer.schedule(fine, is_update=True)
    until(lambda: rows() == 2)


def test_a_closed_room_writes_nothing_more(enter, rows, run):
    room, ana = enter()
    committer, _abandoned = run()
    room.take(ana, Change(1, typed(1, 0, "a"), b""))
    committer.schedule(room, is_update=True)
    room.is_closed = True
    gevent.sleep(0.1)
    assert rows() == 0


@pytest.fixture
def upkeep(monkeypatch, run):
    monkeypatch.setattr(keeping, "_DUTY_SECONDS", 0.05)
    register(Kind("scratch", lambda _actor, _document_id: True))
    committer, _abandoned = run()
    made = Upkeep(Rooms(), committer)
    yield made
    made.stop()
    made._reader.close()  # a process ends with its server, a test waits for it


def owe(document):
    with unit_of_work(GLOBAL):
        session().add(LiveDuty(document_id=document.id, cooperation_of=document.cooperation_id))


def is_projected(world, document):
    with unit_of_work(world.here.scope, writes=False):
        found = select(LiveProjection).where(LiveProjection.document_id == document.id)
        return session().scalar(found) is not None


def put(world, document, *updates, start=1):
    with unit_of_work(world.here.scope):
        for seq, update in enumerate(updates, start=start):
            session().add(LiveUpdate(document_id=document.id, seq=seq, payload=update, at=now()))


def test_a_journal_that_cannot_be_opened_holds_up_no_other_document(world, add_document, upkeep):
    broken, fine = add_document(), add_document()
    put(world, broken, typed(1, 5, "begins in the air"))
    owe(broken)
    upkeep.start()
    gevent.sleep(0.3)
    owe(fine)
    until(lambda: is_projected(world, fine), seconds=20)


def test_a_database_that_is_away_for_a_moment_ends_no_upkeep(
    monkeypatch, world, add_document, upkeep
):
    document = add_document()
    real, left = keeping.unit_of_work, [1]

    def once(*arguments, **options):
        if left:
            left.pop()
            planted()
        return real(*arguments, **options)

    monkeypatch.setattr(keeping, "unit_of_work", once)
    upkeep.start()
    owe(document)
    until(lambda: is_projected(world, document), seconds=20)


def test_what_is_owed_to_a_document_that_is_gone_is_forgotten(world, upkeep):
    with unit_of_work(GLOBAL):
        session().add(LiveDuty(document_id=uuid4(), cooperation_of=world.here.scope.cooperation_id))
    upkeep.start()

    def is_forgotten():
        with unit_of_work(GLOBAL, writes=False):
            return session().scalar(select(func.count(LiveDuty.id))) == 0

    until(is_forgotten)


def test_who_waits_for_a_room_that_is_given_up_does_not_wait_for_ever(enter, upkeep):
    room, _ana = enter()
    entry = room.take_from_server(Writer(9).write("agenda"), uuid4(), None, room.on_disk)
    room.is_closed = True
    with gevent.Timeout(3), pytest.raises(RoomClosedError):
        upkeep._flush(room, entry)


def test_a_room_that_was_forgotten_while_it_opened_can_be_closed_later(world, add_document):
    rooms, document = Rooms(), add_document()
    rooms.open(document)
    del rooms._used_at[document.id]
    rooms.close_idle()
    assert rooms.find(document.id) is not None


def test_reading_while_a_snapshot_takes_the_place_of_entries_misses_nothing(
    monkeypatch, world, add_document
):
    """On PostgreSQL another transaction may commit between two statements of a reader."""
    document = add_document()
    put(world, document, typed(1, 0, "a"), typed(1, 1, "b", origin=(1, 0)))
    real = journal.find_snapshot
    seen = []

    def compacting(document_id):
        found = real(document_id)
        if not seen:
            seen.append(1)
            gevent.spawn(compact).join()
        return found

    def compact():
        with unit_of_work(world.here.scope):
            session().add(
                LiveSnapshot(
                    document_id=document.id,
                    upto_seq=2,
                    payload=b"snapshot",
                    ledger={},
                    at=now(),
                )
            )
            session().execute(delete(LiveUpdate).where(LiveUpdate.document_id == document.id))

    monkeypatch.setattr(journal, "find_snapshot", compacting)
    with unit_of_work(world.here.scope, writes=False):
        found = list_rows(document.id)
    assert found, "the whole text was missed"


def test_whoever_only_reads_is_looked_up_again_after_a_minute(monkeypatch, enter):
    _room, member = enter()
    asked, engine = [], Engine()
    monkeypatch.setattr(engine, "authorize_again", asked.append)
    monkeypatch.setattr(running, "look_after", lambda _connection: None)
    connection = SimpleNamespace(member=member)
    member.checked_at = time.monotonic() - 50
    engine._attend(connection)
    assert asked == []
    member.checked_at -= 20
    engine._attend(connection)
    assert asked == [connection]
