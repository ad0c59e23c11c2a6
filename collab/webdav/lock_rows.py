"""Rows of locks, and how wsgidav writes a lock."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import delete, select
from wsgidav.dav_error import HTTP_FORBIDDEN, DAVError

from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.documents import policy
from collab.documents.models import Document, Kind
from collab.documents.service import find_document
from collab.files import service as files
from collab.files.models import FileLock
from collab.webdav.models import DavLock
from collab.webdav.tree import find_paths

Lock = dict[str, Any]
#: programs renew theirs every few minutes; one that was switched off is waited for no longer
LONGEST: Final = timedelta(hours=1)
MAX_OWNER: Final = 2_000


def read_locks(actor: Actor) -> Iterator[Lock]:
    """The locks of the cooperation that count for the actor; their own from the browser do not."""
    at = now()
    own = list(session().scalars(select(FileLock).where(FileLock.expires_at > at)))
    other = list(session().scalars(select(DavLock).where(DavLock.expires_at > at)))
    found = find_paths(
        actor, [each.document_id for each in own] + [each.document_id for each in other]
    )
    paths = {each: quote(path) for each, path in found.items()}
    for each in own:
        is_in_browser = each.membership_id == actor.membership_id and not each.owner
        if each.document_id in paths and not is_in_browser:
            yield _as_lock(each, paths[each.document_id], is_exclusive=True, is_deep=False)
    for each_ in other:
        if each_.document_id in paths:
            yield _as_lock(
                each_,
                paths[each_.document_id],
                is_exclusive=each_.is_exclusive,
                is_deep=each_.is_deep,
            )


def _as_lock(kept: FileLock | DavLock, path: str, *, is_exclusive: bool, is_deep: bool) -> Lock:
    return {
        "token": kept.token,
        "root": path,
        "type": "write",
        "scope": "exclusive" if is_exclusive else "shared",
        "depth": "infinity" if is_deep else "0",
        "owner": kept.owner.encode(),
        "principal": str(kept.membership_id),
        "expire": kept.expires_at.timestamp(),
        "timeout": max(1.0, kept.expires_at.timestamp() - time.time()),
    }


def lasting(timeout: float) -> timedelta:
    """How long a lock holds that is asked for so many seconds; less than none: for ever."""
    return LONGEST if timeout < 0 else min(timedelta(seconds=timeout), LONGEST)


def find_kept(actor: Actor, token: str) -> list[FileLock | DavLock]:
    """The actor's lock of this token: one row, or none."""
    is_own = FileLock.membership_id == actor.membership_id
    own = session().scalars(select(FileLock).where(FileLock.token == token, is_own))
    is_theirs = DavLock.membership_id == actor.membership_id
    other = session().scalars(select(DavLock).where(DavLock.token == token, is_theirs))
    return [*own, *other]


def lock_file(actor: Actor, document: Document, lock: Lock, held: timedelta) -> None:
    """The actor's own lock from the browser becomes the program's."""
    kept = files.lock(actor, document.id, lasting=held, token=lock["token"], owner=_owner(lock))
    kept.token, kept.owner = lock["token"], _owner(lock)
    kept.expires_at = now() + held
    session().flush()


def _owner(lock: Lock) -> str:
    """Never empty: that is how a lock of a browser is told."""
    said = lock["owner"].decode("utf-8", "replace")
    return said if 0 < len(said) <= MAX_OWNER else '<D:owner xmlns:D="DAV:"/>'


def lock_other(actor: Actor, document: Document, lock: Lock, held: timedelta) -> None:
    """Lock a folder, or a file together with others; Forbidden for who may not write it."""
    found = find_document(actor, document.id)
    if not policy.can_write(actor, found.standing):
        raise DAVError(HTTP_FORBIDDEN)
    if document.kind == Kind.FILE:
        files.check_unlocked(actor, document)
    at = now()
    session().execute(delete(DavLock).where(DavLock.expires_at <= at))
    session().add(
        DavLock(
            id=new_id(),
            cooperation_id=actor.cooperation_id,
            document_id=document.id,
            membership_id=actor.membership_id,
            token=lock["token"],
            owner=_owner(lock),
            is_exclusive=lock["scope"] == "exclusive",
            is_deep=lock["depth"] == "infinity",
            locked_at=at,
            expires_at=at + held,
        )
    )
    session().flush()
