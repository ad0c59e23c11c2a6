"""PostgreSQL keeps cooperations apart by itself, whatever the application asks for."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from tests.databases import Address
from tests.world import World

# SQLite has nothing like it: there the scope and the foreign keys are the walls
pytestmark = pytest.mark.parametrize("database_address", ["postgresql"], indirect=True)
TENANT_TABLES = ("delegation", "membership", "working_group", "group_member", "cooperation")


@pytest.fixture
def raw(world: World, database_address: Address) -> Iterator[Connection]:
    """A bare connection in the role of the application, past every guard of ours."""
    engine = create_engine(database_address.app)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _choose(connection: Connection, cooperation_id: UUID) -> None:
    connection.execute(
        text("select set_config('collab.cooperation_id', :chosen, true)"),
        {"chosen": str(cooperation_id)},
    )


@pytest.mark.parametrize("table", TENANT_TABLES)
def test_without_a_cooperation_there_is_nothing_to_see(raw: Connection, table: str) -> None:
    assert raw.scalar(text(f"select count(*) from {table}")) == 0


@pytest.mark.parametrize("table", TENANT_TABLES[:-1])
def test_with_one_chosen_only_its_rows_are_there(raw: Connection, world: World, table: str) -> None:
    _choose(raw, world.here.id)
    found = set(raw.scalars(text(f"select distinct cooperation_id from {table}")))
    assert found == {world.here.id}


def test_rows_of_another_cooperation_cannot_be_written(raw: Connection, world: World) -> None:
    _choose(raw, world.here.id)
    changed = raw.execute(
        text("update working_group set name = 'stolen' where cooperation_id = :other"),
        {"other": world.elsewhere.id},
    )
    assert changed.rowcount == 0
    with pytest.raises(ProgrammingError, match="row-level security"):
        raw.execute(
            text("update working_group set cooperation_id = :other"), {"other": world.elsewhere.id}
        )


def test_a_person_reads_their_memberships_but_cannot_write_them(
    raw: Connection, world: World
) -> None:
    person = next(iter(world.here.people.values())).person
    raw.execute(text("select set_config('collab.person_id', :me, true)"), {"me": str(person.id)})
    assert set(raw.scalars(text("select person_id from membership"))) == {person.id}
    assert raw.execute(text("update membership set role = 'coordinator'")).rowcount == 0
    assert raw.execute(text("delete from membership")).rowcount == 0


def test_the_application_may_not_change_the_walls(raw: Connection) -> None:
    with pytest.raises(DBAPIError):
        raw.execute(text("alter table delegation disable row level security"))
