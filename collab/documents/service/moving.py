"""Documents change places: in their order, into folders, into other libraries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import aliased

from collab.activity import service as activity
from collab.core import revocation
from collab.core.actor import Actor
from collab.core.db import after_commit, session
from collab.core.errors import Conflict, require
from collab.core.ranks import rank_between
from collab.documents import policy
from collab.documents.models import Audience, Document, Kind, Library
from collab.documents.service.depth import check_depth, count_levels
from collab.documents.service.lookups import (
    find_document,
    find_library,
    is_visible,
    look_again,
    standings_to,
)
from collab.documents.service.placing import (
    Spot,
    check_holds,
    check_spot,
    free_name,
    last_rank,
    lock_library,
    open_spot,
)


class IntoItself(Conflict):
    """A folder cannot lie in itself."""

    code = "into_itself"
    message = _l("A folder or page cannot be moved into itself or something in it.")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document goes: a spot, and between which neighbours there."""

    spot: Spot
    #: it comes right behind this one …
    after: UUID | None = None
    #: … or right before that one; without both, or when they are gone, at the end
    before: UUID | None = None


def move_document(actor: Actor, document_id: UUID, place: Place) -> Document:
    """Put the document, with what is in it, there.

    Into another library only who may share it; NameTaken, CannotHold, IntoItself, Forbidden.
    """
    found = find_document(actor, document_id)
    require(policy.can_write(actor, found.standing))
    document = found.document
    _lock_both(actor, document, place.spot)
    parent, library = open_spot(actor, place.spot)
    found = look_again(actor, document)
    require(library.id == document.library_id or policy.can_share(actor, found.standing))
    check_holds(parent, Kind(document.kind))
    _check_fits(document, parent)
    moves_away = (library.id, place.spot.parent_id) != (document.library_id, document.parent_id)
    if moves_away and document.kind != Kind.PAGE:
        free_name(library.id, place.spot.parent_id, document.title)
    document.rank = _rank(library.id, place, document)
    document.revision += 1
    if moves_away:
        _settle(actor, document, parent, library)
    session().flush()
    return document


def _lock_both(actor: Actor, document: Document, spot: Spot) -> None:
    """Lock where it lies and where it goes in one order, so that nobody waits in a circle."""
    parent = check_spot(actor, spot)
    library = find_library(actor, spot.group_id)
    wanted = {document.library_id}
    if parent is not None:
        wanted.add(parent.library_id)
    elif library is not None:
        wanted.add(library.id)
    for library_id in sorted(wanted):
        lock_library(library_id)


def nudge_document(actor: Actor, document_id: UUID, *, up: bool) -> Document:
    """Move it past the one before it or behind it that the actor sees; at an end it stays."""
    document = find_document(actor, document_id).document
    rows = session().scalars(
        select(Document.id)
        .where(
            is_visible(actor),
            Document.library_id == document.library_id,
            Document.parent_id.is_not_distinct_from(document.parent_id),
        )
        .order_by(Document.rank, Document.id)
    )
    ids = rows.all()
    index = ids.index(document.id) + (-1 if up else 1)
    if not 0 <= index < len(ids):
        return document
    spot = Spot(document.group_id, document.parent_id)
    neighbour = ids[index]
    place = Place(spot, before=neighbour) if up else Place(spot, after=neighbour)
    return move_document(actor, document_id, place)


def _check_fits(document: Document, parent: Document | None) -> None:
    if parent is None:
        return
    tree = list_subtree(document)
    if parent.id in {each.id for each in tree}:
        raise IntoItself
    check_depth(parent, count_levels(tree))


def _rank(library_id: UUID, place: Place, document: Document) -> str:
    """Between the neighbour named and its present next one."""
    rows = session().execute(
        select(Document.id, Document.rank)
        .where(
            Document.library_id == library_id,
            Document.parent_id.is_not_distinct_from(place.spot.parent_id),
            Document.id != document.id,
        )
        .order_by(Document.rank, Document.id)
    )
    others = [(row.id, row.rank) for row in rows]
    index = _index([each for each, _rank in others], place)
    low = others[index - 1][1] if index else None
    high = others[index][1] if index < len(others) else None
    if low is not None and high is not None and low >= high:
        return last_rank(library_id, place.spot.parent_id)
    return rank_between(low, high)


def _index(ids: Sequence[UUID], place: Place) -> int:
    if place.after in ids:
        return ids.index(place.after) + 1
    if place.before in ids:
        return ids.index(place.before)
    return len(ids)


def _settle(actor: Actor, document: Document, parent: Document | None, library: Library) -> None:
    """Let it belong there: its library and group, and the rules that it takes from above."""
    tree, inherits = list_subtree(document), _inherits(document)
    if document.library_id != library.id:
        # others than before will see it: nobody brings about that they see more than now
        require(all(policy.can_see(actor, at) for at in standings_to(actor, tree).values()))
    document.parent_id = parent.id if parent else None
    for each in tree:
        each.library_id, each.group_id = library.id, library.group_id
    if parent is not None and inherits:
        inherit(tree, document.ruler_id, parent)
    elif parent is None and document.ruler_id != document.id:
        _rule_itself(tree, document)
    activity.record(
        actor, f"{document.kind}.moved", document.id, name=document.title, library=library.key
    )
    cooperation_id = actor.cooperation_id
    after_commit(lambda: revocation.announce(cooperation_id=cooperation_id))


def _inherits(document: Document) -> bool:
    """Whether nobody gave it rules of its own; at the top everything begins with the usual ones."""
    is_usual = document.audience == Audience.GROUP and not document.is_for_guests
    return document.ruler_id != document.id or (document.parent_id is None and is_usual)


def inherit(tree: Iterable[Document], ruler_id: UUID, parent: Document) -> None:
    """Let those of the tree that were ruled so be ruled as the parent is."""
    for each in tree:
        if each.ruler_id == ruler_id:
            each.ruler_id = parent.ruler_id
            each.audience, each.is_for_guests = parent.audience, parent.is_for_guests


def _rule_itself(tree: Iterable[Document], document: Document) -> None:
    """At the top nothing is inherited: for the group, as everything there begins."""
    ruler_id = document.ruler_id
    for each in tree:
        if each.ruler_id == ruler_id:
            each.ruler_id = document.id
            each.audience, each.is_for_guests = Audience.GROUP, False


def list_subtree(document: Document) -> list[Document]:
    """The document and everything in it, in the trash or not; the ones above first."""
    walk = (
        select(Document.id, Document.parent_id)
        .where(Document.id == document.id)
        .cte("subtree", recursive=True)
    )
    lower = aliased(Document)
    walk = walk.union(select(lower.id, lower.parent_id).join(walk, lower.parent_id == walk.c.id))
    wanted = select(Document).where(Document.id.in_(select(walk.c.id)))
    # what was read before the library was locked may lie elsewhere by now
    found = session().scalars(wanted.execution_options(populate_existing=True)).all()
    below: dict[UUID | None, list[Document]] = {}
    for each in found:
        below.setdefault(each.parent_id, []).append(each)
    ordered, waiting = [], [document]
    while waiting:
        at = waiting.pop()
        ordered.append(at)
        waiting += below.get(at.id, [])
    return ordered
