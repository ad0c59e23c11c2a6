"""Rings the bell of people who look at a page; what answers that is above this package's rules."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Final
from uuid import UUID

from collab.core.db import after_commit, session
from collab.core.relays import Relay

Ringer = Callable[[Collection[UUID]], None]
_ringers: list[Ringer] = []


def on_ring(ringer: Ringer) -> None:
    """Be told, after each commit in any process, which people have something new or read it."""
    if ringer not in _ringers:
        _ringers.append(ringer)


def ring_after_commit(person_ids: Collection[UUID]) -> None:
    """Ring once for each of these people when the running unit of work has committed."""
    known: set[UUID] | None = session().info.get("bells")
    if known is None:
        known = session().info["bells"] = set()
        after_commit(partial(_ring, known))
    known.update(person_ids)


def _ring(person_ids: set[UUID]) -> None:
    _relay.tell(frozenset(person_ids))


def _write(person_ids: Collection[UUID]) -> list[str]:
    return [str(each) for each in person_ids]


def _read(told: list[str]) -> Collection[UUID]:
    return frozenset(UUID(each) for each in told)


_relay: Final = Relay("bells", lambda: _ringers, _write, _read)
