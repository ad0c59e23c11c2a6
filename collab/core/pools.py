"""Pooled connections of PostgreSQL: one that the server has ended is not handed out again."""

import select
from typing import Any, Final

from gevent import monkey
from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

# the patched one lets others have a turn; this one only looks
_Poll: Final = monkey.get_original("select", "poll")


def leave_out_ended(engine: Engine) -> None:
    """Have each connection looked at before it is used: after a restart nobody gets an error page.

    A server that ends says so, and an idle connection has nothing else to say; so it costs no
    question to the server.
    """

    @event.listens_for(engine, "checkout")
    def on_checkout(connection: Any, _record: Any, _proxy: Any) -> None:
        is_doubtful = connection.closed or _has_news(connection.pgconn.socket)
        if is_doubtful and not _answers(engine, connection):
            raise DisconnectionError


def _has_news(descriptor: int) -> bool:
    poll = _Poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))


def _answers(engine: Engine, connection: Any) -> bool:
    try:
        return bool(engine.dialect.do_ping(connection))
    except engine.dialect.loaded_dbapi.Error:
        return False
