"""What deploy/ tells operators to do works."""

import sqlite3
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from collab.accounts.models import Person
from collab.core.db import GLOBAL, database, session, unit_of_work
from collab.live.models import LiveDocument
from tests.databases import DEPLOY, Address, read_statements
from tests.factories import make_document, make_person
from tests.postgres import Server
from tests.world import World


@pytest.mark.parametrize("database_address", ["postgresql"], indirect=True)
def test_after_a_restore_every_document_has_a_new_epoch(
    world: World, postgres: Server, database_address: Address
) -> None:
    with unit_of_work(world.here.scope):
        before = make_document().epoch
    name = str(database.engine.url.database)
    postgres.execute(*read_statements(DEPLOY / "after-restore.sql"), name=name)
    with unit_of_work(world.here.scope, writes=False):
        document = session().scalars(select(LiveDocument)).one()
        assert document.previous_epoch == before
        assert document.epoch != before
        assert 0 < document.epoch < 2**53


@pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)
def test_the_embedded_database_can_be_copied_while_it_is_in_use(
    app: Flask, database_address: Address, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.db"
    with unit_of_work(GLOBAL):
        make_person()
    with unit_of_work(GLOBAL, writes=False):
        assert len(session().scalars(select(Person)).all()) == 1
        connection = sqlite3.connect(database_address.app.removeprefix("sqlite:///"))
        connection.execute(f"VACUUM INTO '{backup}'")
        connection.close()
    copied = sqlite3.connect(backup)
    assert copied.execute("SELECT count(*) FROM person").fetchone() == (1,)
    copied.close()
