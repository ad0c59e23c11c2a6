"""A running server and a world in its database, for all tests of a module."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from flask import Flask

from collab.app import create_app
from collab.config import Settings
from collab.core.db import database
from tests.databases import copy_postgres, copy_sqlite
from tests.served import LiveServer, environment_of
from tests.world import World, make_world

Server = TypeVar("Server", bound=LiveServer)


@contextmanager
def open_hall(
    request: pytest.FixtureRequest, folder: Path, kind: type[Server]
) -> Iterator[tuple[Server, Flask, World]]:
    """The server on a database of `request.param`, an application beside it, and the world."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            address = copy_sqlite(request.getfixturevalue("sqlite_template"), folder)
        else:
            server, template = (
                request.getfixturevalue(name) for name in ("postgres", "postgres_template")
            )
            address = stack.enter_context(copy_postgres(server, template))
        app = create_app(
            Settings(
                database_url=address.app,
                secret_key=environment_of(address)["COLLAB_SECRET_KEY"],
                origins=("http://localhost",),
            )
        )
        stack.callback(database.dispose)
        world = make_world()
        yield stack.enter_context(kind(address, folder, {})), app, world
