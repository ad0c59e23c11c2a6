"""What a public link shows: one document and what is in it, as long as it may be shared."""

from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from sqlalchemy import select

from collab.accounts import throttle
from collab.accounts.passwords import verify_password
from collab.accounts.tokens import hash_token
from collab.cooperations import service as cooperations
from collab.cooperations.models import Cooperation, Membership
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import GLOBAL, Scope, session, unit_of_work
from collab.core.errors import DomainError, NotFound
from collab.core.ids import parse_id
from collab.documents import policy
from collab.documents import service as documents
from collab.documents.models import Document, DocumentLink
from collab.publishing.service.links import is_over

#: wrong passwords for one link in a quarter of an hour, whoever tries
PER_LINK: Final = 20


@dataclass(frozen=True, slots=True)
class Opening:
    """A link that works: for whom it reads, and where it leads."""

    link_id: UUID
    #: who made it; nothing is shown that they do not see
    actor: Actor
    document_id: UUID
    password_hash: str | None

    @property
    def scope(self) -> Scope:
        """Of the units of work in which it is read."""
        return self.actor.scope


def open_link(token: str) -> Opening:
    """The link of this token; NotFound for a wrong one, and for one that does not work any more.

    It works while its maker is a member and may share the document, whether the cooperation is
    archived or not. Opens units of work itself.
    """
    cooperation_id = parse_id(token[:32])
    if cooperation_id is None:
        raise NotFound
    with unit_of_work(Scope(cooperation_id=cooperation_id)):
        link, person_id, slug = _find(token)
    actor = _enter(person_id, slug)
    with unit_of_work(actor.scope, writes=False):
        found = documents.find_document(actor, link.document_id)
        if not policy.can_share(replace(actor, is_archived=False), found.standing):
            raise NotFound
    return Opening(link.id, actor, link.document_id, link.password_hash)


def _enter(person_id: UUID, slug: str) -> Actor:
    """The maker as a member; NotFound also for who is suspended: readers learn nothing of that."""
    try:
        return cooperations.find_actor(person_id, None, slug)
    except DomainError as error:
        raise NotFound from error


def _find(token: str) -> tuple[DocumentLink, UUID, str]:
    row = (
        session()
        .execute(
            select(DocumentLink, Membership.person_id, Cooperation)
            .join(Membership, Membership.id == DocumentLink.created_by)
            .join(Cooperation, Cooperation.id == DocumentLink.cooperation_id)
            .where(DocumentLink.token_digest == hash_token(token))
        )
        .first()
    )
    if row is None or is_over(row[0]):
        raise NotFound
    link, person_id, cooperation = row
    if cooperation.archived_at is None:
        link.last_read_at = now()
    return link, person_id, cooperation.slug


def try_password(opening: Opening, password: str, address: str) -> bool:
    """Whether the password fits; TooManyAttempts after too many wrong ones.

    Opens a unit of work of its own, so that what was tried is counted also when it was wrong.
    """
    key = f"link:{opening.link_id}"
    with unit_of_work(GLOBAL):
        throttle.take_from(address)
        throttle.take(key, PER_LINK)
        fits = verify_password(opening.password_hash, password)
        if fits:
            throttle.give_back(key)
            throttle.give_back_to(address)
        return fits


def find_shared(opening: Opening, document_id: UUID) -> Document:
    """The link's document, or one in it; NotFound for others and for what has rules of its own."""
    root = documents.find_document(opening.actor, opening.document_id).document
    found = documents.find_document(opening.actor, document_id).document
    if found.id == root.id:
        return root
    above = {each.id for each in documents.list_above(opening.actor, found)}
    if root.id not in above or found.ruler_id != root.ruler_id:
        raise NotFound
    return found


def list_shared(opening: Opening, document: Document) -> list[Document]:
    """What lies in a shared document and is shared with it, in its order."""
    rows = documents.list_children(opening.actor, document.group_id, document.id)
    return [row.document for row in rows if row.document.ruler_id == document.ruler_id]


def list_way(opening: Opening, document: Document) -> list[Document]:
    """From the link's document down to where this one lies."""
    above = documents.list_above(opening.actor, document)
    ids = [each.id for each in above]
    return above[ids.index(opening.document_id) :] if opening.document_id in ids else []
