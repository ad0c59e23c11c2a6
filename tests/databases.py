"""Databases for tests: migrated once, then copied for whoever needs one."""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import make_url

from collab.cli import alembic_config
from tests.postgres import Server

DEPLOY = Path(__file__).resolve().parents[1] / "deploy" / "postgresql"
_numbers = count(1)


@dataclass(frozen=True)
class Address:
    """Where a database is: as the app reaches it, and as migrations do; and the world in it."""

    app: str
    owner: str
    world: bytes | None = None


def migrate(address: Address) -> None:
    """Bring the database to the newest schema, as its owner."""
    command.upgrade(alembic_config(address.owner), "head")


def read_statements(file: Path) -> list[str]:
    """The statements of an SQL file, without its comments."""
    lines = [line for line in file.read_text().splitlines() if not line.startswith("--")]
    return [part.strip() for part in "\n".join(lines).split(";") if part.strip()]


def sqlite_address(file: Path) -> Address:
    """The embedded database in this file."""
    return Address(f"sqlite:///{file}", f"sqlite:///{file}")


def settle_sqlite(file: Path) -> None:
    """Bring everything into the one file that is copied; a program may leave some beside it."""
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def make_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder that `make` fills once a run, whichever of the workers asks first."""
    own = factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / name
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = folder.with_suffix(".unfinished")
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(folder)
    return folder


def copy_sqlite(template: Path, folder: Path, world: bytes | None = None) -> Address:
    """A database like the template, which nobody has open, and in which the world is."""
    copied = folder / f"copy-{next(_numbers)}.db"
    # a command that wrote the template may have left the newest of it in its write-ahead log
    with closing(sqlite3.connect(template)) as source, closing(sqlite3.connect(copied)) as target:
        source.backup(target)
    files = template.with_name("files")
    if files.is_dir():  # what was uploaded lies beside the database
        shutil.copytree(files, folder / "files", dirs_exist_ok=True)
    return replace(sqlite_address(copied), world=world)


def take_back_choices(address: Address, template: Path) -> None:
    """Give the people of the embedded database the language, zone and theme of the template."""
    chosen = "language, timezone, theme"
    with closing(sqlite3.connect(make_url(address.app).database or "", timeout=10)) as connection:
        connection.execute("ATTACH ? AS template", (str(template),))
        connection.execute(
            f"UPDATE person SET ({chosen}) = (SELECT {chosen} FROM template.person AS origin"
            " WHERE origin.id = person.id) WHERE id IN (SELECT id FROM template.person)"
        )
        connection.commit()


def postgres_address(server: Server, name: str) -> Address:
    """The database `name`, for the role of the app and for the owner."""
    return Address(server.url("collab_app", name), server.url("collab_owner", name))


def create_postgres(server: Server, name: str) -> Address:
    """A new, empty database, made as deploy/ tells operators to."""
    server.execute(f"CREATE DATABASE {name} OWNER collab_owner")
    server.execute(*read_statements(DEPLOY / "database.sql"), name=name)
    return postgres_address(server, name)


@contextmanager
def copy_postgres(server: Server, template: str, world: bytes | None = None) -> Iterator[Address]:
    """A database like the template, for as long as the block runs; about 20 ms."""
    name = f"copy_{next(_numbers)}"
    strategy = "STRATEGY file_copy"
    server.execute(f"CREATE DATABASE {name} TEMPLATE {template} {strategy} OWNER collab_owner")
    try:
        yield replace(postgres_address(server, name), world=world)
    finally:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
