"""A document is made anew without what nobody can read, and nobody brings that back."""

import json
from uuid import uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from collab.core.clock import now
from collab.core.db import GLOBAL, session, unit_of_work
from collab.live.commands import live
from collab.live.guard import read_update
from collab.live.journal import find_document, list_rows, read_tail
from collab.live.ledger import GapError, LeftOutError
from collab.live.models import LiveClient, LiveDuty, LiveQuarantine, LiveUpdate
from collab.live.reader import load
from collab.live.rebuilding import CannotRebuildError, plan_rebuild, rebuild
from collab.live.supervisor import BrokenUpdateError, Reader
from tests.factories import make_document
from tests.unit.live.updates import Writer, deleting, typed

#: whose entries are in the journal
ANA, BAD, BEN = 5, 6, 7
WORDS = ("one", "two", "three", "fine", "bad", "worse", "behind")


@pytest.fixture(scope="module")
def reader():
    made = Reader()
    yield made
    made.close()


def written(world, *updates):
    with unit_of_work(world.here.scope):
        row = make_document(kind="scratch")
        for seq, payload in enumerate(updates, start=1):
            session().add(LiveUpdate(document_id=row.id, seq=seq, payload=payload, at=now()))
        owned = LiveClient(document_id=row.id, client=BEN)
        session().add(owned)
        session().add(LiveQuarantine(document_id=row.id, seq=3, reason="kills", at=now()))
    with unit_of_work(world.here.scope, writes=False):
        return find_document(row.id)


@pytest.fixture
def document(world):
    """Entry 3 is bad; 4 is by the same client, 6 stands behind it."""
    ana = Writer(ANA)
    return written(
        world,
        ana.write("one "),
        ana.write("two "),
        typed(BAD, 0, "bad "),
        typed(BAD, 4, "worse "),
        ana.write("three"),
        typed(BEN, 0, "behind", origin=(BAD, 3)),
        typed(BEN, 0, "fine"),
    )


def rows_of(world, document):
    with unit_of_work(world.here.scope, writes=False):
        return list_rows(document.id), read_tail(document.id)


def text_of(rows):
    return str(load([row.payload for row in rows]).get("t", type=type(Writer(1).text)))


def test_what_hangs_on_an_entry_goes_with_it_and_the_rest_stays(document) -> None:
    plan = plan_rebuild(document, {3})
    assert [row.seq for row in plan.left_out] == [3, 4, 6]
    assert [row.seq for row in plan.kept] == [1, 2, 5, 7]
    assert plan.find_ends() == {BAD: 0, BEN: 4}


def test_a_rebuilt_document_is_another_journal_and_reads_without_the_entry(
    world, document, reader
) -> None:
    rebuild(plan_rebuild(document, {3}), reader)
    rows, tail = rows_of(world, document)
    assert [row.seq for row in rows] == [7]
    assert (tail.seq, tail.ledger.clocks) == (7, {ANA: 13, BEN: 4})
    assert {word for word in WORDS if word in text_of(rows)} == {"one", "two", "three", "fine"}
    with unit_of_work(world.here.scope, writes=False):
        found = find_document(document.id)
        assert found.previous_epoch == document.epoch != found.epoch
        assert session().scalar(select(LiveQuarantine.id)) is None
    with unit_of_work(GLOBAL, writes=False):
        assert session().scalar(select(LiveDuty.document_id)) == document.id


def test_nobody_brings_back_what_was_left_out(world, document, reader) -> None:
    rebuild(plan_rebuild(document, {3}), reader)
    _rows, tail = rows_of(world, document)
    ledger = tail.ledger
    for update in (
        typed(BAD, 0, "bad "),
        typed(BAD, 10, "later"),
        typed(BEN, 4, "nd"),
        typed(9, 0, "behind", origin=(BAD, 2)),
        deleting(BAD, 0, 2),
    ):
        for is_offer in (True, False):
            with pytest.raises(LeftOutError):
                ledger.admit(read_update(update), uuid4(), is_offer=is_offer)
    with pytest.raises(GapError):
        ledger.admit(read_update(typed(ANA, 20, "gap")), uuid4())
    assert ledger.admit(read_update(typed(9, 0, "new")), uuid4()).is_news


