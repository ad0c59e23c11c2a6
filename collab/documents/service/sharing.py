"""Who sees a document: rules of its own, or those from above."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import delete

from collab.activity import service as activity
from collab.core import revocation
from collab.core.actor import Actor
from collab.core.db import after_commit, new_id, session
from collab.core.errors import NotFound, require
from collab.documents import policy
from collab.documents.models import Audience, Document, DocumentShare
from collab.documents.service.lookups import FoundDocument, find_document, list_shares
from collab.documents.service.moving import inherit, list_subtree
from collab.documents.service.placing import lock_library
from collab.groups import service as groups


@dataclass(frozen=True, slots=True)
class Rules:
    """Who sees a document and what is in it."""

    #: as what it lies in; at the top of a library nothing is inherited
    inherits: bool = False
    audience: Audience = Audience.GROUP
    is_for_guests: bool = False
    #: other groups, and whether they may write; counts with Audience.GROUPS only
    shares: Mapping[UUID, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sharing:
    """The rules of a document, and where they come from."""

    found: FoundDocument
    rules: Rules
    #: where the rules come from; None: from itself, or from something the reader does not see
    ruler: Document | None
    can_inherit: bool


def find_sharing(actor: Actor, document_id: UUID) -> Sharing:
    """Who sees it now; Forbidden for who may not change that."""
    found = find_document(actor, document_id)
    require(policy.can_share(actor, found.standing))
    document = found.document
    inherits = document.ruler_id != document.id
    rules = Rules(
        inherits,
        Audience(document.audience),
        document.is_for_guests,
        list_shares(document.ruler_id),
    )
    return Sharing(found, rules, _find_ruler(actor, document), document.parent_id is not None)


def _find_ruler(actor: Actor, document: Document) -> Document | None:
    if document.ruler_id == document.id:
        return None
    try:
        return find_document(actor, document.ruler_id).document
    except NotFound:
        return None


def change_sharing(actor: Actor, document_id: UUID, rules: Rules) -> Document:
    """Say who sees the document and everything in it that has no rules of its own.

    Forbidden; NotFound for a group that is not here.
    """
    found = find_document(actor, document_id)
    require(policy.can_share(actor, found.standing))
    document = found.document
    lock_library(document.library_id)
    session().refresh(document)
    shares = _check_shares(actor, document, rules)
    before, tree = document.ruler_id, list_subtree(document)
    session().execute(delete(DocumentShare).where(DocumentShare.document_id == document.id))
    if rules.inherits and document.parent_id is not None:
        parent = session().get_one(Document, document.parent_id)
        inherit(tree, before, parent)
    else:
        _rule(tree, before, document, rules)
        session().add_all(_share(document, *each) for each in shares.items())
    document.revision += 1
    session().flush()
    activity.record(actor, f"{document.kind}.shared", document.id, name=document.title)
    cooperation_id = actor.cooperation_id
    after_commit(lambda: revocation.announce(cooperation_id=cooperation_id))
    return document


def _rule(tree: list[Document], before: UUID, document: Document, rules: Rules) -> None:
    for each in tree:
        if each.ruler_id == before:
            each.ruler_id = document.id
            each.audience, each.is_for_guests = rules.audience, rules.is_for_guests


def _check_shares(actor: Actor, document: Document, rules: Rules) -> dict[UUID, bool]:
    if rules.audience is not Audience.GROUPS or rules.inherits:
        return {}
    known = {group.id for group in groups.list_groups(actor)}
    if not set(rules.shares) <= known:
        raise NotFound
    return {group: write for group, write in rules.shares.items() if group != document.group_id}


def _share(document: Document, group_id: UUID, can_write: bool) -> DocumentShare:
    return DocumentShare(
        id=new_id(),
        cooperation_id=document.cooperation_id,
        document_id=document.id,
        group_id=group_id,
        can_write=can_write,
    )
