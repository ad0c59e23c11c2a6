"""Public links of documents: made, shown again, revoked."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from collab.accounts.models import Person
from collab.accounts.passwords import MAX_LENGTH, hash_password
from collab.accounts.sealing import sealer
from collab.accounts.tokens import hash_token
from collab.activity import service as activity
from collab.cooperations.models import Membership
from collab.core.actor import Actor, Role
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import Conflict, Invalid, NotFound, require
from collab.documents import policy
from collab.documents import service as documents
from collab.documents.models import DocumentLink
from collab.documents.service import FoundDocument

#: of one document
MOST: Final = 20
#: nobody types a password of a link by heart, but people guess
MIN_PASSWORD: Final = 8


class TooManyLinks(Conflict):
    """A document has as many links as one can keep an eye on."""

    code = "too_many_links"
    message = _l("This has %(max)d public links already. Revoke one first.", max=MOST)


@dataclass(frozen=True, slots=True)
class LinkPlan:
    """What a link is to be."""

    #: how many days it works; None: until it is revoked
    days: int | None = None
    #: asked for before anything is shown; empty: nothing is asked
    password: str = ""


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link as those who may share its document see it."""

    link: DocumentLink
    #: names the address; None: it was sealed with another secret key
    token: str | None
    #: who made it; None: somebody whose account was erased
    name: str | None
    #: the reader made it, or coordinates
    can_show: bool

    @property
    def is_over(self) -> bool:
        """Whether its time is over."""
        return is_over(self.link)


def is_over(link: DocumentLink) -> bool:
    """Whether its time is over, or somebody revoked it."""
    has_expired = link.expires_at is not None and link.expires_at <= now()
    return has_expired or link.revoked_at is not None


def list_links(actor: Actor, document_id: UUID) -> tuple[FoundDocument, list[ShownLink]]:
    """The document and its links that were not revoked, the latest first; Forbidden, NotFound."""
    found = _find_shareable(actor, document_id)
    rows = session().execute(
        select(DocumentLink, Person.name)
        .outerjoin(Membership, Membership.id == DocumentLink.created_by)
        .outerjoin(Person, Person.id == Membership.person_id)
        .where(DocumentLink.document_id == document_id, DocumentLink.revoked_at.is_(None))
        .order_by(DocumentLink.created_at.desc(), DocumentLink.id)
    )
    return found, [_show(actor, link, name) for link, name in rows]


def _show(actor: Actor, link: DocumentLink, name: str | None) -> ShownLink:
    can_show = link.created_by == actor.membership_id or actor.role is Role.COORDINATOR
    return ShownLink(link, sealer.open(link.sealed) if can_show else None, name, can_show)


def _find_shareable(actor: Actor, document_id: UUID) -> FoundDocument:
    found = documents.find_document(actor, document_id)
    require(policy.can_share(actor, found.standing))
    return found


def create_link(actor: Actor, document_id: UUID, plan: LinkPlan) -> DocumentLink:
    """Make an address at which anybody reads the document; Forbidden, Invalid, TooManyLinks."""
    document = _find_shareable(actor, document_id).document
    _check_password(plan.password)
    if _count_links(document_id) >= MOST:
        raise TooManyLinks
    # it names its cooperation, so that only that one's rows are ever asked for it
    token = f"{actor.cooperation_id.hex}{secrets.token_urlsafe(24)}"
    link = DocumentLink(
        id=new_id(),
        cooperation_id=actor.cooperation_id,
        document_id=document_id,
        token_digest=hash_token(token),
        sealed=sealer.seal(token),
        password_hash=hash_password(plan.password) if plan.password else None,
        expires_at=_ends(plan.days),
        created_by=actor.membership_id,
        created_at=now(),
    )
    session().add(link)
    session().flush()
    activity.record(actor, "link.created", document_id, name=document.title)
    return link


def _ends(days: int | None) -> datetime | None:
    return now() + timedelta(days=days) if days else None


def _check_password(password: str) -> None:
    if password and len(password) < MIN_PASSWORD:
        raise Invalid({"password": _l("Please use at least %(min)d characters.", min=MIN_PASSWORD)})
    if len(password) > MAX_LENGTH:
        raise Invalid({"password": _l("Please use at most %(max)d characters.", max=MAX_LENGTH)})


def _count_links(document_id: UUID) -> int:
    alive = select(func.count(DocumentLink.id)).where(
        DocumentLink.document_id == document_id, DocumentLink.revoked_at.is_(None)
    )
    return session().scalar(alive) or 0


def revoke_link(actor: Actor, link_id: UUID) -> DocumentLink:
    """Let the address show nothing any more, at once and for good; Forbidden, NotFound."""
    link = session().scalar(select(DocumentLink).where(DocumentLink.id == link_id))
    if link is None or link.revoked_at is not None:
        raise NotFound
    document = _find_shareable(actor, link.document_id).document
    link.revoked_at = now()
    session().flush()
    activity.record(actor, "link.revoked", document.id, name=document.title)
    return link
