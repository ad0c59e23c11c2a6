"""Two processes never do the same for a document, and what one leaves the other takes up."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from collab.core.clock import now
from collab.core.db import GLOBAL, session, unit_of_work
from collab.live import service
from collab.live.claims import Claims
from collab.live.compaction import compact
from collab.live.entries import Entry
from collab.live.journal import find_document, find_next_operation, read_tail
from collab.live.ledger import OvertakenError
from collab.live.models import LiveDuty, LiveProjection, LiveUpdate
from collab.live.projection import project
from collab.live.room import Room
from collab.live.supervisor import Reader
from collab.live.writing import Batch, write_batches
from tests.factories import make_document
from tests.unit.live.updates import Writer

WRITING = {"op": "write", "content": [{"type": "paragraph"}]}


@pytest.fixture(scope="module")
def reader():
    made = Reader()
    yield made
    made.close()


@pytest.fixture
def document(world):
    """A document that is owed an edit."""
    with unit_of_work(world.here.scope):
        row = make_document(kind="scratch")
    with unit_of_work(world.here.scope):
        service.request_edit(world.actor("chair"), row.id, WRITING)
    with unit_of_work(world.here.scope, writes=False):
        return find_document(row.id)


def expire():
    with unit_of_work(GLOBAL):
        past = now() - timedelta(seconds=1)
        session().execute(update(LiveDuty).values(claimed_until=past))


def test_what_one_process_works_on_no_other_process_takes(document) -> None:
    ours, theirs = Claims(), Claims()
    with ours.hold(document.id) as is_ours:
        assert is_ours
        with theirs.hold(document.id) as is_theirs:
            assert not is_theirs
        assert theirs.list_duties() == []
    with theirs.hold(document.id) as is_theirs:
        assert is_theirs


def test_the_claim_of_a_process_that_died_ends(document) -> None:
    dead, alive = Claims(), Claims()
    with dead.hold(document.id):
        expire()
        assert alive.list_duties() == [(document.id, document.cooperation_id)]
        with alive.hold(document.id) as is_ours:
            assert is_ours
            dead.release_all()
            assert Claims().list_duties() == []  # a late word of the other takes nothing away


def test_a_claim_is_renewed_while_the_work_goes_on(document, monkeypatch) -> None:
    monkeypatch.setattr("collab.live.claims._RENEW_SECONDS", 0.01)
    ours = Claims()
    with ours.hold(document.id):
        expire()
        while Claims().list_duties():
            pass  # ends with the renewal


def test_a_process_that_stops_leaves_its_claims_to_others(document) -> None:
    ours = Claims()
    with ours.hold(document.id):
        ours.release_all()
        assert Claims().list_duties() != []


def test_nothing_is_claimed_where_nothing_is_owed(document) -> None:
    claims = Claims()
    claims.forget(document.id)
    with claims.hold(document.id) as is_ours:
        assert not is_ours
    claims.note(document.id, document.cooperation_id)
    with claims.hold(document.id) as is_ours:
        assert is_ours


def test_a_process_that_is_alone_writes_no_claims_down(document) -> None:
    alone = Claims(is_alone=True)
    with alone.hold(document.id) as is_ours:
        assert is_ours
        assert Claims().list_duties() != []
        alone.release_all()


def make_edit(world, document) -> Batch:
    """The owed edit, made by one of two processes that both think it is theirs to make."""
    with unit_of_work(world.here.scope, writes=False):
        room = Room(document, read_tail(document.id))
        owed = find_next_operation(document.id)
    brought = Writer(11).write("owed")
    entry = Entry(brought, owed.author_id, operation_id=owed.id)
    return Batch(room, [entry], room.seq)


def test_an_edit_that_two_processes_made_is_in_the_journal_once(world, document) -> None:
    first, second = make_edit(world, document), make_edit(world, document)
    write_batches([first])
    second.seq = second.room.seq = 1  # it has caught up
    with pytest.raises(OvertakenError):
        write_batches([second])
    with unit_of_work(world.here.scope, writes=False):
        assert session().scalar(select(func.count(LiveUpdate.id))) == 1


def test_what_was_read_of_an_older_journal_is_not_kept(world, document, reader) -> None:
    write_batches([make_edit(world, document)])
    with unit_of_work(world.here.scope):
        service.begin_epoch(document.id)
    project(document, reader)
    assert compact(document, reader, upto=1) == 0
    with unit_of_work(world.here.scope, writes=False):
        assert session().scalar(select(func.count(LiveProjection.id))) == 0
        assert session().scalar(select(func.count(LiveUpdate.id))) == 1
        assert session().scalar(select(func.count(LiveDuty.id))) == 1
