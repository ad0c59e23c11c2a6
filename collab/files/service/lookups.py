"""Files and their versions as an actor finds them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.cooperations.models import Membership
from collab.core.actor import Actor
from collab.core.db import session
from collab.core.errors import NotFound
from collab.core.storage import storage
from collab.documents import service as documents
from collab.documents.models import Document, Kind
from collab.documents.policy import Standing
from collab.files.models import FileVersion


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file with the version that counts, and how the actor stands to it."""

    document: Document
    standing: Standing
    version: FileVersion

    @property
    def id(self) -> UUID:
        """The document's id."""
        return self.document.id


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version and who added it; empty: it came with a command."""

    version: FileVersion
    by: str
    is_newest: bool


def find_file(actor: Actor, document_id: UUID, *, trashed: bool = False) -> FoundFile:
    """The file; NotFound as in documents.find_document."""
    found = documents.find_document(actor, document_id, Kind.FILE, trashed=trashed)
    return FoundFile(found.document, found.standing, find_version(found.document))


def find_version(document: Document, number: int | None = None) -> FileVersion:
    """The version of this number, else the one that counts; NotFound."""
    version = session().scalar(
        select(FileVersion).where(
            FileVersion.document_id == document.id,
            FileVersion.number == (document.version if number is None else number),
        )
    )
    if version is None:
        raise NotFound
    return version


def list_versions(actor: Actor, document_id: UUID) -> list[ShownVersion]:
    """The versions of a file that the actor may see, the newest first."""
    document = documents.find_document(actor, document_id, Kind.FILE).document
    rows = session().execute(
        select(FileVersion, Person.name)
        .outerjoin(Membership, Membership.id == FileVersion.added_by)
        .outerjoin(Person, Person.id == Membership.person_id)
        .where(FileVersion.document_id == document.id)
        .order_by(FileVersion.number.desc())
    )
    return [
        ShownVersion(
            version,
            shown_name(name) if version.added_by else "",
            version.number == document.version,
        )
        for version, name in rows
    ]


def open_file(
    actor: Actor, document_id: UUID, version: int | None = None
) -> tuple[FileVersion, Iterator[bytes]]:
    """A version of a file that the actor may see, and what is in it; NotFound, FileMissing."""
    found = documents.find_document(actor, document_id, Kind.FILE)
    return _open(find_version(found.document, version))


def open_version_for_link(document: Document) -> tuple[FileVersion, Iterator[bytes]]:
    """The version that counts of a file, for readers of a link; the caller has checked the link."""
    return _open(find_version(document))


def _open(version: FileVersion) -> tuple[FileVersion, Iterator[bytes]]:
    return version, storage.read(version.cooperation_id, version.id)


def newest_of(documents_: Sequence[Document]) -> dict[UUID, FileVersion]:
    """The version that counts of each of these files, by the document's id, in one query."""
    ids = [each.id for each in documents_ if each.kind == Kind.FILE]
    rows = session().scalars(
        select(FileVersion)
        .join(
            Document,
            (Document.id == FileVersion.document_id) & (Document.version == FileVersion.number),
        )
        .where(FileVersion.document_id.in_(ids))
    )
    return {row.document_id: row for row in rows}
