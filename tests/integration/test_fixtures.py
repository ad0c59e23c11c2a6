"""What conftest.py promises the other tests."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from collab.accounts.models import Person
from collab.cooperations.models import Cooperation, Membership
from collab.core.db import GLOBAL, database, session, unit_of_work
from tests.factories import make_person
from tests.kept import Kept
from tests.postgres import Server
from tests.prepared import prepared_by
from tests.queries import Queries
from tests.world import World


def test_the_world_has_two_cooperations_with_people(world: World) -> None:
    for place in (world.here, world.elsewhere):
        with unit_of_work(place.scope, writes=False):
            assert len(session().scalars(select(Membership)).all()) == 6
            assert session().scalars(select(Cooperation.slug)).all() == [place.slug]


def test_each_test_has_a_database_of_its_own(app: Flask) -> None:
    with unit_of_work(GLOBAL, writes=False):
        assert session().scalars(select(Person)).all() == []


def test_signing_in_needs_no_form(
    world: World, client: FlaskClient, sign_in: Callable[[Person], FlaskClient]
) -> None:
    assert client.get("/cooperations").status_code == 302
    page = sign_in(world.person("member")).get("/cooperations")
    assert page.status_code == 200
    assert world.here.cooperation.name in page.text
    assert world.elsewhere.cooperation.name not in page.text


def test_queries_are_counted(
    world: World, count_queries: Callable[[], AbstractContextManager[Queries]]
) -> None:
    with count_queries() as queries, unit_of_work(GLOBAL, writes=False):
        session().scalars(select(Person)).all()
    assert len([one for one in queries if "set_config" not in one]) == 1
    assert database.is_sqlite == ("set_config" not in repr(queries))


@pytest.mark.parametrize("path", ["/only-here", "/only-there"])
def test_routes_of_one_application_are_not_those_of_the_next(app: Flask, path: str) -> None:
    known = app.url_map.bind("localhost")
    assert known.test("/login")
    assert not known.test(path)
    app.add_url_rule(path, path.strip("/"), lambda: "here")
    assert known.match(path) == (path.strip("/"), {})
    assert known.test("/login")


def _make_ada(_world: World) -> str:
    with unit_of_work(GLOBAL):
        return make_person(name="Ada").name


@pytest.mark.parametrize("_", range(2))
@prepared_by(_make_ada)
def test_what_happened_before_is_in_each_copy(world: World, prepared: str, _: int) -> None:
    with unit_of_work(GLOBAL):
        (ada,) = session().scalars(select(Person).where(Person.name == prepared))
        session().delete(ada)
        assert session().get(Person, world.person("member").id)


@pytest.fixture
def kept(postgres: Server, postgres_world: tuple[str, bytes]) -> Iterator[Kept]:
    made = Kept(postgres, postgres_world[0])
    yield made
    made.drop()


def read_people(server: Server, kept: Kept) -> list[Any]:
    with psycopg.connect(f"host={server.folder} user=postgres dbname={kept.name}") as connection:
        return connection.execute("SELECT * FROM person ORDER BY id").fetchall()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE person SET name = 'Ada'",
        "DELETE FROM delegation",
        "DELETE FROM person",
    ],
)
def test_what_one_test_wrote_the_next_does_not_find(
    postgres: Server, kept: Kept, statement: str
) -> None:
    before = read_people(postgres, kept)
    assert len(before) == 12
    for _ in range(2):
        postgres.execute("SET session_replication_role = replica", statement, name=kept.name)
        assert kept.take_back()
        assert read_people(postgres, kept) == before


@pytest.mark.parametrize(
    "statement",
    ["ALTER TABLE person ADD COLUMN nickname text", "TRUNCATE cooperation CASCADE"],
)
def test_where_tables_themselves_were_changed_nothing_is_kept(
    postgres: Server, kept: Kept, statement: str
) -> None:
    postgres.execute(statement, name=kept.name)
    assert not kept.take_back()


def test_a_transaction_that_somebody_left_open_is_not_waited_for(
    postgres: Server, kept: Kept
) -> None:
    target = f"host={postgres.folder} user=postgres dbname={kept.name}"
    with psycopg.connect(target) as connection:
        connection.execute("UPDATE person SET name = 'Ada'")
        assert not kept.take_back()
