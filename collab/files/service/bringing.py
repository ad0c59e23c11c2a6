"""What becomes of a file that is brought where one of its name is already."""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from collab.core.actor import Actor
from collab.documents import service as documents
from collab.documents.models import Document
from collab.documents.service import Spot
from collab.files.service.adding import add_received, check_replaceable, replace_with
from collab.files.service.receiving import Received
from collab.files.service.spots import FileThere, find_named
from collab.inspection.names import clean_name


class OnTaken(StrEnum):
    """What to do when there is a file of the same name."""

    #: FileThere: whoever brings it decides
    ASK = "ask"
    #: it becomes a version of that file
    VERSION = "version"
    #: it gets a number
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Aim:
    """Where a file goes: a place, or a file that it replaces."""

    spot: Spot
    document_id: UUID | None = None


def choose_aim(actor: Actor, aim: Aim, name: str, on_taken: OnTaken) -> Aim:
    """Where a file of this name goes; FileThere, FileLocked, Forbidden."""
    name = clean_name(name)
    if aim.document_id is None:
        documents.open_spot(actor, aim.spot)
        there = None if on_taken is OnTaken.BOTH else find_named(actor, aim.spot, name)
        if there is None:
            return aim
        if on_taken is OnTaken.ASK:
            raise FileThere(there)
        aim = replace(aim, document_id=there.id)
    if aim.document_id is not None:
        check_replaceable(actor, aim.document_id, name)
    return aim


def put_received(actor: Actor, aim: Aim, received: Received) -> Document:
    """Make a file, or the newest version of one, of what was received."""
    if aim.document_id is None:
        return add_received(actor, aim.spot, received)
    replace_with(actor, aim.document_id, received)
    return documents.find_document(actor, aim.document_id).document
