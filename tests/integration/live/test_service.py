"""Documents as other packages see them, without an engine: in commands and in tests."""

from uuid import UUID, uuid4

import pytest
from pycrdt import XmlText
from sqlalchemy import func, select

from collab.core.clock import now
from collab.core.db import GLOBAL, Scope, session, unit_of_work
from collab.core.errors import NotFound
from collab.live import compaction, operations, service
from collab.live.compaction import compact, find_end
from collab.live.content import fragment_of
from collab.live.guard import read_update
from collab.live.journal import find_document, list_rows, read_tail
from collab.live.kinds import Kind, register
from collab.live.ledger import BuriedError
from collab.live.models import LiveDuty, LiveOperation, LiveQuarantine, LiveSnapshot, LiveUpdate
from collab.live.neighbours import Written
from collab.live.projection import project
from collab.live.reader import load
from collab.live.room import Room
from collab.live.supervisor import Reader
from collab.live.writing import Batch, write_batches
from tests.factories import make_document
from tests.unit.live.updates import Writer, hostile_updates, typed


def paragraph(words):
    return {"type": "paragraph", "content": [{"type": "text", "text": words}]}


def item(key, title):
    attrs = {"agendaId": key, "title": title}
    return {"type": "agendaItem", "attrs": attrs, "content": [{"type": "paragraph"}]}


def writing(*words):
    return {"op": "write", "content": [paragraph(each) for each in words]}


@pytest.fixture
def told():
    """What the kind of the tests' documents was told."""
    heard = []

    def hear(document_id, said):
        heard.append((document_id, said))

    register(Kind("told", lambda _actor, _document_id: True, hear))
    return heard


@pytest.fixture
def actor(world):
    return world.actor("secretary")


@pytest.fixture
def document(world, actor, told):
    with unit_of_work(world.here.scope):
        return service.create_document(actor, "told")


@pytest.fixture
def reader():
    made = Reader()
    yield made
    made.close()


def request(world, actor, document, operation):
    with unit_of_work(world.here.scope):
        service.request_edit(actor, document.id, operation)


def projection(world, document):
    with unit_of_work(world.here.scope, writes=False):
        return service.find_projection(document.id)


def count(world, model):
    with unit_of_work(world.here.scope, writes=False):
        return session().scalar(select(func.count(model.id)))


def append(document, *updates, start=0):
    """Put updates into the journal as they are."""
    with unit_of_work(Scope(document.cooperation_id)):
        for seq, update in enumerate(updates, start=start + 1):
            session().add(
                LiveUpdate(document_id=document.id, seq=seq, payload=update, at=document.created_at)
            )


def test_an_owed_edit_is_made_and_told(world, actor, document, told):
    request(world, actor, document, writing("Good morning", "Bonjour"))
    assert projection(world, document) is None
    assert service.run_pending_operations() == 1
    assert projection(world, document).text == "Good morning\nBonjour"
    assert projection(world, document).seq == 1
    assert [document_id for document_id, _said in told] == [document.id]
    assert told[0][1]["content"][1]["content"] == [{"type": "text", "text": "Bonjour"}]


def test_edits_are_made_in_their_order(world, actor, document):
    request(world, actor, document, writing("first"))
    request(world, actor, document, writing("second"))
    arrange = {"op": "arrange", "type": "agendaItem", "key": "agendaId"}
    request(world, actor, document, {**arrange, "nodes": [item("1", "Budget")]})
    service.run_pending_operations()
    assert projection(world, document).text == "second\nBudget"


def test_afterwards_nothing_is_owed(world, actor, document):
    request(world, actor, document, writing("done"))
    service.run_pending_operations()
    assert count(world, LiveOperation) == 0
    with unit_of_work(GLOBAL, writes=False):
        assert session().scalar(select(func.count(LiveDuty.id))) == 0
    assert service.run_pending_operations() == 0


def test_an_edit_that_changes_nothing_makes_no_entry(world, actor, document):
    arrange = {"op": "arrange", "type": "agendaItem", "key": "agendaId", "nodes": []}
    request(world, actor, document, arrange)
    service.run_pending_operations()
    assert count(world, LiveUpdate) == 0
    assert count(world, LiveOperation) == 0


def test_an_edit_that_does_not_fit_is_kept_with_its_reason_and_stops_nothing(
    world, actor, document
):
    request(world, actor, document, {"op": "write", "content": [{"type": "picture"}]})
    request(world, actor, document, writing("after it"))
    service.run_pending_operations()
    assert projection(world, document).text == "after it"
    with unit_of_work(world.here.scope, writes=False):
        assert "picture" in session().scalars(select(LiveOperation.failure)).one()


