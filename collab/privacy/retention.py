"""Forgetting what is older than a cooperation keeps it, and saying before what that would be.

Opens units of work of the cooperation itself.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from collab.activity import service as activity
from collab.cooperations import policy
from collab.cooperations.directory import DirectoryEntry
from collab.cooperations.models import Cooperation
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import GLOBAL, Scope, session, unit_of_work
from collab.core.errors import require
from collab.privacy.outdated import FINDERS, MOST, REMOVERS, Item
from collab.privacy.periods import Kind, months_before, read_periods

#: how many a dry run names
NAMED = 50
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What of one kind would go, or has gone."""

    kind: Kind
    months: int
    items: tuple[Item, ...]

    @property
    def count(self) -> int:
        """How many."""
        return len(self.items)

    @property
    def is_cut(self) -> bool:
        """Whether there may be more, which go later."""
        return self.count >= MOST

    @property
    def named(self) -> tuple[Item, ...]:
        """The first ones."""
        return self.items[:NAMED]


def _find(kind: Kind, months: int) -> list[Item]:
    return list(FINDERS[kind](months_before(now(), months)))


def foresee(cooperation_id: UUID, periods: Mapping[Kind, int]) -> list[Outlook]:
    """What would go now if these were the periods. Changes nothing; no unit of work may run."""
    with unit_of_work(Scope(cooperation_id), writes=False):
        found = {kind: _find(kind, months) for kind, months in periods.items()}
    return [Outlook(kind, periods[kind], tuple(items)) for kind, items in found.items()]


def apply(cooperation_id: UUID) -> list[Outlook]:
    """Remove what is older than the cooperation keeps it; what has gone. Notes numbers only."""
    with unit_of_work(Scope(cooperation_id), writes=False):
        periods = find_periods()
    if not any(each.count for each in foresee(cooperation_id, periods)):
        return []
    with unit_of_work(Scope(cooperation_id)):
        # looked for again: what somebody took back meanwhile stays
        found = {kind: tuple(_find(kind, months)) for kind, months in periods.items()}
        outlooks = [Outlook(kind, periods[kind], items) for kind, items in found.items() if items]
        for each in outlooks:
            REMOVERS[each.kind](each.items)
        counts: dict[str, Any] = {str(each.kind): each.count for each in outlooks}
        activity.record_for(cooperation_id, "retention.applied", cooperation_id, **counts)
    return outlooks


def find_periods() -> dict[Kind, int]:
    """The periods of the scope's cooperation."""
    return read_periods(session().scalars(select(Cooperation.retention)).one() or {})


def list_cooperations() -> list[DirectoryEntry]:
    """All of them, by address."""
    with unit_of_work(GLOBAL, writes=False):
        return list(session().scalars(select(DirectoryEntry).order_by(DirectoryEntry.slug)))


def apply_everywhere() -> None:
    """What is older than it is kept goes, in every cooperation that has set a period."""
    for entry in list_cooperations():
        try:
            apply(entry.id)
        except Exception:  # noqa: BLE001 the other cooperations forget nevertheless
            _log.exception("retention in %s went wrong", entry.slug)


def change_periods(actor: Actor, periods: Mapping[Kind, int]) -> None:
    """Keep things so long from now on. Runs inside a unit of work of the cooperation."""
    require(policy.can_govern(actor))
    place = session().scalars(select(Cooperation)).one()
    before = read_periods(place.retention)
    if before == periods:
        return
    place.retention = {str(kind): months for kind, months in periods.items()}
    changed = {
        str(kind): periods.get(kind, 0) for kind in Kind if before.get(kind) != periods.get(kind)
    }
    activity.record(actor, "retention.changed", place.id, **changed)
