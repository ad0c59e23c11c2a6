"""Folders, and the names of everything."""

from uuid import UUID

from collab.activity import service as activity
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import session
from collab.core.errors import require
from collab.documents import policy
from collab.documents.models import Document, Kind
from collab.documents.service.hooks import tell_renamed
from collab.documents.service.lookups import find_document
from collab.documents.service.placing import (
    DocumentPlan,
    Spot,
    add_document,
    check_title,
    free_name,
    lock_library,
)


def create_folder(
    actor: Actor, spot: Spot, title: str, language: str, *, unique: bool = False
) -> Document:
    """Make a folder there; NameTaken, unless `unique` gives it a number."""
    return add_document(actor, DocumentPlan(Kind.FOLDER, title, language, spot), unique=unique)


def rename_document(actor: Actor, document_id: UUID, title: str) -> Document:
    """Give a folder, page or file another name; NameTaken, Invalid, Forbidden."""
    found = find_document(actor, document_id)
    require(policy.can_write(actor, found.standing))
    document = found.document
    title, before = check_title(title), document.title
    if title == before:
        return document
    lock_library(document.library_id)
    session().refresh(document)
    if document.kind != Kind.PAGE:
        title = free_name(document.library_id, document.parent_id, title, but=document.id)
    document.title = title
    document.changed_at = now()
    document.revision += 1
    session().flush()
    activity.record(actor, f"{document.kind}.renamed", document.id, name=title, before=before)
    tell_renamed(document)
    return document
