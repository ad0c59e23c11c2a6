"""How deep documents lie in each other: not deeper than pages that show all of them can."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from collab.core.db import session
from collab.core.errors import Conflict
from collab.documents.models import Document

#: documents one in the other
MAX_DEPTH: Final = 50


class TooDeep(Conflict):
    """Nobody finds their way down there."""

    code = "too_deep"
    message = _l("These folders lie too deep in each other.")


def check_depth(parent: Document | None, levels: int = 1) -> None:
    """TooDeep when so many levels have no room below the parent."""
    if parent is not None and _depth_of(parent) + levels > MAX_DEPTH:
        raise TooDeep


def _depth_of(document: Document) -> int:
    """1 at the top of a library."""
    start = select(Document.id, Document.parent_id).where(Document.id == document.id)
    walk = start.cte("way_up", recursive=True)
    upper = aliased(Document)
    walk = walk.union(select(upper.id, upper.parent_id).join(walk, upper.id == walk.c.parent_id))
    return session().scalar(select(func.count()).select_from(walk)) or 1


def count_levels(tree: Sequence[Document]) -> int:
    """Of a document and everything in it, the ones above first."""
    depths: dict[UUID | None, int] = {}
    for each in tree:
        depths[each.id] = depths.get(each.parent_id, 0) + 1
    return max(depths.values(), default=0)
