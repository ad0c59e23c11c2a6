"""Counts what the application asks its database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from collab.core.db import database


class Queries(list[str]):
    """The statements that ran, in order; printed one a line when a test fails on their number."""

    def __repr__(self) -> str:
        return "\n".join(f"{number}. {' '.join(one.split())}" for number, one in enumerate(self, 1))


@contextmanager
def watch_queries() -> Iterator[Queries]:
    """Collect every statement of this process but BEGIN, which PostgreSQL gets with the first."""
    queries = Queries()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            queries.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield queries
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
