"""Locks: somebody works on a file, and nobody else replaces it meanwhile."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.activity import service as activity
from collab.cooperations.models import Membership
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import require
from collab.documents import policy
from collab.documents import service as documents
from collab.documents.models import Document, Kind
from collab.files.errors import FileLocked
from collab.files.models import FileLock
from collab.files.policy import can_break_lock

#: of a lock made in the browser
LASTING: Final = timedelta(hours=8)
LONGEST: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ShownLock:
    """A lock that holds, and whose it is."""

    lock: FileLock
    by: str
    is_own: bool

    @property
    def expires_at(self) -> datetime:
        """When it ends by itself."""
        return self.lock.expires_at


def find_lock(actor: Actor, document_id: UUID) -> ShownLock | None:
    """The lock on the file that holds now; None: there is none."""
    return find_locks(actor, [document_id]).get(document_id)


def find_locks(actor: Actor, document_ids: Collection[UUID]) -> dict[UUID, ShownLock]:
    """The locks on these files that hold now, by the document's id."""
    rows = session().execute(
        select(FileLock, Person.name)
        .join(Membership, Membership.id == FileLock.membership_id)
        .join(Person, Person.id == Membership.person_id)
        .where(FileLock.document_id.in_(document_ids), FileLock.expires_at > now())
    )
    return {
        lock.document_id: ShownLock(
            lock, shown_name(name), lock.membership_id == actor.membership_id
        )
        for lock, name in rows
    }


def check_unlocked(actor: Actor, document: Document) -> None:
    """FileLocked while somebody else has locked the file."""
    held = find_lock(actor, document.id)
    if held is not None and not held.is_own:
        raise FileLocked(held.by, held.expires_at)


def lock(
    actor: Actor,
    document_id: UUID,
    *,
    lasting: timedelta = LASTING,
    token: str = "",
    owner: str = "",
) -> FileLock:
    """Lock the file for the actor, or lock it for longer; FileLocked when somebody else has it."""
    document = _find_writable(actor, document_id)
    check_unlocked(actor, document)
    held = _find_row(document_id)
    at = now()
    if held is not None and held.expires_at > at:
        held.expires_at = at + min(lasting, LONGEST)
        return held
    if held is not None:
        session().delete(held)
        session().flush()
    made = FileLock(
        id=new_id(),
        cooperation_id=actor.cooperation_id,
        document_id=document_id,
        membership_id=actor.membership_id,
        token=token or f"urn:uuid:{uuid4()}",
        owner=owner,
        locked_at=at,
        expires_at=at + min(lasting, LONGEST),
    )
    session().add(made)
    session().flush()
    activity.record(actor, "file.locked", document_id, name=document.title)
    return made


def refresh_lock(actor: Actor, document_id: UUID, lasting: timedelta = LASTING) -> FileLock | None:
    """Let the actor's own lock hold for so long from now; None when there is none any more."""
    held = find_lock(actor, document_id)
    if held is None or not held.is_own:
        return None
    held.lock.expires_at = now() + min(lasting, LONGEST)
    return held.lock


def unlock(actor: Actor, document_id: UUID) -> None:
    """End the lock: whose it is, and who leads can break it; Forbidden."""
    found = documents.find_document(actor, document_id, Kind.FILE)
    documents.lock_library(found.document.library_id)
    held = find_lock(actor, document_id)
    if held is None:
        return
    require(can_unlock(actor, found.standing, held))
    session().delete(held.lock)
    session().flush()
    activity.record(actor, "file.unlocked", document_id, name=found.document.title)


def can_unlock(actor: Actor, at: policy.Standing, held: ShownLock) -> bool:
    """Whether the actor may end the lock."""
    return held.is_own or can_break_lock(actor, at)


def forget_expired_locks() -> None:
    """Let go of the locks that hold no more."""
    session().execute(delete(FileLock).where(FileLock.expires_at <= now()))


def _find_writable(actor: Actor, document_id: UUID) -> Document:
    found = documents.find_document(actor, document_id, Kind.FILE)
    require(policy.can_write(actor, found.standing))
    documents.lock_library(found.document.library_id)
    return found.document


def _find_row(document_id: UUID) -> FileLock | None:
    return session().scalar(select(FileLock).where(FileLock.document_id == document_id))
