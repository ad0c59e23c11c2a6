"""A folder of the research group with a file of its chair."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import select

from collab.core.db import session, unit_of_work
from collab.documents.models import Document, Library
from collab.files.models import FileVersion
from tests.documents import make_file, make_folder, make_library
from tests.world import World


@dataclass(frozen=True)
class Shelf:
    """Where the tests of files happen."""

    world: World
    library: Library
    folder: Document
    file: Document

    @property
    def url(self) -> str:
        """Of the pages of files."""
        return self.world.here.url("/files")

    @property
    def file_url(self) -> str:
        """The page of the file."""
        return f"{self.url}/{self.file.id}"

    @property
    def upload_url(self) -> str:
        """Where forms bring files into the folder."""
        return f"{self.url}/upload?folder={self.folder.id}"

    def titles(self) -> list[str]:
        """Everything in the cooperation's libraries."""
        with unit_of_work(self.world.here.scope, writes=False):
            return sorted(session().scalars(select(Document.title)))

    def document(self, title: str) -> Document:
        """The document of this name."""
        with unit_of_work(self.world.here.scope, writes=False):
            return session().scalars(select(Document).where(Document.title == title)).one()

    def versions(self, document_id: UUID | None = None) -> list[FileVersion]:
        """The versions of a file, the oldest first."""
        wanted = select(FileVersion).order_by(FileVersion.number)
        with unit_of_work(self.world.here.scope, writes=False):
            wanted = wanted.where(FileVersion.document_id == (document_id or self.file.id))
            return list(session().scalars(wanted))


@pytest.fixture
def shelf(world: World) -> Shelf:
    with unit_of_work(world.here.scope):
        library = make_library(world.group)
        folder = make_folder(library, "Reports")
        file = make_file(folder, "Report.txt", b"Figures", by=world.membership("chair"))
    return Shelf(world, library, folder, file)
