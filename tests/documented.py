"""What there is in the libraries of a cooperation, for tests that open every address."""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from collab.core.clock import now
from collab.core.db import new_id, unit_of_work
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
    make_picture,
    make_public_link,
    make_upload,
    say_in_page,
    throw_away,
)
from tests.margins import make_remark, make_thread
from tests.world import Place


@dataclass(frozen=True)
class DocumentThings:
    """Documents of the research group, all made by the coordinator."""

    folder_id: UUID
    #: in the folder
    page_id: UUID
    #: a file in the folder
    document_id: UUID
    #: an image in the folder, as a file
    picture_id: UUID
    #: what the coordinator is uploading to the folder
    upload_id: UUID
    #: an image of the page
    image_id: UUID
    #: a folder in the trash
    trashed_id: UUID
    #: to the folder, made by the coordinator
    public_link_id: UUID
    #: a file that the coordinator wants to make a page of in the folder, with an image
    page_import_id: UUID
    draft_image_id: UUID

    #: beside the page; with a comment, and another that was deleted
    thread_id: UUID
    remark_id: UUID
    deleted_remark_id: UUID

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
        picture = make_picture(folder, f"{marker}.png", by=author)
        upload = make_upload(folder, f"{marker}.txt", by=author)
        trashed = make_folder(library, f"Trashed {marker}", **made)
        throw_away(trashed)
        link, _token = make_public_link(folder, author)
        draft = make_draft(marker)
        actor = place.people["coordinator"].actor
        spot = Spot(parent_id=folder.id)
        page_import_id = keep_import(actor, spot, Batch((draft,)))
        thread = make_thread(page, author, quote=marker, block=new_id())
        remark = make_remark(thread, author, marker)
        deleted = make_remark(thread, author, marker, deleted_at=now())
        say_in_page(page, marker)
        version = make_page_version(page, marker, name=marker, kind=VersionKind.NAMED)
    return DocumentThings(
        folder_id=folder.id,
        page_id=page.id,
        image_id=image.id,
        document_id=file.id,
        picture_id=picture.id,
        upload_id=upload.id,
        trashed_id=trashed.id,
        public_link_id=link.id,
        page_import_id=page_import_id,
        draft_image_id=draft.images["image-1"].id,
        thread_id=thread.id,
        remark_id=remark.id,
        deleted_remark_id=deleted.id,
        version=version.number,
    )
