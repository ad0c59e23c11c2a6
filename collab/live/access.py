"""Who may open a document, looked up afresh."""

from dataclasses import dataclass
from uuid import UUID

from collab.accounts.identity import Identity
from collab.accounts.service import is_session_alive
from collab.cooperations.service import find_actor, list_standings
from collab.core.actor import Actor
from collab.core.db import Scope, unit_of_work
from collab.core.errors import NotFound
from collab.live.journal import Document, find_document
from collab.live.kinds import find_kind

#: for so many seconds an answer is good, unless a change of access is announced or seen
GOOD_FOR_SECONDS = 60.0
#: and while what other processes announce is not heard
UNHEARD_SECONDS = 5.0


class SignedOutError(Exception):
    """The session that the socket came with has ended."""


@dataclass(frozen=True, slots=True)
class Access:
    """A document, who opens it, and whether they may write."""

    document: Document
    actor: Actor
    is_writer: bool
    #: what the answer came from, see `list_standings`
    standing: str = ""


def look_up(identity: Identity, slug: str, document_id: UUID) -> Access:
    """Return what this person may do with the document now.

    Raises NotFound for what they may not see, SignedOutError when their session has ended, and
    whatever keeps them out of the cooperation's pages.
    """
    actor = find_actor(identity.person_id, identity.session_id, slug)
    with unit_of_work(Scope(cooperation_id=actor.cooperation_id), writes=False):
        if not is_session_alive(identity.session_id):
            raise SignedOutError
        document = find_document(document_id)
        if document is None:
            raise NotFound
        # asked in any case: it also says whether they may read
        may_write = find_kind(document.kind).can_write(actor, document_id)
        standing = list_standings([actor.membership_id]).get(actor.membership_id, "")
        return Access(document, actor, may_write and not actor.is_archived, standing)
