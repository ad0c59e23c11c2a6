"""Tells whoever can do something about it that a document is damaged."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select

from collab.accounts import notices
from collab.accounts.models import Person
from collab.cooperations.models import Cooperation
from collab.cooperations.service.lifecycle import list_coordinators
from collab.core.actor import Actor
from collab.core.addresses import public_url
from collab.core.db import session
from collab.core.errors import DomainError
from collab.live.journal import Document
from collab.live.kinds import Named, find_kind
from collab.live.models import LiveDocument, LiveQuarantine

#: stands in the quarantine for a document as a whole
WHOLE: Final = 0


@dataclass(frozen=True, slots=True)
class Broken:
    """A document of which something cannot be read."""

    document_id: UUID
    #: None: this actor may not see it
    named: Named | None


def tell_of_broken(document: Document, seq: int) -> None:
    """Write to the coordinators and to the operators, once a document; runs in a unit of work.

    Titles stay out of mails: not everybody may see them.
    """
    known = select(func.count(LiveQuarantine.id)).where(
        LiveQuarantine.document_id == document.id, LiveQuarantine.seq != WHOLE
    )
    if session().scalar(known):
        return
    cooperation = session().get(Cooperation, document.cooperation_id)
    if cooperation is None:
        return
    values = {"document": str(document.id), "seq": seq}
    for person in list_coordinators():
        about = _describe(cooperation, person) | values
        about["url"] = public_url(f"/c/{cooperation.slug}/console")
        notices.write_to(person, "live/damaged", about)
    operators = select(Person).where(Person.is_operator.is_(True), Person.erased_at.is_(None))
    for person in session().scalars(operators):
        notices.write_to(person, "live/damaged_operators", _describe(cooperation, person) | values)


def _describe(cooperation: Cooperation, person: Person) -> dict[str, Any]:
    return {"cooperation": cooperation.name_in(person.language)}


def list_broken(actor: Actor) -> list[Broken]:
    """The documents of the actor's cooperation of which something cannot be read."""
    damaged = select(LiveQuarantine.document_id)
    rows = session().scalars(
        select(LiveDocument).where(LiveDocument.id.in_(damaged)).order_by(LiveDocument.created_at)
    )
    return [Broken(row.id, _find_name(actor, row)) for row in rows]


def _find_name(actor: Actor, row: LiveDocument) -> Named | None:
    find_name = find_kind(row.kind).find_name
    try:
        return None if find_name is None else find_name(actor, row.id)
    except DomainError:  # thrown away meanwhile, or not for them
        return None
