"""Socket messages as dataclasses, parsed strictly: what is unknown or oversized is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from collab.live.lib0 import MAX_SAFE_INTEGER, MalformedError

_LONGEST_SLUG = 100
_KNOWN = {"cooperation", "document", "seq", "epoch", "session"}


@dataclass(frozen=True, slots=True)
class Join:
    """A client opens a document; it has everything up to `seq` of `epoch`."""

    cooperation: str
    document_id: UUID
    seq: int
    epoch: int | None
    session: int | None


def parse_join(message: object) -> Join:
    """Read the payload of a join; raises MalformedError."""
    if not isinstance(message, Mapping) or not set(message) <= _KNOWN:
        raise MalformedError("a join with unknown parts")
    cooperation = message.get("cooperation")
    if not isinstance(cooperation, str) or not 0 < len(cooperation) <= _LONGEST_SLUG:
        raise MalformedError("a join without its cooperation")
    if not cooperation.isprintable():
        raise MalformedError("a join without its cooperation")
    seq = _number(message.get("seq", 0))
    return Join(
        cooperation=cooperation,
        document_id=_document_id(message.get("document")),
        seq=0 if seq is None else seq,
        epoch=_number(message.get("epoch")),
        session=_number(message.get("session")),
    )


def _document_id(value: object) -> UUID:
    if not isinstance(value, str) or len(value) != 36:
        raise MalformedError("a join without its document")
    try:
        return UUID(value)
    except ValueError as error:
        raise MalformedError("a join without its document") from error


def _number(value: object) -> int | None:
    if value is None:
        return None
    if type(value) is not int or not 0 <= value <= MAX_SAFE_INTEGER:
        raise MalformedError("a number out of range")
    return value
