"""What there is in the libraries of a cooperation, for tests that open every address."""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from collab.core.db import unit_of_work
from collab.documents.service import Spot
from collab.pages.models import VersionKind
from collab.pages.service.drafts import Batch
from collab.pages.service.importing import keep_import
from tests.documents import (
    make_draft,
    make_file,
    make_folder,
    make_image,
    make_library,
    make_page,
    make_page_version,
    make_public_link,
    throw_away,
)
from tests.world import Place


@dataclass(frozen=True)
class DocumentThings:
    """Documents of the research group, all made by the coordinator."""

    folder_id: UUID
    #: in the folder
    page_id: UUID
    #: a file in the folder
    document_id: UUID
    #: an image of the page
    image_id: UUID
    #: a folder in the trash
    trashed_id: UUID
    #: to the folder, made by the coordinator
    public_link_id: UUID
    #: a file that the coordinator wants to make a page of in the folder, with an image
    page_import_id: UUID
    draft_image_id: UUID

    #: number of a version of the page
    version: int

    def arguments(self) -> dict[str, Any]:
        """A value for each argument that a URL may have."""
        return asdict(self) | {"what": "documents"}


def furnish_documents(place: Place, marker: str) -> DocumentThings:
    """One of everything in the library of the research group; each text contains the marker."""
    author = place.people["coordinator"].membership
    made: dict[str, Any] = {"created_by": author.id}
    with unit_of_work(place.scope):
        library = make_library(place.groups["research"])
        folder = make_folder(library, f"Folder {marker}", **made)
        page = make_page(folder, f"Page {marker}", **made)
        image = make_image(page)
        file = make_file(folder, f"{marker}.txt", marker.encode(), by=author)
        trashed = make_folder(library, f"Trashed {marker}", **made)
        throw_away(trashed)
        link, _token = make_public_link(folder, author)
        draft = make_draft(marker)
        actor = place.people["coordinator"].actor
        spot = Spot(parent_id=folder.id)
        page_import_id = keep_import(actor, spot, Batch((draft,)))
        version = make_page_version(page, marker, name=marker, kind=VersionKind.NAMED)
    return DocumentThings(
        folder_id=folder.id,
        page_id=page.id,
        image_id=image.id,
        document_id=file.id,
        trashed_id=trashed.id,
        public_link_id=link.id,
        page_import_id=page_import_id,
        draft_image_id=draft.images["image-1"].id,
        version=version.number,
    )
