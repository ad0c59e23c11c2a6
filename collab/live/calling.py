"""Calls to the engines of all processes, from wherever a service runs."""

from typing import Final
from uuid import UUID

from collab.core.relays import Relay
from collab.live.engine import running


def reopen(document_id: UUID) -> None:
    """Tell every engine that a document has a new epoch."""
    _reopening.tell(document_id)


def wake(document_id: UUID, cooperation_id: UUID) -> None:
    """Tell an engine, this process's or any other, that it owes this document something."""
    engine = running()
    if engine is not None:
        engine.upkeep.wake(document_id, cooperation_id)
    else:
        _waking.tell((document_id, cooperation_id))


def _reopen_here(document_id: UUID) -> None:
    engine = running()
    if engine is not None:
        engine.reopen(document_id)


def _wake_here(owed: tuple[UUID, UUID]) -> None:
    engine = running()
    if engine is not None:
        engine.upkeep.wake(*owed)


def _write_owed(owed: tuple[UUID, UUID]) -> list[str]:
    return [str(each) for each in owed]


def _read_owed(told: list[str]) -> tuple[UUID, UUID]:
    document_id, cooperation_id = map(UUID, told)
    return document_id, cooperation_id


_reopening: Final = Relay("live.reopen", lambda: [_reopen_here], str, UUID)
_waking: Final = Relay("live.wake", lambda: [_wake_here], _write_owed, _read_owed)
