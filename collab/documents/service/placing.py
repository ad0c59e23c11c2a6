"""Putting documents into the tree: one after the other in each library."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from collab.activity import service as activity
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import database, new_id, session
from collab.core.errors import Conflict, Invalid, NotFound, require
from collab.core.fields import clean_line
from collab.core.ranks import rank_between
from collab.documents import policy
from collab.documents.models import Audience, Document, Kind, Library
from collab.documents.service.depth import check_depth
from collab.documents.service.lookups import find_document, find_library, key_of, look_again
from collab.groups import service as groups
from collab.groups.models import WorkingGroup

MAX_TITLE = 200
#: what may lie in what
_HOLDS = {
    Kind.FOLDER: frozenset({Kind.FOLDER, Kind.PAGE, Kind.FILE}),
    Kind.PAGE: frozenset({Kind.PAGE}),
    Kind.FILE: frozenset[Kind](),
}


class NameTaken(Conflict):
    """Folders and files beside each other have different names."""

    code = "name_taken"
    message = _l("There is something of this name here already.")
    hint = _l("Please choose another name.")


class CannotHold(Conflict):
    """A page holds pages only, a file nothing."""

    code = "cannot_hold"
    message = _l("This cannot be put there. Pages hold only pages, and files hold nothing.")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a document goes."""

    #: of a group, or None: the cooperation's own documents. Counts only at the top
    group_id: UUID | None = None
    #: folder or page it lies in; None: the top
    parent_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class DocumentPlan:
    """What a new document is to be."""

    kind: Kind
    title: str
    language: str
    spot: Spot


def add_document(actor: Actor, plan: DocumentPlan, *, unique: bool = False) -> Document:
    """Put a new document behind the others of its place; what it consists of is the caller's.

    With `unique`, a name that is taken gets a number: "Report (2).pdf"; else NameTaken. Forbidden
    for who may not write there, NotFound for who may not see it.
    """
    parent, library = open_spot(actor, plan.spot)
    check_holds(parent, plan.kind)
    check_depth(parent)
    title = check_title(plan.title)
    if plan.kind is not Kind.PAGE:
        title = free_name(library.id, plan.spot.parent_id, title, unique=unique)
    document = _made(actor, plan, title, parent, library)
    session().add(document)
    session().flush()
    activity.record(actor, f"{plan.kind}.created", document.id, name=title, library=library.key)
    return document


def _made(
    actor: Actor, plan: DocumentPlan, title: str, parent: Document | None, library: Library
) -> Document:
    document_id, at = new_id(), now()
    return Document(
        id=document_id,
        cooperation_id=actor.cooperation_id,
        library_id=library.id,
        group_id=library.group_id,
        parent_id=plan.spot.parent_id,
        kind=plan.kind,
        title=title,
        language=plan.language,
        rank=last_rank(library.id, plan.spot.parent_id),
        ruler_id=parent.ruler_id if parent else document_id,
        audience=parent.audience if parent else Audience.GROUP,
        is_for_guests=parent.is_for_guests if parent else False,
        created_at=at,
        created_by=actor.membership_id,
        changed_at=at,
    )


def open_spot(actor: Actor, spot: Spot) -> tuple[Document | None, Library]:
    """What lies there and its library, locked for a change; Forbidden, NotFound."""
    parent = check_spot(actor, spot)
    if parent is not None:
        library = lock_library(parent.library_id)
        require(policy.can_write(actor, look_again(actor, parent).standing))
        return parent, library
    library = find_library(actor, spot.group_id) or _begin_library(actor, spot.group_id)
    return None, lock_library(library.id)


def check_spot(actor: Actor, spot: Spot) -> Document | None:
    """The folder or page that it is in; Forbidden for who may not write there, NotFound."""
    if spot.parent_id is not None:
        found = find_document(actor, spot.parent_id)
        require(policy.can_write(actor, found.standing))
        return found.document
    if spot.group_id is not None and session().get(WorkingGroup, spot.group_id) is None:
        raise NotFound
    at = policy.Standing(
        audience=Audience.GROUP,
        is_common=spot.group_id is None,
        role=groups.own_roles(actor).get(spot.group_id) if spot.group_id else None,
    )
    require(policy.can_write(actor, at))
    return None


def _begin_library(actor: Actor, group_id: UUID | None) -> Library:
    values = {
        "id": new_id(),
        "cooperation_id": actor.cooperation_id,
        "group_id": group_id,
        "key": key_of(group_id),
        "version": 1,
    }
    insert: Any = sqlite.insert if database.is_sqlite else postgresql.insert
    # two people may begin it at the same moment: the second one waits, and finds it
    session().execute(insert(Library).on_conflict_do_nothing(), [values])
    return session().scalars(select(Library).where(Library.key == values["key"])).one()


def lock_library(library_id: UUID) -> Library:
    """The library for a change of its tree: others wait until this unit of work ends."""
    session().execute(
        update(Library).where(Library.id == library_id).values(version=Library.version + 1)
    )
    return (
        session()
        .scalars(
            select(Library)
            .where(Library.id == library_id)
            .execution_options(populate_existing=True)
        )
        .one()
    )


def check_holds(parent: Document | None, kind: Kind) -> None:
    """CannotHold unless something of this kind may lie there."""
    if parent is not None and kind not in _HOLDS[Kind(parent.kind)]:
        raise CannotHold


def check_title(title: str) -> str:
    """The title without spaces around it; Invalid when there is none or it is too long."""
    clean = clean_line(title)
    if not clean:
        raise Invalid({"title": _l("Please enter a name.")})
    if len(clean) > MAX_TITLE:
        raise Invalid({"title": _l("Please use at most %(max)d characters.", max=MAX_TITLE)})
    return clean


def free_name(
    library_id: UUID,
    parent_id: UUID | None,
    name: str,
    *,
    unique: bool = False,
    but: UUID | None = None,
) -> str:
    """The name, when no folder or file there is called so, `but` that one; NameTaken.

    With `unique` it gets a number instead.
    """
    taken = {
        title.casefold()
        for title in session().scalars(
            select(Document.title).where(
                Document.library_id == library_id,
                Document.parent_id.is_not_distinct_from(parent_id),
                Document.trashed_at.is_(None),
                Document.kind != Kind.PAGE,
                Document.id != but if but else Document.id.is_not(None),
            )
        )
    }
    if name.casefold() not in taken:
        return name
    if not unique:
        raise NameTaken
    return _numbered(name, taken)


def _numbered(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    number = 2
    while True:
        suffix = f" ({number}){dot}{ending}"
        made = f"{stem[: MAX_TITLE - len(suffix)]}{suffix}"
        if made.casefold() not in taken:
            return made
        number += 1


def last_rank(library_id: UUID, parent_id: UUID | None) -> str:
    """A rank behind everything that lies there."""
    last = session().scalar(
        select(func.max(Document.rank)).where(
            Document.library_id == library_id,
            Document.parent_id.is_not_distinct_from(parent_id),
        )
    )
    return rank_between(last, None)
