"""New files, and new versions of files."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from collab.activity import service as activity
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import Invalid, require
from collab.core.fields import clean_line
from collab.core.storage import storage
from collab.documents import policy
from collab.documents import service as documents
from collab.documents.models import Document, Kind
from collab.documents.service import DocumentPlan, Spot
from collab.files.errors import OtherKind
from collab.files.models import FileVersion
from collab.files.service.locking import check_unlocked
from collab.files.service.lookups import FoundFile, find_file, find_version
from collab.files.service.reading import read_soon
from collab.files.service.receiving import Received, take_in
from collab.files.service.usage import check_room
from collab.inspection.names import ending_of

MAX_NOTE: Final = 300


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What is known of a version beside its content."""

    number: int
    name: str
    note: str = ""


def add_file(actor: Actor, spot: Spot, name: str, path: Path) -> Document:
    """Take the spooled file in as a new one behind the others of its place.

    A name that is taken gets a number. What must not keep the database waiting uses `receive` and
    `add_received` instead.
    """
    return add_received(actor, spot, take_in(actor, name, path))


def add_received(actor: Actor, spot: Spot, received: Received) -> Document:
    """Make a file of what was received; QuotaFull, and as documents.add_document."""
    plan = DocumentPlan(Kind.FILE, received.checked.name, actor.language, spot)
    document = documents.add_document(actor, plan, unique=True)
    check_room(received.checked.size)
    _note(actor, document, received, NewVersion(1, document.title))
    return document


def add_version(
    actor: Actor, document_id: UUID, name: str, path: Path, note: str = ""
) -> FileVersion:
    """Take the spooled file in as the newest version of the file; FileLocked, OtherKind.

    What must not keep the database waiting uses `receive` and `replace_with` instead.
    """
    check_replaceable(actor, document_id, name)
    return replace_with(actor, document_id, take_in(actor, name, path), note)


def check_replaceable(actor: Actor, document_id: UUID, name: str) -> FoundFile:
    """The file, if the actor may replace it by one of this name; asked before it is stored."""
    found = find_file(actor, document_id)
    require(policy.can_write(actor, found.standing))
    check_unlocked(actor, found.document)
    if ending_of(name) != ending_of(found.document.title):
        raise OtherKind
    return found


def replace_with(
    actor: Actor, document_id: UUID, received: Received, note: str = ""
) -> FileVersion:
    """Make the newest version of what was received; the same content again adds none."""
    found = check_replaceable(actor, document_id, received.checked.name)
    documents.lock_library(found.document.library_id)
    session().refresh(found.document)
    newest = find_version(found.document)
    if newest.digest == received.digest:
        return newest
    check_room(received.checked.size)
    fresh = NewVersion(_next_number(document_id), received.checked.name, check_note(note))
    version = _note(actor, found.document, received, fresh)
    _tell(actor, found.document, version)
    return version


def restore_version(actor: Actor, document_id: UUID, number: int) -> FileVersion:
    """Make an old version the newest again, as a version of its own; FileLocked, Forbidden."""
    found = find_file(actor, document_id)
    old = find_version(found.document, number)
    check_replaceable(actor, document_id, found.document.title)
    documents.lock_library(found.document.library_id)
    session().refresh(found.document)
    if old.number == found.document.version:
        return old
    check_room(old.size)
    version = FileVersion(
        id=new_id(),
        cooperation_id=actor.cooperation_id,
        document_id=document_id,
        number=_next_number(document_id),
        name=old.name,
        media_type=old.media_type,
        size=old.size,
        digest=old.digest,
        has_macros=old.has_macros,
        added_by=actor.membership_id,
        added_at=now(),
        text=old.text,
        read_at=old.read_at,
    )
    storage.copy(actor.cooperation_id, old.id, version.id)
    _put_first(found.document, version)
    activity.record(
        actor, "file.version_restored", document_id, name=found.document.title, number=number
    )
    return version


def check_note(note: str) -> str:
    """The note on one line; Invalid (field `note`) when it is too long."""
    clean = clean_line(note)
    if len(clean) > MAX_NOTE:
        raise Invalid({"note": _l("Please use at most %(max)d characters.", max=MAX_NOTE)})
    return clean


def _next_number(document_id: UUID) -> int:
    last = session().scalar(
        select(func.max(FileVersion.number)).where(FileVersion.document_id == document_id)
    )
    return (last or 0) + 1


def _note(actor: Actor, document: Document, received: Received, fresh: NewVersion) -> FileVersion:
    version = FileVersion(
        id=received.id,
        cooperation_id=actor.cooperation_id,
        document_id=document.id,
        number=fresh.number,
        name=fresh.name,
        media_type=received.checked.media_type,
        size=received.checked.size,
        digest=received.digest,
        has_macros=received.checked.has_macros,
        note=fresh.note,
        added_by=actor.membership_id,
        added_at=now(),
    )
    received.is_noted = True
    _put_first(document, version)
    return version


def _put_first(document: Document, version: FileVersion) -> None:
    """Let the version be the one that counts."""
    session().add(version)
    document.version = version.number
    document.size = version.size
    document.media_type = version.media_type
    document.revision += 1
    document.changed_at = version.added_at
    session().flush()
    if version.read_at is None:
        read_soon(version)


def _tell(actor: Actor, document: Document, version: FileVersion) -> None:
    activity.record(
        actor,
        "file.version_added",
        document.id,
        name=document.title,
        number=version.number,
        note=version.note,
    )
