"""One transaction for rows of several cooperations, as the journal of live texts needs it."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from collab.core.scope import Scope, ScopedSession


class Part:
    """What one cooperation has of a group's transaction.

    Statements that are prepared need no session, which costs more than they do: so it is made only
    when it is asked for.
    """

    def __init__(self, scope: Scope, connection: Connection) -> None:
        self.scope = scope
        self._connection = connection
        self._session: ScopedSession | None = None

    @property
    def session(self) -> ScopedSession:
        """A session of this cooperation alone."""
        if self._session is None:
            self._session = ScopedSession(
                self.scope, bind=self._connection, join_transaction_mode="rollback_only"
            )
        return self._session

    def connect(self) -> Connection:
        """Return the connection; where the database guards rows itself, it knows the scope."""
        if self._connection.dialect.name == "sqlite":
            return self._connection
        return Session.connection(self.session)

    def flush(self) -> None:
        """Say to the database what the session has not said yet."""
        if self._session is not None:
            self._session.flush()

    def forget(self) -> None:
        """Let go of the rows."""
        if self._session is not None:
            self._session.expunge_all()


class Group:
    """The parts of one transaction: called with the id of a cooperation it makes the next one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._parts: list[Part] = []

    def __call__(self, cooperation_id: UUID) -> Part:
        """Return the next part."""
        self.flush()
        part = Part(Scope(cooperation_id), self._connection)
        self._parts.append(part)
        return part

    def flush(self) -> None:
        """Say what the last part has not said yet: the next one may be of another cooperation."""
        if self._parts:
            self._parts[-1].flush()

    def forget(self) -> None:
        """Let go of all rows."""
        for part in self._parts:
            part.forget()


@contextmanager
def grouped(connection: Connection) -> Iterator[Group]:
    """Commit what the block does, or undo all of it when it raises."""
    with connection.begin():
        group = Group(connection)
        try:
            yield group
            group.flush()
        finally:
            group.forget()
