"""The trash: thrown away, brought back, and gone for good after a while."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select

from collab.activity import service as activity
from collab.core import revocation
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import after_commit, session
from collab.core.errors import NotFound, require
from collab.documents import policy
from collab.documents.models import Document, Kind
from collab.documents.service.hooks import tell_erased
from collab.documents.service.lookups import (
    find_document,
    look_again,
    sees_document,
    standings_to,
)
from collab.documents.service.moving import inherit, list_subtree
from collab.documents.service.placing import free_name, lock_library

#: how long it can be brought back
KEPT: Final = timedelta(days=30)
MOST_ROWS: Final = 500


@dataclass(frozen=True, slots=True)
class Thrown:
    """Something in the trash, with everything that was in it."""

    document: Document
    can_restore: bool
    can_erase: bool

    @property
    def gone_at(self) -> datetime:
        """When it goes for good."""
        return (self.document.trashed_at or now()) + KEPT


def trash_document(actor: Actor, document_id: UUID) -> Document:
    """Throw it away with everything in it; it can be brought back for a while. Forbidden."""
    found = find_document(actor, document_id)
    require(policy.can_write(actor, found.standing))
    document = found.document
    lock_library(document.library_id)
    session().refresh(document)
    if document.trashed_at is not None:
        raise NotFound  # somebody was faster
    at = now()
    for each in list_subtree(document):
        if each.trashed_at is None:
            each.trashed_at, each.trashed_by = at, actor.membership_id
            each.trash_id = document.id
            each.revision += 1
    session().flush()
    activity.record(actor, f"{document.kind}.trashed", document.id, name=document.title)
    cooperation_id = actor.cooperation_id
    after_commit(lambda: revocation.announce(cooperation_id=cooperation_id))
    return document


def list_trash(actor: Actor) -> list[Thrown]:
    """What was thrown away and the actor saw before, the latest first."""
    rows = (
        session()
        .scalars(
            select(Document)
            .where(Document.trash_id == Document.id, sees_document(actor))
            .order_by(Document.trashed_at.desc(), Document.id)
            .limit(MOST_ROWS)
        )
        .all()
    )
    at = standings_to(actor, rows)
    return [
        Thrown(each, policy.can_restore(actor, at[each.id]), policy.can_erase(actor, at[each.id]))
        for each in rows
    ]


def find_thrown(actor: Actor, document_id: UUID) -> Thrown:
    """Something in the trash; NotFound."""
    found = find_document(actor, document_id, trashed=True)
    at = found.standing
    return Thrown(found.document, policy.can_restore(actor, at), policy.can_erase(actor, at))


def restore_document(actor: Actor, document_id: UUID) -> Document:
    """Bring it back to where it was; to the top of its library when that is gone, too.

    A name that was taken meanwhile gets a number. Forbidden, NotFound.
    """
    found = find_document(actor, document_id, trashed=True)
    require(policy.can_restore(actor, found.standing))
    document = found.document
    lock_library(document.library_id)
    session().refresh(document)
    if document.trashed_at is None:
        raise NotFound  # somebody was faster
    parent = session().get(Document, document.parent_id) if document.parent_id else None
    tree = [each for each in list_subtree(document) if each.trash_id == document.trash_id]
    if parent is not None and parent.trashed_at is not None:
        _put_at_top(document, tree, parent)
    if document.kind != Kind.PAGE:
        document.title = free_name(
            document.library_id, document.parent_id, document.title, unique=True, but=document.id
        )
    for each in tree:
        each.trashed_at = each.trashed_by = each.trash_id = None
        each.revision += 1
    session().flush()
    activity.record(actor, f"{document.kind}.restored", document.id, name=document.title)
    return document


def _put_at_top(document: Document, tree: Sequence[Document], parent: Document) -> None:
    """What it inherited stays as it was: seen by nobody who did not see it."""
    document.parent_id = None
    if document.ruler_id == parent.ruler_id:
        ruler_id = document.ruler_id
        document.ruler_id = document.id
        document.audience, document.is_for_guests = "group", False
        inherit(tree, ruler_id, document)


def erase_document(actor: Actor, document_id: UUID) -> None:
    """Take it out of the trash for good, with everything in it; Forbidden, NotFound."""
    found = find_document(actor, document_id, trashed=True)
    require(policy.can_erase(actor, found.standing))
    document = found.document
    lock_library(document.library_id)
    look_again(actor, document, trashed=True)
    kind, title = document.kind, document.title
    _erase(document)
    activity.record(actor, f"{kind}.erased", document_id, name=title)


def erase_expired() -> int:
    """Take what was thrown away long ago out of the scope's trash for good; how much that was."""
    rows = session().scalars(
        select(Document)
        .where(Document.trash_id == Document.id, Document.trashed_at < now() - KEPT)
        .with_for_update()  # what somebody is bringing back stays
    )
    found = rows.all()
    for document in found:
        activity.record_for(
            document.cooperation_id, f"{document.kind}.erased", document.id, name=document.title
        )
        _erase(document)
    return len(found)


def _erase(document: Document) -> None:
    """Rows, from below upwards; what their bytes and texts are made of goes with hooks."""
    ids = [each.id for each in list_subtree(document)]
    tell_erased(ids)
    session().flush()
    for each in reversed(ids):
        session().execute(delete(Document).where(Document.id == each))
    session().expire_all()
