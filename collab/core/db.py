"""The base of every model, the engine, and the one place that commits."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    ForeignKeyConstraint,
    MetaData,
    StaticPool,
    TypeDecorator,
    UniqueConstraint,
    create_engine,
    event,
    func,
    make_url,
    select,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from uuid_utils.compat import uuid7

from collab.core.embedded import prepare
from collab.core.group import Group, grouped
from collab.core.pools import leave_out_ended
from collab.core.scope import GLOBAL, CooperationOwned, Scope, ScopedSession, ScopeError

__all__ = [
    "GLOBAL",
    "Base",
    "CooperationOwned",
    "Scope",
    "ScopeError",
    "ScopedSession",
    "after_commit",
    "before_commit",
    "database",
    "new_id",
    "owned",
    "ref",
    "session",
    "unit_of_work",
]


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC, on every database; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC, without its zone where the database has none."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Back to an aware moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def new_id() -> UUID:
    """A fresh UUIDv7: sorts by time, cannot be guessed."""
    return uuid7()


class Base(DeclarativeBase):
    """A table with a UUIDv7 key."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UTCDateTime}

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)


def ref(table: str, column: str, *, ondelete: str = "CASCADE") -> ForeignKeyConstraint:
    """A reference that cannot leave the cooperation: (cooperation_id, column) → (…, id)."""
    return ForeignKeyConstraint(
        ["cooperation_id", column], [f"{table}.cooperation_id", f"{table}.id"], ondelete=ondelete
    )


def owned(*constraints: Any) -> tuple[Any, ...]:
    """`__table_args__` of a cooperation's table: what `ref` points at, and the given ones."""
    return (UniqueConstraint("cooperation_id", "id"), *constraints)


_log = logging.getLogger(__name__)
_running: ContextVar[ScopedSession | None] = ContextVar("running_session", default=None)


def session() -> ScopedSession:
    """The session of the running unit of work."""
    running = _running.get()
    if running is None:
        raise RuntimeError("no unit of work is running")
    return running


def before_commit(call: Callable[[], object]) -> None:
    """Do this at the end of the running unit of work, in its transaction.

    Locks that everybody needs are taken here: so late that nobody waits while holding another.
    """
    session().info.setdefault("before_commit", []).append(call)


def after_commit(call: Callable[[], object]) -> None:
    """Do this once the running unit of work has committed; never if it has not."""
    session().info.setdefault("after_commit", []).append(call)


def _choose_on_postgresql(connection: Connection, scope: Scope) -> None:
    """Tell row-level security whose rows this transaction may touch."""
    own = scope.person_id if scope.cooperation_id is None else None
    connection.execute(
        select(
            func.set_config("collab.cooperation_id", str(scope.cooperation_id or ""), True),
            func.set_config("collab.person_id", str(own or ""), True),
        )
    )


@event.listens_for(ScopedSession, "after_begin")
def _choose_scope(opened: ScopedSession, _transaction: Any, connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        _choose_on_postgresql(connection, opened.scope)


class Database:
    """The process's connection to its database."""

    def __init__(self) -> None:
        self._engine: Engine | None = None
        self._journal: Engine | None = None
        #: of the last group commit, for the next one
        self._kept: Connection | None = None
        # one writer of this process at a time on SQLite: a second one would block the whole loop
        self.writer = threading.RLock()

    def connect(self, url: str) -> None:
        """Use this database from now on."""
        self.dispose()
        parsed = make_url(url)
        self._engine = self._journal = create_engine(parsed)
        if self.is_sqlite:
            # the journal is written from another thread, over a connection of its own
            self._journal = create_engine(
                parsed, poolclass=StaticPool, connect_args={"check_same_thread": False}
            )
            prepare(self._engine)
            prepare(self._journal, only_writes=True)
        else:
            leave_out_ended(self._engine)

    def dispose(self) -> None:
        """Close every connection."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None
        for engine in {self._engine, self._journal} - {None}:
            engine.dispose()  # type: ignore[union-attr]
        self._engine = self._journal = None

    @property
    def engine(self) -> Engine:
        """The engine; only core, migrations and tests may use it."""
        if self._engine is None:
            raise RuntimeError("the database is not connected")
        return self._engine

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    def open_session(self, scope: Scope, *, writes: bool) -> ScopedSession:
        """A session of its own for `unit_of_work`; nobody else makes sessions."""
        return ScopedSession(
            scope,
            bind=self.engine.execution_options(writes=writes),
            expire_on_commit=False,
            autoflush=True,
        )

    @contextmanager
    def group_commit(self) -> Iterator[Group]:
        """One transaction for rows of several cooperations.

        Yields a function cooperation id → its part; asking for the next one flushes the last.
        """
        if self._journal is None:
            raise RuntimeError("the database is not connected")
        connection, self._kept = self._kept, None
        if connection is None:
            connection = self._journal.connect().execution_options(writes=True)
        try:
            with grouped(connection) as group:
                yield group
        except BaseException:
            connection.close()
            raise
        if self.is_sqlite:
            # taking a connection costs as much as writing a few rows
            self._kept = connection
        else:
            connection.close()


database = Database()


def _tell(call: Callable[[], object]) -> None:
    try:
        call()
    except Exception:  # noqa: BLE001 it is on disk: whoever asked gets their answer
        _log.exception("what was to follow a commit failed")


def _finish(opened: ScopedSession) -> None:
    last: list[Callable[[], object]] = opened.info.get("before_commit", [])
    while last:
        last.pop(0)()


@contextmanager
def unit_of_work(scope: Scope, *, writes: bool = True) -> Iterator[ScopedSession]:
    """Commit what the block did, then tell the world; or undo all of it when it raises."""
    if _running.get() is not None:
        raise RuntimeError("a unit of work is running already")
    locks = writes and database.is_sqlite
    if locks:
        database.writer.acquire()
    try:
        opened = database.open_session(scope, writes=writes)
        token = _running.set(opened)
        try:
            yield opened
            _finish(opened)
            opened.commit()
        except BaseException:
            opened.rollback()
            raise
        finally:
            _running.reset(token)
            opened.close()
    finally:
        if locks:
            database.writer.release()
    for call in opened.info.get("after_commit", ()):
        _tell(call)
