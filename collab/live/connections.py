"""Who is connected, and whom a change of access concerns."""

import random
import time
from dataclasses import dataclass
from typing import Any

from collab.accounts.identity import Identity
from collab.core.revocation import AccessChange, is_heard
from collab.live.access import GOOD_FOR_SECONDS, UNHEARD_SECONDS
from collab.live.journal import Document
from collab.live.members import Member


@dataclass(slots=True, eq=False)
class Connection:
    """One signed-in socket, and the document that it has open."""

    sid: str
    eio_sid: str
    transport: Any
    identity: Identity
    document: Document | None = None
    member: Member | None = None


def checked_now() -> float:
    """Now, or a little earlier: so that not everybody is looked up again at the same moment."""
    return time.monotonic() - random.uniform(0, GOOD_FOR_SECONDS / 3)  # noqa: S311 no secret


def is_concerned(connection: Connection, change: AccessChange) -> bool:
    """Whether somebody's rights may be others after this change."""
    identity, document = connection.identity, connection.document
    return (
        change.session_id in (None, identity.session_id)
        and change.person_id in (None, identity.person_id)
        and (document is None or change.cooperation_id in (None, document.cooperation_id))
        and (document is None or change.document_id in (None, document.id))
    )


def is_outdated(member: Member) -> bool:
    """Whether their rights were looked up too long ago."""
    good_for = GOOD_FOR_SECONDS if is_heard() else UNHEARD_SECONDS
    return time.monotonic() - member.checked_at > good_for
