"""Libraries as an actor sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from collab.core.actor import Actor
from collab.core.db import session
from collab.documents import policy
from collab.documents.models import Audience, Document, Kind
from collab.documents.policy import Standing
from collab.documents.service.lookups import is_visible
from collab.groups import service as groups
from collab.groups.models import WorkingGroup


@dataclass(frozen=True, slots=True)
class Shelf:
    """A library as the reader sees it."""

    #: None: the cooperation's own
    group: WorkingGroup | None
    #: documents that the reader sees
    count: int
    can_write: bool


def list_shelves(actor: Actor) -> list[Shelf]:
    """The cooperation's library, and those of groups that the reader is in or sees something of."""
    rows = session().execute(
        select(Document.group_id, func.count()).where(is_visible(actor)).group_by(Document.group_id)
    )
    counts = {row.group_id: row[1] for row in rows}
    own = groups.own_roles(actor)
    return [_shelf(actor, None, counts.get(None, 0))] + [
        _shelf(actor, group, counts.get(group.id, 0))
        for group in groups.list_groups(actor)
        if group.id in own or counts.get(group.id) or may_add(actor, group.id)
    ]


def _shelf(actor: Actor, group: WorkingGroup | None, count: int) -> Shelf:
    return Shelf(group, count, may_add(actor, group.id if group else None))


def may_add(actor: Actor, group_id: UUID | None) -> bool:
    """Whether the actor may put something at the top of a group's or the cooperation's library."""
    return policy.can_write(actor, top_standing(actor, group_id))


def top_standing(actor: Actor, group_id: UUID | None) -> Standing:
    """How the actor stands to the top of a library."""
    role = groups.own_roles(actor).get(group_id) if group_id else None
    return Standing(audience=Audience.GROUP, is_common=group_id is None, role=role)


def list_recent(actor: Actor, group_id: UUID, limit: int) -> Sequence[Document]:
    """What was changed last in a group's library: pages and files."""
    return (
        session()
        .scalars(
            select(Document)
            .where(Document.group_id == group_id, Document.kind != Kind.FOLDER, is_visible(actor))
            .order_by(Document.changed_at.desc(), Document.id)
            .limit(limit)
        )
        .all()
    )
