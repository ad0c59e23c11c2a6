"""A folder as one ZIP, made while it is sent: neither memory nor disk ever holds it."""

import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import RawIOBase
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from collab.core.actor import Actor
from collab.core.db import session
from collab.core.errors import Conflict
from collab.core.storage import FileMissing, storage
from collab.documents import service as documents
from collab.documents.models import Document, Kind
from collab.files.models import FileVersion
from collab.inspection.names import clean_name

MAX_FILES: Final = 20_000
_FIRST_YEAR: Final = 1980


class TooManyFiles(Conflict):
    """Nobody unpacks that."""

    code = "too_many_files"
    message = _l("There are too many files in this folder for one download.")
    hint = _l("Please download its folders one by one.")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, or a folder where `version_id` is None, at its path in the archive."""

    path: str
    at: datetime
    version_id: UUID | None


@dataclass(frozen=True, slots=True)
class Archive:
    """What goes into a ZIP."""

    name: str
    cooperation_id: UUID
    entries: tuple[Entry, ...]


def plan_archive(actor: Actor, folder_id: UUID) -> Archive:
    """What the actor may see of a folder, with everything under it; TooManyFiles."""
    folder = documents.find_document(actor, folder_id, Kind.FOLDER).document
    visible = session().scalars(
        select(Document).where(
            Document.library_id == folder.library_id,
            Document.kind != Kind.PAGE,
            documents.is_visible(actor),
        )
    )
    return archive_of(folder, visible)


def archive_of(folder: Document, documents_: Iterable[Document]) -> Archive:
    """What of these documents is under the folder; who may see them is the caller's."""
    children: defaultdict[UUID | None, list[Document]] = defaultdict(list)
    for each in documents_:
        children[each.parent_id].append(each)
    found = list(_walk(children, folder.id, ""))
    if len(found) > MAX_FILES:
        raise TooManyFiles
    versions = _versions_of(each for each, _path in found)
    entries = (
        Entry(path, each.changed_at, versions.get(each.id))
        for each, path in found
        if each.kind == Kind.FOLDER or each.id in versions
    )
    return Archive(f"{clean_name(folder.title)}.zip", folder.cooperation_id, tuple(entries))


def _walk(
    children: dict[UUID | None, list[Document]], parent_id: UUID, path: str
) -> Iterator[tuple[Document, str]]:
    for each in sorted(children.get(parent_id, ()), key=lambda one: one.title):
        own = f"{path}{clean_name(each.title)}"
        if each.kind == Kind.FOLDER:
            yield each, f"{own}/"
            yield from _walk(children, each.id, f"{own}/")
        else:
            yield each, own


def _versions_of(found: Iterable[Document]) -> dict[UUID, UUID]:
    wanted = {each.id: each.version for each in found if each.kind == Kind.FILE}
    ids = list(wanted)
    versions: dict[UUID, UUID] = {}
    for begin in range(0, len(ids), 500):
        rows = session().execute(
            select(FileVersion.id, FileVersion.document_id, FileVersion.number).where(
                FileVersion.document_id.in_(ids[begin : begin + 500])
            )
        )
        versions |= {row.document_id: row.id for row in rows if wanted[row.document_id] == row[2]}
    return versions


class _Sink(RawIOBase):
    """Takes what is written until somebody fetches it; nobody can go back in it."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self._pieces.append(piece)
        return len(piece)

    def fetch(self) -> bytes:
        """What has been written since the last time."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def pack(archive: Archive) -> Iterator[bytes]:
    """The ZIP, piece by piece. A file that the storage has lost is left out."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as packed:
        for entry in archive.entries:
            yield from _pack_one(packed, sink, archive.cooperation_id, entry)
    yield sink.fetch()


def _pack_one(
    packed: zipfile.ZipFile, sink: _Sink, cooperation_id: UUID, entry: Entry
) -> Iterator[bytes]:
    info = zipfile.ZipInfo(entry.path, _moment(entry.at))
    if entry.version_id is None:
        packed.writestr(info, b"")
        return
    try:
        pieces = storage.read(cooperation_id, entry.version_id)
    except FileMissing:
        return
    with packed.open(info, "w", force_zip64=True) as target:
        for piece in pieces:
            target.write(piece)
            yield sink.fetch()


def _moment(at: datetime) -> tuple[int, int, int, int, int, int]:
    """The time as ZIP knows it: not before 1980."""
    return max(at.year, _FIRST_YEAR), at.month, at.day, at.hour, at.minute, at.second
