"""Lists of documents: what lies somewhere, the way to it, a library as a tree."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import aliased

from collab.core.actor import Actor
from collab.core.db import session
from collab.documents import policy
from collab.documents.models import Document, Kind, Library
from collab.documents.policy import Standing
from collab.documents.service.lookups import (
    find_library,
    is_visible,
    sees_document,
    standings_to,
)

#: rows of one list; who has more in one folder makes folders
MOST_ROWS: Final = 1000
#: folders and pages of a tree beside a list
MOST_NODES: Final = 2000


class Order(StrEnum):
    """How a list is ordered; but for one's own order, folders come first."""

    OWN = "own"
    NAME = "name"
    DATE = "date"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class Row:
    """A document of a list, what lies in it, and what the reader may do with it."""

    document: Document
    standing: Standing
    #: documents in it that the reader sees
    inside: int
    can_write: bool
    can_share: bool

    @property
    def id(self) -> UUID:
        """The document's id."""
        return self.document.id


@dataclass(frozen=True, slots=True)
class Node:
    """A document of a tree."""

    id: UUID
    kind: Kind
    title: str
    language: str
    depth: int
    children: tuple["Node", ...] = ()


def list_children(
    actor: Actor, group_id: UUID | None, parent_id: UUID | None, order: Order = Order.OWN
) -> list[Row]:
    """What the reader sees in a folder or page, or at the top of a library.

    At the top is also what lies in something that they do not see.
    """
    library = find_library(actor, group_id)
    if library is None:
        return []
    found = session().scalars(
        select(Document)
        .where(is_visible(actor), _lies_in(actor, library.id, parent_id))
        .order_by(*_ordering(order))
        .limit(MOST_ROWS)
    )
    return describe(actor, found.all())


def _lies_in(actor: Actor, library_id: UUID, parent_id: UUID | None) -> ColumnElement[bool]:
    if parent_id is not None:
        return Document.parent_id == parent_id
    seen = select(Document.id).where(Document.library_id == library_id, is_visible(actor))
    above = or_(Document.parent_id.is_(None), Document.parent_id.not_in(seen))
    return (Document.library_id == library_id) & above


def _ordering(order: Order) -> tuple[Any, ...]:
    folders = case((Document.kind == Kind.FOLDER, 0), else_=1)
    by_name = func.lower(Document.title)
    return {
        Order.OWN: (Document.rank, Document.id),
        Order.NAME: (folders, by_name, Document.id),
        Order.DATE: (folders, Document.changed_at.desc(), Document.id),
        Order.SIZE: (folders, Document.size.desc(), by_name, Document.id),
    }[order]


def describe(actor: Actor, documents: Sequence[Document]) -> list[Row]:
    """The documents as rows of a list, in three queries however many they are."""
    standings = standings_to(actor, documents)
    inside = _count_inside(actor, [each.id for each in documents if each.kind != Kind.FILE])
    return [
        Row(
            each,
            standings[each.id],
            inside.get(each.id, 0),
            policy.can_write(actor, standings[each.id]),
            policy.can_share(actor, standings[each.id]),
        )
        for each in documents
    ]


def _count_inside(actor: Actor, parents: Collection[UUID]) -> dict[UUID, int]:
    if not parents:
        return {}
    rows = session().execute(
        select(Document.parent_id, func.count())
        .where(Document.parent_id.in_(parents), is_visible(actor))
        .group_by(Document.parent_id)
    )
    return {parent: count for parent, count in rows if parent is not None}


def list_above(actor: Actor, document: Document) -> list[Document]:
    """The documents that it lies in, from the top down, as far as the reader sees them."""
    start = select(Document.id, Document.parent_id).where(Document.id == document.id)
    walk = start.cte("above", recursive=True)
    upper = aliased(Document)
    walk = walk.union(select(upper.id, upper.parent_id).join(walk, upper.id == walk.c.parent_id))
    found = {
        each.id: each
        for each in session().scalars(
            select(Document).where(Document.id.in_(select(walk.c.id)), sees_document(actor))
        )
    }
    path: list[Document] = []
    at = found.get(document.parent_id) if document.parent_id else None
    while at is not None:
        path.append(at)
        at = found.get(at.parent_id) if at.parent_id else None
    return path[::-1]


def list_tree(
    actor: Actor, library: Library | None, kinds: Collection[Kind] = (Kind.FOLDER, Kind.PAGE)
) -> tuple[Node, ...]:
    """The folders and pages of a library that the reader sees, each with what is in it."""
    if library is None:
        return ()
    rows = session().scalars(
        select(Document)
        .where(Document.library_id == library.id, is_visible(actor), Document.kind.in_(kinds))
        .order_by(Document.rank, Document.id)
        .limit(MOST_NODES)
    )
    return make_tree(rows.all())


def make_tree(documents: Sequence[Document]) -> tuple[Node, ...]:
    """The documents as a tree; those whose place is not among them are at the top."""
    below: dict[UUID | None, list[Document]] = {}
    known = {each.id for each in documents}
    for each in documents:
        parent = each.parent_id if each.parent_id in known else None
        below.setdefault(parent, []).append(each)
    return _nodes(below, None, 0)


def _nodes(
    below: dict[UUID | None, list[Document]], parent: UUID | None, depth: int
) -> tuple[Node, ...]:
    return tuple(
        Node(
            each.id,
            Kind(each.kind),
            each.title,
            each.language,
            depth,
            _nodes(below, each.id, depth + 1),
        )
        for each in below.get(parent, ())
    )


def flatten(nodes: Iterable[Node]) -> list[Node]:
    """The tree from the top down, as a list for a choice."""
    return [each for node in nodes for each in (node, *flatten(node.children))]
