"""What migration 0006 makes of a database that people have worked in before."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from alembic import command

from collab.cli import alembic_config
from tests.databases import create_postgres, sqlite_address

WRITTEN = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
ROLES = {
    "coordinator": "member",
    "chair": "chair",
    "secretary": "secretary",
    "member": "member",
    "guest": "guest",
}


class Old:
    """A database as it was before; rows are filled in with whatever their columns take."""

    before = "0005"

    def __init__(self, url: str) -> None:
        self.config = alembic_config(url)
        command.upgrade(self.config, self.before)
        self.engine = sa.create_engine(url)
        self.cooperation = uuid4()

    def _value(self, column: Any) -> Any:
        kind = str(column["type"]).upper()
        if "JSON" in kind:
            return json.dumps({})
        if "CHAR" in kind or "TEXT" in kind:
            return column["name"][:2]
        if "DATE" in kind or "TIME" in kind:
            return WRITTEN.replace(tzinfo=None).isoformat(sep=" ")
        if "BLOB" in kind or "BYTEA" in kind:
            return b""
        return False if "BOOL" in kind else 1

    def _known(self, value: Any) -> Any:
        is_sqlite = self.engine.dialect.name == "sqlite"
        return value.hex if isinstance(value, UUID) and is_sqlite else value

    def add(self, table: str, **values: Any) -> UUID:
        """Add a row; its id."""
        row = {"id": uuid4()} | values
        columns = sa.inspect(self.engine).get_columns(table)
        names = [each["name"] for each in columns]
        if "cooperation_id" in names:
            row.setdefault("cooperation_id", self.cooperation)
        for column in columns:
            if not column["nullable"] and column["default"] is None:
                row.setdefault(column["name"], self._value(column))
        told = {key: self._known(value) for key, value in row.items()}
        marks = ", ".join(f":{name}" for name in told)
        statement = f"INSERT INTO {table} ({', '.join(told)}) VALUES ({marks})"
        with self.engine.begin() as connection:
            self._enter(connection)
            connection.execute(sa.text(statement), told)
        return row["id"]

    def _enter(self, connection: sa.Connection) -> None:
        if self.engine.dialect.name == "postgresql":
            chosen = sa.func.set_config("collab.cooperation_id", str(self.cooperation), True)
            connection.execute(sa.select(chosen))

    def read(self, statement: str) -> list[Any]:
        with self.engine.begin() as connection:
            self._enter(connection)
            return list(connection.execute(sa.text(statement)).all())


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Old]:
    if request.param == "sqlite":
        address = sqlite_address(tmp_path / "old.db")
    else:
        address = create_postgres(request.getfixturevalue("postgres"), f"before_{uuid4().hex}")
    made = Old(address.owner)
    yield made
    made.engine.dispose()


def fill(old: Old) -> dict[str, UUID]:
    old.add("cooperation", id=old.cooperation, slug="old")
    delegation = old.add("delegation")
    group = old.add("working_group")
    memberships = {}
    for role in ROLES:
        person = old.add("person", email=f"{role}@collab.example")
        memberships[role] = old.add(
            "membership", person_id=person, delegation_id=delegation, role=role
        )
        old.add("group_member", group_id=group, membership_id=memberships[role])
    meeting = old.add("meeting", created_by=memberships["chair"])
    document = old.add("live_document")
    old.add("live_update", document_id=document, seq=1)
    old.add("live_projection", document_id=document, seq=1)
    old.add("minutes", meeting_id=meeting, document_id=document)
    return memberships


def test_people_keep_their_roles_and_minutes_are_read_again(old: Old) -> None:
    memberships = fill(old)
    command.upgrade(old.config, "0006")
    found = {
        UUID(str(key)): role
        for key, role in old.read("SELECT membership_id, role FROM group_member")
    }
    assert found == {memberships[role]: given for role, given in ROLES.items()}
    ((changed_at,),) = old.read("SELECT changed_at FROM live_projection")
    assert str(changed_at).startswith("2026-03-01 09:30")
    ((duties,),) = old.read("SELECT count(*) FROM live_duty")
    assert duties == 1


def test_it_can_be_taken_back(old: Old) -> None:
    fill(old)
    command.upgrade(old.config, "0006")
    command.downgrade(old.config, "0005")
    assert old.read("SELECT count(*) FROM group_member")[0][0] == len(ROLES)
    command.upgrade(old.config, "0006")
    assert old.read("SELECT count(*) FROM live_duty")[0][0] == 1
