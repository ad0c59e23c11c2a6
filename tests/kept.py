"""PostgreSQL databases that tests use one after another: what a test wrote is taken back.

Making and dropping a database takes longer than most tests, and so do connections that know
nothing yet. What was written shows by the newest transaction among a table's rows and by their
number; such a table is filled anew. Whatever cannot be taken back ends the database: a changed
schema, a transaction or a lock that somebody still holds.
"""

from dataclasses import dataclass
from itertools import count
from typing import Any

import psycopg
from psycopg import sql

from tests.databases import postgres_address
from tests.haste import forget_engine, keep_engine
from tests.postgres import Server

_numbers = count(1)
#: what was deleted stays in the files, as nobody sweeps
MOST_USES = 200
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
_SCHEMA = " UNION ALL ".join(
    f"SELECT '{name}', count(*), max(xmin::text::bigint) FROM {name}"
    for name in ("pg_class", "pg_attribute", "pg_constraint", "pg_policy", "pg_proc", "pg_trigger")
)
_BUSY = """
SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
  AND pid <> pg_backend_pid() AND state <> 'idle'
UNION ALL SELECT 1 FROM pg_locks WHERE locktype = 'advisory'
"""
Marks = dict[str, tuple[int, int | None]]


@dataclass
class Kept:
    """A copy of a template, and how it was."""

    server: Server
    template: str

    def __post_init__(self) -> None:
        self.name = f"kept_{next(_numbers)}"
        self.uses = 0
        self.server.execute(
            f"CREATE DATABASE {self.name} TEMPLATE {self.template}"
            " STRATEGY file_copy OWNER collab_owner"
        )
        target = f"host={self.server.folder} user=postgres dbname={self.name}"
        # nothing fires while rows are taken back, and nobody is waited for
        options = "-c session_replication_role=replica -c lock_timeout=500"
        self._door = psycopg.connect(target, options=options, autocommit=True)
        tables = [row[0] for row in self._door.execute(_TABLES)]
        self._schema = self._door.execute(_SCHEMA).fetchall()
        self._sequences = self._read_sequences()
        self._marks = self._look(tables)
        self._rows = {
            table: self._save(table) for table, (number, _) in self._marks.items() if number
        }
        keep_engine(postgres_address(self.server, self.name).app)

    def take_back(self) -> bool:
        """Make it as it was; whether that was possible."""
        self.uses += 1
        try:
            return self.uses <= MOST_USES and self._take_back()
        except psycopg.OperationalError:  # a test has ended all connections, ours too
            return False

    def _take_back(self) -> bool:
        if self._door.execute(_BUSY).fetchone():
            return False
        if self._door.execute(_SCHEMA).fetchall() != self._schema:
            return False
        found = self._look(list(self._marks))
        changed = [table for table, mark in found.items() if mark != self._marks[table]]
        try:
            with self._door.transaction():
                self._refill(changed)
        except psycopg.errors.LockNotAvailable:
            return False
        if changed:
            self._marks |= self._look(changed)
        return self._read_sequences() == self._sequences

    def drop(self) -> None:
        """For good, whoever is connected."""
        forget_engine(postgres_address(self.server, self.name).app)
        self._door.close()
        self.server.execute(f"DROP DATABASE {self.name} WITH (FORCE)")

    def _look(self, tables: list[str]) -> Marks:
        asked = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {}, count(*), max(xmin::text::bigint) FROM {}").format(
                sql.Literal(table), sql.Identifier(table)
            )
            for table in tables
        )
        return {name: (number, newest) for name, number, newest in self._door.execute(asked)}

    def _read_sequences(self) -> list[Any]:
        return self._door.execute("SELECT sequencename, last_value FROM pg_sequences").fetchall()

    def _save(self, table: str) -> bytes:
        asked = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
        with self._door.cursor() as cursor, cursor.copy(asked) as copy:
            return b"".join(bytes(piece) for piece in copy)

    def _refill(self, tables: list[str]) -> None:
        for table in tables:
            self._door.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            if table in self._rows:
                asked = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))
                with self._door.cursor() as cursor, cursor.copy(asked) as copy:
                    copy.write(self._rows[table])


class Shelf:
    """The databases of one worker, the last few of which are kept."""

    MOST = 3

    def __init__(self) -> None:
        self._kept: dict[str, Kept] = {}

    def take(self, server: Server, template: str) -> Kept:
        """A database like the template, which nobody else has until it is given back."""
        kept = self._kept.pop(template, None)
        return kept or Kept(server, template)

    def give_back(self, kept: Kept) -> None:
        """Keep it for the next one, if it can be made as it was."""
        if kept.template in self._kept or not kept.take_back():
            kept.drop()
            return
        self._kept[kept.template] = kept
        while len(self._kept) > self.MOST:
            self._kept.pop(next(iter(self._kept))).drop()

    def clear(self) -> None:
        """Drop them all."""
        while self._kept:
            self._kept.popitem()[1].drop()
