"""What programs do to folders and files."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from collab.core.actor import Actor
from collab.core.db import new_id, session
from collab.core.errors import Forbidden
from collab.core.storage import storage
from collab.documents import service as documents
from collab.documents.models import Document
from collab.documents.service import Spot
from collab.documents.service.moving import Place
from collab.files.models import FileVersion
from collab.files.service.adding import add_received, replace_with
from collab.files.service.lookups import find_version
from collab.files.service.receiving import Received
from collab.inspection import Checked
from collab.inspection.names import clean_name
from collab.webdav.models import DavProperty
from collab.webdav.tree import dav_name

#: what systems leave everywhere and nobody wants to see
_JUNK = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".localized"})
_JUNK_STARTS = ("._", "~$", ".~lock.", ".spotlight-", ".trashes", ".fseventsd")


class NotWanted(Forbidden):
    """Programs keep notes of their own beside files; they do not come here."""

    code = "not_wanted"


class BadName(Forbidden):
    """A name that some systems cannot have."""

    code = "bad_name"
    message = _l("Files and folders cannot be called so. Please choose another name.")


def check_name(name: str) -> None:
    """NotWanted for what only one system understands, BadName for what others would not."""
    folded = name.casefold()
    if folded in _JUNK or folded.startswith(_JUNK_STARTS):
        raise NotWanted
    if clean_name(name) != name:
        raise BadName


def add_folder(actor: Actor, spot: Spot, name: str) -> Document:
    """A new folder there."""
    check_name(name)
    return documents.create_folder(actor, spot, name, actor.language)


def add_empty(actor: Actor, spot: Spot, name: str, received: Received) -> Document:
    """A file with nothing in it yet: programs make the name first and bring the content later."""
    check_name(name)
    return add_received(actor, spot, received)


def put(actor: Actor, document: Document, received: Received) -> None:
    """What was received is the newest version; a version with nothing in it is forgotten."""
    before = find_version(document)
    replace_with(actor, document.id, received)
    _forget_empty(document, before)


def _forget_empty(document: Document, before: FileVersion) -> None:
    if before.size == 0 and document.version != before.number:
        session().delete(before)
        session().flush()


def copy_file(actor: Actor, source: Document, spot: Spot, name: str) -> Document:
    """A new file there with the same content."""
    check_name(name)
    made = add_received(actor, spot, _same_content(actor, source, name))
    copy_properties(source, made)
    return made


def replace_by(actor: Actor, document: Document, source: Document) -> None:
    """What is in the other file is the newest version of this one."""
    put(actor, document, _same_content(actor, source, document.title))
    session().execute(delete(DavProperty).where(DavProperty.document_id == document.id))
    copy_properties(source, document)


def _same_content(actor: Actor, source: Document, name: str) -> Received:
    """The newest version of a file, stored once more; it was looked into when it came."""
    version = find_version(source)
    file_id = new_id()
    storage.copy(actor.cooperation_id, version.id, file_id)
    checked = Checked(clean_name(name), version.media_type, version.has_macros, version.size)
    return Received(file_id, checked, version.digest)


def copy_folder(actor: Actor, source: Document, spot: Spot, name: str) -> Document:
    """A new folder there, with nothing in it yet."""
    made = add_folder(actor, spot, name)
    copy_properties(source, made)
    return made


def copy_properties(source: Document, made: Document) -> None:
    """What programs noted at the one, at the other, too."""
    for each in session().scalars(select(DavProperty).where(DavProperty.document_id == source.id)):
        session().add(
            DavProperty(
                id=new_id(),
                cooperation_id=made.cooperation_id,
                document_id=made.id,
                name=each.name,
                value=each.value,
            )
        )


def move(actor: Actor, document: Document, spot: Spot, name: str) -> None:
    """Put it there under that name."""
    check_name(name)
    if spot.parent_id != document.parent_id or spot.group_id != document.group_id:
        documents.move_document(actor, document.id, Place(spot))
    if name != dav_name(document):
        documents.rename_document(actor, document.id, name)


def trash(actor: Actor, document_id: UUID) -> None:
    """Throw it away; it can be brought back in the browser."""
    documents.trash_document(actor, document_id)
