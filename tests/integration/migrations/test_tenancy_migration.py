"""What migrations make of a database at 0002, and whether there is a way back."""

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from alembic import command

from collab.activity import chain
from collab.activity import service as activity
from collab.core.db import Scope, database, unit_of_work
from tests.databases import Address, create_postgres, sqlite_address
from tests.integration.migrations.test_groups_migration import Old, fill

KEPT = ("person", "cooperation", "delegation", "membership", "group_member", "meeting", "activity")
LINES = 5


class Older(Old):
    """A database as it was at 0002."""

    before = "0002"


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Address:
    if request.param == "sqlite":
        return sqlite_address(tmp_path / "older.db")
    return create_postgres(request.getfixturevalue("postgres"), f"older_{uuid4().hex}")


@pytest.fixture
def older(address: Address) -> Iterator[Older]:
    made = Older(address.owner)
    members = fill(made)
    (person,) = made.read("SELECT id FROM person WHERE email = 'chair@collab.example'")[0]
    for _number in range(LINES):
        made.add(
            "activity",
            person_id=person,
            subject_id=members["chair"],
            verb="membership.joined",
            details=json.dumps({"name": "Zoë “Z” 😀", "n": [1, 2.5, None]}),
        )
    yield made
    made.engine.dispose()


def count(old: Old) -> dict[str, int]:
    return {table: old.read(f"SELECT count(*) FROM {table}")[0][0] for table in KEPT}


def test_nothing_is_lost_and_the_log_is_chained(older: Older, address: Address) -> None:
    before = count(older)
    command.upgrade(older.config, "head")
    assert count(older) == before
    database.connect(address.app)
    try:
        with unit_of_work(Scope(older.cooperation)):
            assert chain.verify() == (LINES, None)
            activity.record_for(older.cooperation, "retention.applied", older.cooperation)
        with unit_of_work(Scope(older.cooperation), writes=False):
            assert chain.verify() == (LINES + 1, None)
    finally:
        database.dispose()
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        older.read("DELETE FROM activity RETURNING id")


def test_there_is_a_way_back_also_from_what_nobody_did(older: Older, address: Address) -> None:
    before = count(older)
    command.upgrade(older.config, "head")
    database.connect(address.app)
    try:
        with unit_of_work(Scope(older.cooperation)):
            activity.record_for(older.cooperation, "retention.applied", older.cooperation)
    finally:
        database.dispose()
    command.downgrade(older.config, "0002")
    assert count(older) == before
    command.upgrade(older.config, "head")
    assert count(older) == before
