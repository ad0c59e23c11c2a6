"""Statements of one cooperation that are run so often that SQLAlchemy compiles them only once.

The journal of live texts is written dozens of times a second: building, guarding and compiling a
statement costs several times what SQLite needs to run it.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Dialect, Executable, bindparam, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from collab.core.db import new_id
from collab.core.group import Part
from collab.core.scope import CooperationOwned, ScopedSession, ScopeError

#: every prepared statement compares it, or writes it
COOPERATION: Final = "cooperation_id"
Row = Mapping[str, Any]
_NOTHING: Final = object()


class _Driven:
    """A statement as the driver of SQLite takes it."""

    def __init__(self, statement: Executable, dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        self.sql = str(compiled)
        self._columns: list[tuple[str, Callable[[Any], Any] | None]] = [
            (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in compiled.positiontup
        ]

    def run(self, connection: Connection, rows: Sequence[Row]) -> Any:
        """Run it for each row, on the driver's own cursor; raises what SQLAlchemy would."""
        driver: Any = connection.connection.driver_connection
        values = self._convert(rows)
        try:
            return (
                driver.executemany(self.sql, values)
                if len(values) > 1
                else driver.execute(self.sql, values[0])
            )
        except sqlite3.Error as error:
            raise DBAPIError.instance(
                self.sql, values, error, sqlite3.Error, dialect=connection.dialect
            ) from error

    def _convert(self, rows: Sequence[Row]) -> list[tuple[Any, ...]]:
        columns = (_column([row[name] for row in rows], call) for name, call in self._columns)
        return list(zip(*columns, strict=True)) or [()]


def _column(values: list[Any], convert: Callable[[Any], Any] | None) -> list[Any]:
    """As the driver takes it; rows of one batch often share a value."""
    if convert is None:
        return values
    done, last, made = [], _NOTHING, None
    for value in values:
        if value is not last:
            last, made = value, convert(value)
        done.append(made)
    return done


class Prepared:
    """A statement on bare tables; `cooperation_id` in it is always that of the session's scope."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._driven: _Driven | None = None
        parameters = statement.compile().params  # type: ignore[attr-defined]
        if COOPERATION not in parameters:
            raise ScopeError("a prepared statement must be one of a cooperation")

    def read(self, opened: ScopedSession | Part, values: Row) -> Sequence[Any]:
        """Return the rows that a query finds."""
        found: Sequence[Any] = self._run(opened, [values]).fetchall()
        return found

    def write(self, opened: ScopedSession | Part, rows: Sequence[Row]) -> None:
        """Run it for each of the rows."""
        if opened.scope.is_read_only:
            raise ScopeError("nothing may be written in this scope")
        self._run(opened, rows)

    def _run(self, opened: ScopedSession | Part, rows: Sequence[Row]) -> Any:
        chosen = opened.scope.cooperation_id
        if chosen is None:
            raise ScopeError("no cooperation is chosen")
        connection = opened.connect() if isinstance(opened, Part) else Session.connection(opened)
        owned = [{**row, COOPERATION: chosen} for row in rows]
        if connection.dialect.name != "sqlite":
            return connection.execute(self._statement, owned if len(owned) > 1 else owned[0])
        if self._driven is None:
            self._driven = _Driven(self._statement, connection.dialect)
        return self._driven.run(connection, owned)


class PreparedInsert:
    """Inserts rows of a mapped class; each names all columns but `id` and `cooperation_id`."""

    def __init__(self, mapped: type[CooperationOwned]) -> None:
        table: Any = mapped.__table__  # type: ignore[attr-defined]
        named = {column.name: bindparam(column.name, type_=column.type) for column in table.columns}
        self._statement = Prepared(insert(table).values(named))

    def write(self, opened: ScopedSession | Part, rows: Sequence[Row]) -> None:
        """Insert the rows, under ids of their own."""
        self._statement.write(opened, [{**row, "id": new_id()} for row in rows])