def test_what_was_left_out_once_stays_out_when_the_document_is_rebuilt_again(
    world, document, reader
) -> None:
    rebuild(plan_rebuild(document, {3}), reader)
    with unit_of_work(world.here.scope):
        row = LiveUpdate(document_id=document.id, seq=8, payload=typed(9, 0, "bad"), at=now())
        session().add(row)
    with unit_of_work(world.here.scope, writes=False):
        again = find_document(document.id)
    rebuild(plan_rebuild(again, {8}), reader)
    _rows, tail = rows_of(world, document)
    assert tail.ledger.barred == {BAD: 0, BEN: 4, 9: 0}
    assert tail.seq == 8


def test_somebody_who_writes_meanwhile_is_not_overwritten(world, document, reader) -> None:
    plan = plan_rebuild(document, {3})
    with unit_of_work(world.here.scope):
        row = LiveUpdate(document_id=document.id, seq=8, payload=typed(9, 0, "late"), at=now())
        session().add(row)
    with pytest.raises(CannotRebuildError, match="meanwhile"):
        rebuild(plan, reader)
    assert len(rows_of(world, document)[0]) == 8


@pytest.mark.parametrize(("without", "reason"), [({8}, "no such entry"), (set(), "no such entry")])
def test_only_entries_of_the_journal_can_go(document, without, reason) -> None:
    with pytest.raises(CannotRebuildError, match=reason):
        plan_rebuild(document, without)


def test_what_a_snapshot_stands_for_stays(world, document, reader) -> None:
    rebuild(plan_rebuild(document, {3}), reader)
    with pytest.raises(CannotRebuildError, match="snapshot stands"):
        plan_rebuild(document, {2})


def test_another_entry_that_cannot_be_read_is_named(document, reader, monkeypatch) -> None:
    def fail(_task, _updates):
        raise BrokenUpdateError(2, "kills the reader")

    monkeypatch.setattr(reader, "ask", fail)
    with pytest.raises(CannotRebuildError, match="Entry 5 cannot be read either"):
        rebuild(plan_rebuild(document, {3}), reader)


def test_a_snapshot_that_lacks_what_was_to_stay_is_not_taken(
    world, document, reader, monkeypatch
) -> None:
    ask = reader.ask
    monkeypatch.setattr(reader, "ask", lambda task, updates: ask(task, updates[:-1]))
    with pytest.raises(CannotRebuildError, match="lacks something"):
        rebuild(plan_rebuild(document, {3}), reader)
    assert len(rows_of(world, document)[0]) == 7


@pytest.fixture
def call(database_url, monkeypatch):
    monkeypatch.setenv("COLLAB_DATABASE_URL", database_url)
    monkeypatch.setenv("COLLAB_SECRET_KEY", "x")
    return lambda *words: CliRunner().invoke(live, [str(word) for word in words])


def test_the_commands_show_a_journal_and_mend_it(world, document, call, tmp_path) -> None:
    shown = call("show", document.id, "--last", 3)
    assert shown.exit_code == 0, shown.output
    assert "in here, epoch" in shown.output
    assert "       7  " in shown.output
    assert "       4  " not in shown.output
    assert "Entry 3 cannot be read: kills" in shown.output
    kept = tmp_path / "kept.json"
    told = call("rebuild", document.id, "--without", 3, "--dry-run", "--keep", kept)
    assert told.exit_code == 0, told.output
    assert told.output.startswith("4 entries stay.")
    assert [row["seq"] for row in json.loads(kept.read_text())] == [3, 4, 6]
    assert len(rows_of(world, document)[0]) == 7
    assert "It is rebuilt." in call("rebuild", document.id, "--without", 3).output
    assert len(rows_of(world, document)[0]) == 1
    assert "a snapshot up to entry 7" in call("show", document.id).output


def test_what_was_left_out_can_be_read_again(world, document, call) -> None:
    assert call("retry", document.id).exit_code == 0
    with unit_of_work(world.here.scope, writes=False):
        assert session().scalar(select(LiveQuarantine.id)) is None
    with unit_of_work(GLOBAL, writes=False):
        assert session().scalar(select(LiveDuty.document_id)) == document.id
    assert len(rows_of(world, document)[0]) == 7


def test_the_commands_say_what_they_cannot_do(document, call) -> None:
    assert "There is no document" in call("show", uuid4()).output
    refused = call("rebuild", document.id, "--without", 99)
    assert refused.exit_code == 1
    assert "no such entry" in refused.output