def test_an_edit_of_an_undone_request_is_not_owed(world, actor, document):
    def fail():
        with unit_of_work(world.here.scope):
            service.request_edit(actor, document.id, writing("never"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert service.run_pending_operations() == 0


def test_documents_of_others_do_not_exist(world, document):
    stranger = world.elsewhere.people["secretary"].actor
    with unit_of_work(world.elsewhere.scope):
        with pytest.raises(NotFound):
            service.request_edit(stranger, document.id, writing("mine"))
        assert service.find_projection(document.id) is None
        assert find_document(document.id) is None


def test_a_new_epoch_remembers_the_old_one(world, document):
    before = document.epoch
    with unit_of_work(world.here.scope):
        service.begin_epoch(document.id)
    with unit_of_work(world.here.scope, writes=False):
        after = find_document(document.id)
    assert after.epoch != before
    assert after.previous_epoch == before


def test_nobody_begins_an_epoch_of_what_is_not_there(world):
    with unit_of_work(world.here.scope), pytest.raises(NotFound):
        service.begin_epoch(uuid4())


def typed_document(world, words=30):
    """A document of several authors, and its updates."""
    with unit_of_work(world.here.scope):
        row = make_document(kind="told")
    writers = [Writer(client) for client in (5, 6, 7)]
    updates = [writers[at % 3].write(f"{at} ") for at in range(words)]
    append(row, *updates)
    with unit_of_work(world.here.scope, writes=False):
        return find_document(row.id)


def test_a_snapshot_takes_the_place_of_what_it_stands_for(world, told, reader):
    document = typed_document(world)
    with unit_of_work(world.here.scope, writes=False):
        before = read_tail(document.id)
    assert compact(document, reader, upto=20) == 20
    with unit_of_work(world.here.scope, writes=False):
        rows = list_rows(document.id)
        after = read_tail(document.id)
    assert [row.seq for row in rows] == [20, *range(21, 31)]
    assert (after.seq, after.length) == (30, 10)
    assert after.ledger.clocks == before.ledger.clocks
    assert read_update(rows[0].payload).structs


def open_room(world, document, *, is_shared=False):
    with unit_of_work(world.here.scope, writes=False):
        return Room(document, read_tail(document.id), is_shared=is_shared)


def test_a_snapshot_is_due_when_the_journal_is_long_or_large(world, told, monkeypatch):
    document = typed_document(world)
    room = open_room(world, document)
    assert find_end(room) == 0
    monkeypatch.setattr(compaction, "COMPACT_AFTER_ROWS", 30)
    assert find_end(room) == 30
    monkeypatch.setattr(compaction, "COMPACT_AFTER_ROWS", 31)
    assert find_end(room) == 0
    monkeypatch.setattr(compaction, "COMPACT_AFTER_BYTES", 30)
    assert find_end(room) == 30
    with unit_of_work(world.here.scope):
        row = LiveQuarantine(document_id=document.id, seq=7, reason="", at=now())
        session().add(row)
    assert find_end(room) == 0


def test_a_very_long_journal_is_cut_in_turns(world, told, reader, monkeypatch):
    document = typed_document(world)
    room = open_room(world, document)
    monkeypatch.setattr(compaction, "COMPACT_AFTER_ROWS", 5)
    monkeypatch.setattr(compaction, "_MOST_AT_ONCE", 12)
    turns = []
    while upto := find_end(room):
        turns.append((upto, compact(document, reader, upto)))
    assert turns == [(12, 12), (24, 12), (30, 6)]


def test_where_others_have_it_open_the_last_entries_stay(world, told, monkeypatch):
    room = open_room(world, typed_document(world), is_shared=True)
    monkeypatch.setattr(compaction, "COMPACT_AFTER_ROWS", 20)
    monkeypatch.setattr(compaction, "_KEPT_ROWS", 10)
    assert find_end(room) == 20
    monkeypatch.setattr(compaction, "_KEPT_ROWS", 30)
    monkeypatch.setattr(compaction, "COMPACT_AFTER_BYTES", 1)
    assert find_end(room) == 0


def test_a_second_snapshot_replaces_the_first(world, told, reader):
    document = typed_document(world)
    compact(document, reader, upto=20)
    assert compact(document, reader, upto=30) == 10
    assert count(world, LiveSnapshot) == 1
    assert count(world, LiveUpdate) == 0
    with unit_of_work(world.here.scope, writes=False):
        assert [row.seq for row in list_rows(document.id, after=7)] == [30]
        assert read_tail(document.id).seq == 30


def test_who_has_everything_gets_no_snapshot(world, told, reader):
    document = typed_document(world)
    compact(document, reader, upto=20)
    with unit_of_work(world.here.scope, writes=False):
        assert [row.seq for row in list_rows(document.id, after=20, upto=25)] == [*range(21, 26)]


def test_a_journal_that_changed_meanwhile_is_not_cut(world, told, reader, monkeypatch):
    document = typed_document(world)
    ask = reader.ask

    def ask_slowly(task, updates, **head):
        answer = ask(task, updates, **head)
        with unit_of_work(world.here.scope):
            row = session().scalars(select(LiveUpdate).where(LiveUpdate.seq == 3)).one()
            session().delete(row)
        return answer

    monkeypatch.setattr(reader, "ask", ask_slowly)
    assert compact(document, reader, upto=30) == 0
    assert count(world, LiveSnapshot) == 0


def test_a_snapshot_that_lacks_a_clock_is_not_taken(world, told, reader, monkeypatch):
    document = typed_document(world)
    ask = reader.ask

    def ask_badly(task, updates, **head):
        return ask(task, updates[:-1], **head)

    monkeypatch.setattr(reader, "ask", ask_badly)
    assert compact(document, reader, upto=30) == 0
    assert count(world, LiveUpdate) == 30


def test_what_breaks_the_reader_is_quarantined_and_the_rest_is_read(world, told, reader):
    document = typed_document(world, words=3)
    deep = next(update for name, update in hostile_updates().items() if "28000" in name)
    append(document_row(world, document.id), deep, start=3)
    project(document, reader)
    assert projection(world, document).seq == 4
    with unit_of_work(world.here.scope, writes=False):
        assert session().scalars(select(LiveQuarantine.seq)).all() == [4]
    assert compact(document, reader, upto=4) == 0
    ana = open_room(world, document).ledger
    assert ana.admit(read_update(typed(9, 0, "on")), uuid4()).is_news  # writing goes on


def test_a_snapshot_remembers_what_the_server_deleted(world, actor, document, reader):
    arrange = {"op": "arrange", "type": "agendaItem", "key": "agendaId"}
    request(world, actor, document, {**arrange, "nodes": [item("1", "One"), item("2", "Two")]})
    service.run_pending_operations()
    late = write_in_first_item(world, document)
    request(world, actor, document, {**arrange, "nodes": [item("2", "Two"), item("1", "One")]})
    service.run_pending_operations()
    for upto in (2, 2):
        with unit_of_work(world.here.scope, writes=False):
            ledger = read_tail(document.id).ledger
        with pytest.raises(BuriedError):
            ledger.admit(read_update(late), uuid4())
        compact(document, reader, upto=upto)
    assert count(world, LiveSnapshot) == 1
    append(document_row(world, document.id), typed(5, 0, "a"), start=2)
    assert compact(document, reader, upto=3) == 1
    with unit_of_work(world.here.scope, writes=False):
        ledger = read_tail(document.id).ledger
    with pytest.raises(BuriedError):
        ledger.admit(read_update(late), uuid4())


def write_in_first_item(world, document):
    """What somebody writes who has seen the document as it is now; nobody has it yet."""
    with unit_of_work(world.here.scope, writes=False):
        doc = load([row.payload for row in list_rows(document.id)])
    before = doc.get_state()
    for element in list(fragment_of(doc).children):
        element.children[0].children.append(XmlText("late"))
    return doc.get_update(before)


def document_row(world, document_id: UUID):
    with unit_of_work(world.here.scope, writes=False):
        return session().get(service.LiveDocument, document_id)


def test_a_null_in_the_text_does_not_keep_it_from_being_read(world, actor, document):
    request(world, actor, document, writing("before\0after"))
    service.run_pending_operations()
    assert projection(world, document).text == "beforeafter"


def test_an_edit_that_was_overtaken_is_made_again(world, actor, document, reader, monkeypatch):
    arrange = {"op": "arrange", "type": "agendaItem", "key": "agendaId"}
    request(world, actor, document, {**arrange, "nodes": [item("1", "One"), item("2", "Two")]})
    service.run_pending_operations()
    late = write_in_first_item(world, document)
    request(world, actor, document, {**arrange, "nodes": [item("2", "Two"), item("1", "One")]})
    with unit_of_work(world.here.scope, writes=False):
        room = Room(find_document(document.id), read_tail(document.id))
    real, asked = operations.read_document, []

    def read_and_lose_the_race(*words, **options):
        reading = real(*words, **options)
        if not asked:
            append(document_row(world, document.id), late, start=1)
            room.adopt([Written(room.seq + 1, late, 5, 1)])
        asked.append(reading)
        return reading

    def write(room, _entry):
        batch = Batch(room, room.begin_flush(), room.seq)
        write_batches([batch])
        room.finish_flush(batch.entries)

    monkeypatch.setattr(operations, "read_document", read_and_lose_the_race)
    operations.apply_operations(room, reader, write)
    assert len(asked) == 2
    project(room.document, reader)
    assert sorted(projection(world, document).text.split()) == ["One", "Two", "late", "late"]


def test_whoever_waits_for_the_words_asks_once_for_them_to_be_read(world, document, monkeypatch):
    asked = []
    monkeypatch.setattr(service, "_ASK_AFTER_SECONDS", 0)
    monkeypatch.setattr(service, "wake", lambda *words: asked.append(words))
    append(document_row(world, document.id), typed(7, 0, "unread"))
    assert not service.wait_until_read(world.here.scope, document.id, most_seconds=0.3)
    assert asked == [(document.id, world.here.id)]
