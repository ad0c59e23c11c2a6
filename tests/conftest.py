"""What every test may ask for. Databases are migrated once a run and copied for each test."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import make_url

from collab.accounts.models import Person
from collab.core import formats, i18n
from collab.core.db import GLOBAL, database, unit_of_work
from collab.demo.load import load_demo
from tests.apps import create
from tests.databases import (
    DEPLOY,
    Address,
    copy_postgres,
    copy_sqlite,
    create_postgres,
    make_once,
    migrate,
    postgres_address,
    read_statements,
    settle_sqlite,
    sqlite_address,
)
from tests.factories import make_session
from tests.forked import ForkedServer
from tests.haste import make_haste, spare_the_collector
from tests.kept import Shelf
from tests.postgres import Server, serve_postgres
from tests.prepared import Kitchen, Stock, find_recipe
from tests.queries import Queries, watch_queries
from tests.served import LiveServer
from tests.world import World, bake_world, open_world, unpack

make_haste()
KINDS = ["sqlite", "postgresql"]
TEMPLATE = "template_of_tests"


def pytest_configure(config: pytest.Config) -> None:
    """The one mark that is not for selecting tests."""
    config.addinivalue_line("markers", "prepared: see tests/prepared.py")


def pytest_collection_finish() -> None:
    """Everything is imported now."""
    spare_the_collector()


def _make_template(folder: Path) -> None:
    migrate(sqlite_address(folder / "template.db"))
    settle_sqlite(folder / "template.db")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated embedded database, to be copied only."""
    return make_once(tmp_path_factory, "template", _make_template) / "template.db"


def _make_demo(folder: Path) -> None:
    _make_template(folder)
    create(sqlite_address(folder / "template.db"), folder / "files")
    try:
        load_demo()
    finally:
        database.dispose()
    settle_sqlite(folder / "template.db")


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An embedded database with the demo in it, to be copied only; its files lie beside it."""
    return make_once(tmp_path_factory, "demo", _make_demo) / "template.db"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server of this worker, with the two roles of deploy/postgresql."""
    with serve_postgres() as server:
        server.execute(*read_statements(DEPLOY / "roles.sql"))
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres: Server) -> str:
    """The name of a migrated database, to be copied only."""
    migrate(create_postgres(postgres, TEMPLATE))
    return TEMPLATE


@pytest.fixture(scope="session")
def sqlite_world(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, bytes]:
    """An embedded database with the world in it, to be copied only, and that world."""
    file = tmp_path_factory.mktemp("world") / "world.db"
    shutil.copy(sqlite_template, file)
    return file, bake_world(sqlite_address(file))


@pytest.fixture(scope="session")
def postgres_world(postgres: Server, postgres_template: str) -> Iterator[tuple[str, bytes]]:
    """The name of a database with the world in it, to be copied only, and that world."""
    with copy_postgres(postgres, postgres_template) as address:
        yield make_url(address.app).database or "", bake_world(address)


@pytest.fixture(scope="session")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Kitchen:
    """Databases in which something has happened, see tests/prepared.py."""
    return Kitchen(tmp_path_factory.mktemp("kitchen"))


def _find_stock(request: pytest.FixtureRequest, kind: str) -> Stock:
    recipe = find_recipe(request, kind)
    if recipe is None and "world" in request.fixturenames:
        return Stock(*request.getfixturevalue(f"{kind}_world"))
    template = request.getfixturevalue(f"{kind}_template")
    if recipe is None:
        return Stock(template)
    server = request.getfixturevalue("postgres") if kind == "postgres" else None
    stock: Stock = request.getfixturevalue("kitchen").serve(recipe, template, server)
    return stock


@pytest.fixture(scope="session")
def shelf(postgres: Server) -> Iterator[Shelf]:
    """Databases that one test uses after the other, see tests/kept.py."""
    made = Shelf()
    yield made
    made.clear()


@pytest.fixture(params=KINDS)
def database_address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Address]:
    """A migrated database of this test alone; the test runs on SQLite and on PostgreSQL."""
    stock = _find_stock(request, "sqlite" if request.param == "sqlite" else "postgres")
    if stock.files is not None and stock.files.exists():
        shutil.copytree(stock.files, tmp_path / "files")
    if isinstance(stock.template, Path):
        yield copy_sqlite(stock.template, tmp_path, stock.packed)
        return
    server, shelf = request.getfixturevalue("postgres"), request.getfixturevalue("shelf")
    kept = shelf.take(server, stock.template)
    unpack.cache_clear()  # the address may be that of the test before
    yield replace(postgres_address(server, kept.name), world=stock.packed)
    database.dispose()
    shelf.give_back(kept)


@pytest.fixture
def database_url(database_address: Address) -> str:
    """Where the app finds the test's database."""
    return database_address.app


@pytest.fixture
def app(
    request: pytest.FixtureRequest,
    database_address: Address,
    tmp_path: Path,
) -> Iterator[Flask]:
    """The application on the test's database; forms need a token only under `@pytest.mark.csrf`."""
    made = create(database_address, tmp_path / "files")
    made.config["WTF_CSRF_ENABLED"] = request.node.get_closest_marker("csrf") is not None
    yield made
    database.dispose()


@pytest.fixture(scope="module")
def english_reader() -> Iterator[None]:
    """Texts are written for somebody who reads English, without the rest of the application."""
    bare = Flask(__name__)
    i18n.babel.init_app(bare)
    formats.init_app(bare)
    with bare.app_context():
        yield


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript, not signed in."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[[Person], FlaskClient]:
    """`sign_in(person)` gives a client of their own that is signed in, without the form."""

    def open_client(person: Person) -> FlaskClient:
        with unit_of_work(GLOBAL):
            _row, token = make_session(person)
        made = app.test_client()
        with made.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return made

    return open_client


@pytest.fixture
def world(app: Flask, database_address: Address) -> World:
    """Two cooperations with people in every role, see tests/world.py."""
    return open_world(database_address)


@pytest.fixture
def prepared(app: Flask, database_address: Address) -> Any:
    """What `make` gave, where the test is marked `@prepared_by(make)`."""
    return unpack(database_address)[1]


@pytest.fixture
def count_queries(app: Flask) -> Callable[[], AbstractContextManager[Queries]]:
    """`with count_queries() as queries:` … `assert len(queries) <= 12`; says which they were."""
    return watch_queries


@pytest.fixture
def start_server(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[..., LiveServer]]:
    """`start_server()` runs the server on a free port with an embedded database of its own.

    `demo=False` leaves it without people; `kind="postgresql"` takes the other database (without
    demo), `forked=False` the very program, which takes longer to start. Stopped at the end of the
    test; its log is part of the report when the test fails.
    """
    with ExitStack() as stack:

        def start(
            *, demo: bool = True, kind: str = "sqlite", forked: bool = True, **environment: str
        ) -> LiveServer:
            if kind == "sqlite":
                name = "demo_template" if demo else "sqlite_template"
                address = copy_sqlite(request.getfixturevalue(name), tmp_path)
            else:
                server = request.getfixturevalue("postgres")
                template = request.getfixturevalue("postgres_template")
                address = stack.enter_context(copy_postgres(server, template))
            server = (ForkedServer if forked else LiveServer)(address, tmp_path, environment)
            stack.callback(lambda: print(server.log()))
            return stack.enter_context(server)

        yield start


@pytest.fixture
def live_server(start_server: Callable[..., LiveServer]) -> LiveServer:
    """A running `collab serve` with the demo in it; `.url`, `.kill()`, `.start()`, `.log()`."""
    return start_server()
