"""Where a page is: what lies above it, and the pages beside and below it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select

from collab.cooperations.policy import is_guest
from collab.core.actor import Actor
from collab.core.db import session
from collab.documents import service as documents
from collab.documents.models import Document, Kind
from collab.groups import service as groups
from collab.groups.models import WorkingGroup

#: the cooperation's own library, as addresses name it
COMMON: Final = "common"


@dataclass(frozen=True, slots=True)
class Branch:
    """A page in the tree beside the text, with those of its pages that are shown."""

    id: UUID
    title: str
    language: str
    is_here: bool
    branches: tuple["Branch", ...]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a page is."""

    #: None: the cooperation's own documents, or a group that is not for the actor
    group: WorkingGroup | None
    #: the library as addresses name it; None: it is not for the actor
    library: str | None
    #: folders and pages above it that the actor may see, the outermost first
    above: tuple[Document, ...]
    #: the pages beside the topmost page above it; open on the way to the page itself
    branches: tuple[Branch, ...]


def locate(actor: Actor, document: Document) -> Whereabouts:
    """Where the page is, in a few queries however large the library is."""
    above = documents.list_above(actor, document)
    group = _find_group(actor, document.group_id) if document.group_id else None
    is_common = document.group_id is None
    return Whereabouts(
        group,
        COMMON if is_common else group.slug if group else None,
        tuple(above),
        _branches(actor, document, above),
    )


def _find_group(actor: Actor, group_id: UUID) -> WorkingGroup | None:
    if is_guest(actor) and group_id not in groups.own_group_ids(actor):
        return None
    return session().scalar(select(WorkingGroup).where(WorkingGroup.id == group_id))


def _branches(actor: Actor, document: Document, above: list[Document]) -> tuple[Branch, ...]:
    pages = [each for each in above if each.kind == Kind.PAGE]
    line = [*(each.id for each in pages), document.id]
    root = pages[0] if pages else document
    wanted = (
        select(Document)
        .where(
            documents.is_visible(actor),
            Document.kind == Kind.PAGE,
            Document.library_id == document.library_id,
            Document.parent_id.in_(line) | Document.parent_id.is_not_distinct_from(root.parent_id),
        )
        .order_by(Document.rank, Document.id)
    )
    below: defaultdict[UUID | None, list[Document]] = defaultdict(list)
    for each in session().scalars(wanted):
        below[each.parent_id].append(each)
    return _grow(below, root.parent_id, frozenset(line), document.id)


def _grow(
    below: Mapping[UUID | None, list[Document]],
    parent_id: UUID | None,
    line: frozenset[UUID],
    here: UUID,
) -> tuple[Branch, ...]:
    return tuple(
        Branch(
            each.id,
            each.title,
            each.language,
            each.id == here,
            _grow(below, each.id, line, here) if each.id in line else (),
        )
        for each in below[parent_id]
    )
