"""The embedded database: how each connection is set up, and how it waits for its turn to write."""

import sqlite3
import time
from typing import Any, Final

from sqlalchemy import Connection, Engine, event

_PATIENCE_SECONDS: Final = 10.0
_PAUSE_SECONDS: Final = 0.02
_PRAGMAS: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
)
_WAITING: Final = f"busy_timeout={int(_PATIENCE_SECONDS * 1000)}"
_NOT_WAITING: Final = "busy_timeout=0"


def prepare(engine: Engine, *, only_writes: bool = False) -> None:
    """Have every connection write ahead, sync in full, and say at once whether it is to write.

    One that does nothing else never waits inside SQLite; others do, for what they read.
    """
    pragmas = (*_PRAGMAS, _NOT_WAITING if only_writes else _WAITING)

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        # None: the driver must not begin transactions by itself, we say BEGIN or BEGIN IMMEDIATE
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        # a reader that turns writer would fail when somebody wrote in between; so say it at once
        if not connection.get_execution_options().get("writes", False):
            connection.exec_driver_sql("BEGIN")
        elif not begin(connection.connection.driver_connection):
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # the last try, which says what is wrong

    begin = _begins_to_write if only_writes else _begins_to_write_too


def _begins_to_write_too(connection: Any) -> bool:
    connection.execute(f"PRAGMA {_NOT_WAITING}")
    try:
        return _begins_to_write(connection)
    finally:
        connection.execute(f"PRAGMA {_WAITING}")


def _begins_to_write(connection: Any) -> bool:
    """Wait for other processes that write; not inside SQLite, where the whole loop would wait."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                return False
            time.sleep(_PAUSE_SECONDS)
        else:
            return True
