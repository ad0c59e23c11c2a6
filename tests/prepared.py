"""Databases in which something has happened already, for tests that would all do it again.

A test marked `@prepared_by(make)` gets a copy of a database in which `make()` has run once, under
an application, and of the files that it left. Where it must be given something, it is the world.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from inspect import Parameter, signature
from pathlib import Path
from typing import Any

import pytest

from collab.core.db import database
from tests.apps import create
from tests.databases import Address, postgres_address, settle_sqlite, sqlite_address
from tests.postgres import Server
from tests.world import make_world, pack


@dataclass(frozen=True)
class Recipe:
    """What happened, and in which kind of database."""

    make: Callable[..., Any]
    kind: str

    def follow(self) -> bytes:
        """Do it in the connected database; the world that it needed and what it gave, packed."""
        wanted = signature(self.make).parameters.values()
        if any(each.default is Parameter.empty for each in wanted):
            world = make_world()
            return pack(world, self.make(world))
        return pack(None, self.make())


@dataclass(frozen=True)
class Stock:
    """What copies are made of: a file or the name of a database, what was packed, its files."""

    template: Path | str
    packed: bytes | None = None
    files: Path | None = None


def prepared_by(make: Callable[..., Any]) -> pytest.MarkDecorator:
    """The mark of a test; the fixture `prepared` is what `make` gave, which must be picklable."""
    return pytest.mark.prepared.with_args(make)


def find_recipe(request: pytest.FixtureRequest, kind: str) -> Recipe | None:
    """What the test is marked with, for this kind of database."""
    marker = request.node.get_closest_marker("prepared")
    return marker and Recipe(marker.args[0], kind)


class Kitchen:
    """Prepares every database once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._done: dict[Recipe, Stock] = {}

    def serve(self, recipe: Recipe, template: Path | str, server: Server | None) -> Stock:
        """What was prepared so; begun with the template when it is the first time."""
        if recipe not in self._done:
            self._done[recipe] = self._prepare(recipe, template, server)
        return self._done[recipe]

    def _prepare(self, recipe: Recipe, template: Path | str, server: Server | None) -> Stock:
        file = self._folder / f"prepared_{len(self._done)}"
        files = file.with_suffix(".files")
        if server is None:
            shutil.copy(template, file)
            packed = self._make(recipe, sqlite_address(file), files)
            settle_sqlite(file)
            return Stock(file, packed, files)
        server.execute(f"CREATE DATABASE {file.name} TEMPLATE {template} OWNER collab_owner")
        packed = self._make(recipe, postgres_address(server, file.name), files)
        return Stock(file.name, packed, files)

    def _make(self, recipe: Recipe, address: Address, files: Path) -> bytes:
        create(address, files)
        try:
            return recipe.follow()
        finally:
            database.dispose()
