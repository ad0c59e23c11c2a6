"""Documents as an actor finds them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, true

from collab.cooperations.policy import is_guest
from collab.core.actor import Actor, Role
from collab.core.db import session
from collab.core.errors import NotFound
from collab.documents import policy
from collab.documents.models import Audience, Document, DocumentShare, Kind, Library
from collab.documents.policy import Standing
from collab.groups import service as groups


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document, and how the actor stands to it."""

    document: Document
    standing: Standing

    @property
    def id(self) -> UUID:
        """The document's id."""
        return self.document.id


def find_document(
    actor: Actor, document_id: UUID, kind: Kind | None = None, *, trashed: bool = False
) -> FoundDocument:
    """The document; NotFound when the actor may not see it, it is of another kind, or not
    exactly as `trashed` says.
    """
    document = session().scalar(select(Document).where(Document.id == document_id))
    if document is None or (document.trashed_at is not None) is not trashed:
        raise NotFound
    if kind is not None and document.kind != kind:
        raise NotFound
    at = standing_to(actor, document)
    if not policy.can_see(actor, at):
        raise NotFound
    return FoundDocument(document, at)


def look_again(actor: Actor, document: Document, *, trashed: bool = False) -> FoundDocument:
    """The document as it is now that its library is locked: somebody may have changed it meanwhile.

    NotFound when it is not exactly as `trashed` says any more, or in another library.
    """
    document_id, library_id = document.id, document.library_id
    session().expire(document)
    found = find_document(actor, document_id, trashed=trashed)
    if found.document.library_id != library_id:
        raise NotFound
    return found


def standing_to(actor: Actor, document: Document) -> Standing:
    """How the actor stands to the document, whether they may see it or not."""
    return policy.standing(actor, document, groups.own_roles(actor), list_shares(document.ruler_id))


def list_shares(ruler_id: UUID) -> dict[UUID, bool]:
    """The groups that a ruler is shared with, and whether they may write."""
    rows = session().execute(
        select(DocumentShare.group_id, DocumentShare.can_write).where(
            DocumentShare.document_id == ruler_id
        )
    )
    return {row.group_id: row.can_write for row in rows}


def standings_to(actor: Actor, documents: Collection[Document]) -> dict[UUID, Standing]:
    """How the actor stands to each of them, in two queries however many they are."""
    own = groups.own_roles(actor)
    rows = session().scalars(
        select(DocumentShare).where(
            DocumentShare.document_id.in_({each.ruler_id for each in documents})
        )
    )
    shares: dict[UUID, dict[UUID, bool]] = {}
    for row in rows:
        shares.setdefault(row.document_id, {})[row.group_id] = row.can_write
    none: Mapping[UUID, bool] = {}
    return {
        each.id: policy.standing(actor, each, own, shares.get(each.ruler_id, none))
        for each in documents
    }


def is_visible(actor: Actor) -> ColumnElement[bool]:
    """The condition that the actor may see a `Document` of a query, and it is not in the trash."""
    return and_(Document.trashed_at.is_(None), sees_document(actor))


def sees_document(actor: Actor) -> ColumnElement[bool]:
    """The condition that the actor may see a `Document` of a query, in the trash or not."""
    if actor.role is Role.COORDINATOR:
        return true()
    own = groups.own_group_ids(actor)
    through = select(DocumentShare.document_id).where(DocumentShare.group_id.in_(own))
    is_meant = or_(
        Document.group_id.is_(None),
        Document.audience == Audience.COOPERATION,
        Document.group_id.in_(own),
        and_(Document.audience == Audience.GROUPS, Document.ruler_id.in_(through)),
    )
    return and_(is_meant, Document.is_for_guests.is_(True)) if is_guest(actor) else is_meant


def find_library(actor: Actor, group_id: UUID | None) -> Library | None:
    """The library of a group or of the cooperation; None until something is put there."""
    return session().scalar(select(Library).where(Library.key == key_of(group_id)))


def key_of(group_id: UUID | None) -> str:
    """What tells a library from the others of its cooperation."""
    return str(group_id) if group_id else "-"
