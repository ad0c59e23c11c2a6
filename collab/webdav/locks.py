"""Locks as programs know them, kept where browsers see them, too.

One program's own lock on a file is the lock that the page of the file shows. Locks on folders and
shared ones are for programs alone.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete
from wsgidav.dav_error import HTTP_FORBIDDEN, DAVError
from wsgidav.lock_man.lock_manager import LockManager, normalize_lock_root

from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import session
from collab.documents.models import Document, Kind
from collab.files import service as files
from collab.files.models import FileLock
from collab.webdav.errors import translated
from collab.webdav.lock_rows import Lock, find_kept, lasting, lock_file, lock_other, read_locks
from collab.webdav.models import DavLock


class _OneRequest:
    """The locks of the actor's cooperation, read when they are first asked for."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        #: documents by the path at which the running request locks them
        self.found: dict[str, Document] = {}
        self._locks: dict[str, Lock] | None = None

    @property
    def locks(self) -> dict[str, Lock]:
        """By their token."""
        if self._locks is None:
            self._locks = {each["token"]: each for each in read_locks(self.actor)}
        return self._locks

    def forget(self) -> None:
        """Something changed: read them again."""
        self._locks = None


_current: ContextVar[_OneRequest | None] = ContextVar("collab.webdav.locks", default=None)


@contextmanager
def locks_of(actor: Actor) -> Iterator[None]:
    """Answer for this actor's cooperation until the end of the block."""
    token = _current.set(_OneRequest(actor))
    try:
        yield
    finally:
        _current.reset(token)


def _request() -> _OneRequest | None:
    return _current.get()


def note_path(path: str, document: Document) -> None:
    """Remember what is at the path that a program asks about, in case it locks it."""
    request = _request()
    if request is not None:
        request.found[normalize_lock_root(path)] = document


class LockStorage:
    """Keeps locks in the database of the running unit of work; see wsgidav's LockStorageDict."""

    def open(self) -> None:
        """Nothing is kept open."""

    def close(self) -> None:
        """Nothing was open."""

    def get(self, token: str) -> Lock | None:
        """The lock of this token; None when it has ended."""
        request = _request()
        return request.locks.get(token) if request else None

    def get_lock_list(
        self, path: str, *, include_root: bool, include_children: bool, token_only: bool
    ) -> list[Any]:
        """The locks on a path, on what is below it, or both."""
        request = _request()
        if request is None:
            return []
        root = normalize_lock_root(path)
        below = f"{root.rstrip('/')}/"
        found = [
            each
            for each in request.locks.values()
            if (include_root and each["root"] == root)
            or (include_children and each["root"].startswith(below))
        ]
        return [each["token"] for each in found] if token_only else found

    @translated
    def create(self, path: str, lock: Lock) -> Lock:
        """Lock what was found at the path; the lock gets its token and the time it ends."""
        request = _request()
        document = request.found.get(normalize_lock_root(path)) if request else None
        if request is None or document is None:
            raise DAVError(HTTP_FORBIDDEN)
        lock["token"] = f"urn:uuid:{uuid4()}"
        held = lasting(float(lock["timeout"]))
        if document.kind == Kind.FILE and lock["scope"] == "exclusive":
            lock_file(request.actor, document, lock, held)
        else:
            lock_other(request.actor, document, lock, held)
        lock |= {
            "timeout": held.total_seconds(),
            "expire": time.time() + held.total_seconds(),
        }
        request.forget()
        return lock

    @translated
    def refresh(self, token: str, *, timeout: float) -> Lock:
        """Let the lock hold for so long from now."""
        request = _request()
        if request is None or token not in request.locks:
            raise DAVError(HTTP_FORBIDDEN)
        until = now() + lasting(timeout)
        for kept in find_kept(request.actor, token):
            kept.expires_at = until
        session().flush()
        request.forget()
        return request.locks[token]

    @translated
    def delete(self, token: str) -> None:
        """End the actor's lock."""
        request = _request()
        if request is None:
            return
        for kept in find_kept(request.actor, token):
            if isinstance(kept, FileLock):
                files.unlock(request.actor, kept.document_id)
            else:
                session().delete(kept)
        session().flush()
        request.forget()


def release_locks(document_ids: list[UUID]) -> None:
    """The documents went elsewhere, and locks stay where they were: so they end."""
    session().execute(delete(FileLock).where(FileLock.document_id.in_(document_ids)))
    session().execute(delete(DavLock).where(DavLock.document_id.in_(document_ids)))
    request = _request()
    if request is not None:
        request.forget()


class _NoLock:
    """The database sees to it that one waits for the other."""

    def acquire_read(self) -> None:
        """Nobody waits."""

    def acquire_write(self) -> None:
        """Nobody waits."""

    def release(self) -> None:
        """Nobody waited."""


class Locks(LockManager):
    """Rules of locks as wsgidav knows them, over locks of the running unit of work."""

    def __init__(self) -> None:
        super().__init__(LockStorage())
        self._lock = _NoLock()
