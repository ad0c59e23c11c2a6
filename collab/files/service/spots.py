"""Where uploads go: the folders they name, and what is called so already."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from collab.core.actor import Actor
from collab.core.db import session
from collab.core.errors import Conflict, Invalid
from collab.documents import service as documents
from collab.documents.models import Document, Kind
from collab.documents.service import DocumentPlan, Spot
from collab.inspection.names import clean_name

#: folders in folders that an upload may bring
MAX_DEPTH: Final = 20


class FileThere(Conflict):
    """A file of this name lies there: whoever brings one says what is to become of it."""

    code = "file_there"

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document_id = document.id
        self.message: Any = _l("There is a file “%(name)s” here already.", name=document.title)


def find_named(actor: Actor, spot: Spot, name: str, kind: Kind = Kind.FILE) -> Document | None:
    """The file or folder of this name there that the actor may see, whatever the case of letters.

    Ask it after `open_spot`, so that nobody adds one meanwhile.
    """
    library = documents.find_library(actor, spot.group_id)
    if spot.parent_id is not None:
        library_id = documents.find_document(actor, spot.parent_id).document.library_id
    elif library is not None:
        library_id = library.id
    else:
        return None
    found = session().scalars(
        select(Document).where(
            Document.library_id == library_id,
            Document.parent_id.is_not_distinct_from(spot.parent_id),
            Document.kind == kind,
            documents.is_visible(actor),
        )
    )
    wanted = name.casefold()
    return next((each for each in found if each.title.casefold() == wanted), None)


def open_folders(actor: Actor, spot: Spot, names: Sequence[str]) -> Spot:
    """The spot in the folders of these names, one in the other; those that are not there are made.

    Invalid when there are too many.
    """
    if len(names) > MAX_DEPTH:
        raise Invalid({"path": _l("These folders lie too deep in each other.")})
    for each in names:
        spot = Spot(spot.group_id, _open_folder(actor, spot, clean_name(each)))
    return spot


def _open_folder(actor: Actor, spot: Spot, name: str) -> UUID:
    documents.open_spot(actor, spot)
    found = find_named(actor, spot, name, Kind.FOLDER)
    if found is not None:
        return found.id
    return documents.add_document(
        actor, DocumentPlan(Kind.FOLDER, name, actor.language, spot), unique=True
    ).id
