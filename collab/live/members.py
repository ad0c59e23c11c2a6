"""Who is in a room: the session that counts their changes, and the socket it goes over."""

import secrets
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from collab.core.actor import Actor
from collab.live.awareness import Awareness
from collab.live.lib0 import MAX_SAFE_INTEGER


def new_number() -> int:
    """Return a number for a session or an epoch: random, so that no two are the same."""
    return secrets.randbelow(MAX_SAFE_INTEGER) + 1


@dataclass(slots=True)
class Session:
    """The changes of one person that are counted together, over one or more sockets."""

    person_id: UUID
    number: int = field(default_factory=new_number)
    #: the highest n that was taken or refused, and the highest that is on disk
    taken: int = 0
    committed: int = 0
    #: the entry of the journal that a process read as its last one on disk
    seq: int = 0
    #: after a gap nothing is taken any more
    is_broken: bool = False
    #: a refusal may have got lost with its socket, and a receipt would cover it up
    has_refused: bool = False
    #: what was only awareness is not sent again, so a resumed session has holes
    is_resumed: bool = False
    #: one whole state may be offered, as its author knows the document before its new epoch
    may_offer: bool = False

    def note_committed(self, n: int) -> None:
        """Note that a change is on disk, whichever process wrote it."""
        self.taken = max(self.taken, n)
        self.committed = max(self.committed, n)


@dataclass(slots=True, eq=False)
class Member:
    """One socket in a room."""

    sid: str
    transport: Any
    actor: Actor
    session: Session
    is_writer: bool
    #: when the right was last looked up, on the monotonic clock
    checked_at: float
    awareness: Awareness | None = None
    #: frames are left out until its backlog is gone, then it joins again
    is_lagging: bool = False
    #: what their rights came from when they were looked up
    standing: str = ""

    @property
    def person_id(self) -> UUID:
        """Whose socket it is."""
        return self.actor.person_id
