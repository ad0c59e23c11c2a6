"""Notifications of a person in all their cooperations. Opens units of work."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from collab.accounts.service import TwoFactorRequired
from collab.cooperations import service as cooperations
from collab.cooperations.service import OwnCooperation, Suspended
from collab.core.actor import Actor
from collab.core.db import Scope, unit_of_work
from collab.core.errors import NotFound
from collab.notifications import service
from collab.notifications.service import Line

#: so many cooperations are looked into
MOST_PLACES = 40
#: so many are on the page
MOST = 100


@dataclass(frozen=True, slots=True)
class At:
    """A notification, and the cooperation that it is from."""

    own: OwnCooperation
    line: Line


@dataclass(slots=True)
class Inbox:
    """What a person was told, the newest first, and where they can choose how."""

    entries: list[At] = field(default_factory=list)
    places: list[OwnCooperation] = field(default_factory=list)
    unread: int = 0


def _visit(person_id: UUID, language: str) -> Iterator[tuple[OwnCooperation, Actor]]:
    """The cooperations that tell the person anything: open ones that let them in now."""
    with unit_of_work(Scope(person_id=person_id), writes=False):
        own = cooperations.list_own_cooperations(person_id, language, limit=MOST_PLACES)
    for one in own:
        if one.is_proposed or one.is_archived or one.is_suspended:
            continue
        try:
            yield one, cooperations.find_actor(person_id, None, one.slug)
        except (NotFound, Suspended, TwoFactorRequired):
            continue


def count_everywhere(person_id: UUID, language: str) -> int:
    """How many notifications the person has not read."""
    total = 0
    for _own, actor in _visit(person_id, language):
        with unit_of_work(actor.scope, writes=False):
            total += service.count_unread(actor)
    return total


def list_everywhere(person_id: UUID, language: str) -> Inbox:
    """The latest of all."""
    inbox = Inbox()
    for own, actor in _visit(person_id, language):
        inbox.places.append(own)
        with unit_of_work(actor.scope, writes=False):
            inbox.entries += [At(own, line) for line in service.list_latest(actor)]
            inbox.unread += service.count_unread(actor)
    inbox.entries.sort(key=lambda at: at.line.created_at, reverse=True)
    del inbox.entries[MOST:]
    return inbox


def read_everywhere(person_id: UUID, language: str) -> None:
    """Note that the person has read all of them."""
    for _own, actor in _visit(person_id, language):
        with unit_of_work(actor.scope):
            service.mark_all_read(actor)
