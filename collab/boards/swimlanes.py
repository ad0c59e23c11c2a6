"""In which swimlane a card is; one key each, as it stands in pages and messages.

`d:<delegation>`, `p:<membership>`, `l:<label>`, `f:<free lane>`; NO_LANE is for cards that are in
none of them, and the empty key for boards without lanes.
"""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from collab.boards.models import LanesBy
from collab.boards.owners import DELEGATION, PERSON, OwnerKey, delegation

NO_LANE: Final = "-"
LABEL: Final = "l"
FREE: Final = "f"


def lane_of_owners(
    lanes_by: str, owners: Sequence[OwnerKey], delegations: Mapping[UUID, UUID]
) -> str:
    """The lane by person or delegation: the first owner counts; `delegations` by membership."""
    if lanes_by == LanesBy.PERSON:
        return next((str(owner) for owner in owners if owner.kind == PERSON), NO_LANE)
    known = (delegation_of(owner, delegations) for owner in owners)
    return next((str(delegation(one)) for one in known if one), NO_LANE)


def delegation_of(owner: OwnerKey, delegations: Mapping[UUID, UUID]) -> UUID | None:
    """The delegation that owes through this owner."""
    return owner.id if owner.kind == DELEGATION else delegations.get(owner.id)


def lane_of(
    lanes_by: str,
    *,
    owners: Sequence[OwnerKey],
    delegations: Mapping[UUID, UUID],
    labels: Sequence[UUID],
    lane_id: UUID | None,
) -> str:
    """The key of the lane; `labels` in the board's order, of which the first one counts."""
    if lanes_by in (LanesBy.PERSON, LanesBy.DELEGATION):
        return lane_of_owners(lanes_by, owners, delegations)
    if lanes_by == LanesBy.LABEL:
        return f"{LABEL}:{labels[0]}" if labels else NO_LANE
    if lanes_by == LanesBy.FREE:
        return f"{FREE}:{lane_id}" if lane_id else NO_LANE
    return ""


def parse_lane(key: str, kind: str) -> UUID | None:
    """The id in a key of that kind; None when it is of another one."""
    found, _colon, rest = key.partition(":")
    if found != kind:
        return None
    try:
        return UUID(rest)
    except ValueError:
        return None
