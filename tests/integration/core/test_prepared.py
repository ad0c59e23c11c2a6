"""Statements that are compiled once stay within the cooperation of their session."""

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from collab.core.db import GLOBAL, new_id, session, unit_of_work
from collab.core.prepared import Prepared, PreparedInsert
from collab.core.scope import Scope, ScopeError
from collab.live.models import LiveClient, LiveDocument
from tests.factories import make_document
from tests.world import World

_kinds = Prepared(
    select(LiveDocument.kind).where(LiveDocument.cooperation_id == bindparam("cooperation_id"))
)
_clients = PreparedInsert(LiveClient)


def test_a_query_finds_only_rows_of_the_scope(world: World) -> None:
    with unit_of_work(world.elsewhere.scope):
        make_document(kind="theirs")
    with unit_of_work(world.here.scope):
        make_document(kind="ours")
        mine = _kinds.read(session(), {"cooperation_id": world.elsewhere.id})
    assert [tuple(row) for row in mine] == [("ours",)]


def test_rows_are_written_into_the_scope_whatever_they_say(world: World) -> None:
    with unit_of_work(world.here.scope):
        document = make_document()
        rows = [
            {
                "cooperation_id": world.elsewhere.id,
                "document_id": document.id,
                "client": client,
                "author_id": world.person("member").id,
                "ends_at": None,
            }
            for client in (7, 8)
        ]
        _clients.write(session(), rows)
    with unit_of_work(world.here.scope, writes=False):
        found = session().scalars(select(LiveClient).order_by(LiveClient.client)).all()
    assert [(row.client, row.author_id) for row in found] == [
        (client, world.person("member").id) for client in (7, 8)
    ]
    assert {row.cooperation_id for row in found} == {world.here.id}


def test_a_row_that_is_there_already_is_an_error_as_ever(world: World) -> None:
    with unit_of_work(world.here.scope):
        document_id = make_document().id
    row = {"document_id": document_id, "client": 7, "author_id": None, "ends_at": None}
    with pytest.raises(IntegrityError), unit_of_work(world.here.scope):
        _clients.write(session(), [row, row])


def test_without_a_cooperation_nothing_runs(world: World) -> None:
    with unit_of_work(GLOBAL, writes=False), pytest.raises(ScopeError):
        _kinds.read(session(), {})


def test_nothing_is_written_into_an_archived_cooperation(world: World) -> None:
    scope = Scope(world.here.id, is_read_only=True)
    with unit_of_work(scope), pytest.raises(ScopeError):
        _clients.write(session(), [{"document_id": new_id(), "client": 1, "author_id": None}])


def test_a_statement_of_no_cooperation_is_refused() -> None:
    with pytest.raises(ScopeError):
        Prepared(select(LiveDocument.kind))
