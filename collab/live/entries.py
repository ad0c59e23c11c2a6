"""Changes on their way to the disk, and why one is not taken."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from collab.live.guard import MAX_PARTS, TooLargeError, Update, read_update
from collab.live.ledger import BuriedError, ForeignClientError, GapError, LeftOutError
from collab.live.lib0 import MAX_SAFE_INTEGER, MalformedError
from collab.live.members import Session
from collab.live.wire import Change


class RefusedError(Exception):
    """A change that is not taken; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True, eq=False)
class Entry:
    """A change that waits for the disk; one that brings nothing new has no update."""

    update: bytes
    author_id: UUID | None
    session: Session | None = None
    n: int | None = None
    #: the client ids that it is the first to use, and the clocks that it moves on
    new_clients: tuple[int, ...] = ()
    ends: dict[int, int] = field(default_factory=dict)
    operation_id: UUID | None = None
    is_done: bool = False

    @property
    def owner_id(self) -> UUID | None:
        """Whose the new client ids are; those that the server made up are nobody's."""
        return None if self.session is None else self.author_id


@contextmanager
def refusing() -> Iterator[None]:
    """Say with a code why the ledger does not take something."""
    try:
        yield
    except GapError as error:
        raise RefusedError("gap") from error
    except BuriedError as error:
        raise RefusedError("moved") from error
    except LeftOutError as error:
        raise RefusedError("left_out") from error
    except ForeignClientError as error:
        raise RefusedError("foreign_client") from error
    except MalformedError as error:
        raise RefusedError("invalid") from error


def read_checked(blob: bytes, parts: int = MAX_SAFE_INTEGER) -> Update:
    """Read an update; RefusedError says why it is not taken."""
    try:
        return read_update(blob, parts=parts)
    except MalformedError as error:
        raise _refusal_of(error) from error


def read_sent(change: Change) -> Update:
    """Return the update of a change; RefusedError says why it is not taken."""
    if change.read is None:
        return read_checked(change.update, MAX_PARTS)
    if isinstance(change.read, MalformedError):
        raise _refusal_of(change.read) from change.read
    return change.read


def _refusal_of(error: MalformedError) -> RefusedError:
    return RefusedError("too_large" if isinstance(error, TooLargeError) else "invalid")
