"""Where a document may be moved to."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from collab.core.actor import Actor
from collab.core.db import session
from collab.core.errors import require
from collab.documents import policy
from collab.documents.models import Document, Kind
from collab.documents.service.listing import MOST_NODES, Node, make_tree
from collab.documents.service.lookups import (
    FoundDocument,
    find_document,
    is_visible,
    standings_to,
)
from collab.documents.service.moving import list_subtree
from collab.documents.service.shelves import Shelf, list_shelves


@dataclass(frozen=True, slots=True)
class Destination:
    """A library, and the folders and pages in it that can take the document in."""

    shelf: Shelf
    nodes: tuple[Node, ...]


def list_destinations(actor: Actor, document_id: UUID) -> tuple[FoundDocument, list[Destination]]:
    """Where the document may go; other libraries only for who may share it. Forbidden."""
    found = find_document(actor, document_id)
    require(policy.can_write(actor, found.standing))
    document = found.document
    goes_away = policy.can_share(actor, found.standing)
    shelves = [
        shelf
        for shelf in list_shelves(actor)
        if goes_away or (shelf.group.id if shelf.group else None) == document.group_id
    ]
    holders = _list_holders(actor, document)
    return found, [
        Destination(shelf, make_tree(holders.get(shelf.group.id if shelf.group else None, [])))
        for shelf in shelves
        if shelf.can_write or (shelf.group.id if shelf.group else None) in holders
    ]


def _list_holders(actor: Actor, document: Document) -> dict[UUID | None, list[Document]]:
    """What the actor may put it into, by group."""
    kinds = [Kind.FOLDER, Kind.PAGE] if document.kind == Kind.PAGE else [Kind.FOLDER]
    own = {each.id for each in list_subtree(document)}
    rows = session().scalars(
        select(Document)
        .where(is_visible(actor), Document.kind.in_(kinds))
        .order_by(Document.rank, Document.id)
        .limit(MOST_NODES)
    )
    documents = [each for each in rows if each.id not in own]
    standings = standings_to(actor, documents)
    found: dict[UUID | None, list[Document]] = {}
    for each in documents:
        if policy.can_write(actor, standings[each.id]):
            found.setdefault(each.group_id, []).append(each)
    return found
