"""What waits for somebody's answer: invitations, a presidency to hand over, a deletion to stop."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from collab.cooperations import policy
from collab.cooperations.service import OwnCooperation
from collab.cooperations.service.lifecycle import WAITING_PERIOD
from collab.core.actor import Actor
from collab.core.clock import now
from collab.invitations import service as invitations

#: so long before its last day a presidency is shown to whoever hands it over
SOON = timedelta(days=14)


class Kind(StrEnum):
    """What is asked of the reader."""

    INVITATION = "invitation"
    FOUNDING = "founding"
    HANDOVER = "handover"
    DELETION = "deletion"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for the reader, in or before a cooperation."""

    kind: Kind
    cooperation: str
    #: of the cooperation's name
    language: str
    #: until when it can be answered, or from when it happens
    until: Any
    #: of the cooperation; None while the reader is not in it
    slug: str | None = None
    #: who asks; empty where nobody does
    who: str = ""


def list_invitations(email: str, language: str) -> list[Waiting]:
    """Invitations to join or to found that the address can answer; opens units of work."""
    return [
        Waiting(
            Kind.FOUNDING if offer.is_founding else Kind.INVITATION,
            offer.cooperation,
            offer.cooperation_language,
            offer.expires_at,
            who=offer.inviter,
        )
        for offer in invitations.list_waiting_for(email, language)
    ]


def find_waiting(actor: Actor, own: OwnCooperation) -> list[Waiting]:
    """What waits for the actor in their cooperation; asks the database nothing."""
    found = []
    asked: datetime | None = own.deletion_requested_at
    if asked is not None and policy.can_stop_deletion(actor):
        found.append(_in(own, Kind.DELETION, asked + WAITING_PERIOD))
    term = actor.presidency
    is_ending = term is not None and term.ends_on <= (now() + SOON).date()
    if term and is_ending and policy.can_govern(actor) and not actor.is_archived:
        found.append(_in(own, Kind.HANDOVER, term.ends_on))
    return found


def _in(own: OwnCooperation, kind: Kind, until: Any) -> Waiting:
    return Waiting(kind, own.name, own.language, until, slug=own.slug)
