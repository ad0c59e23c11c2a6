"""The documents of a cooperation as a tree of folders and files with names; pages are not in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from collab.core.actor import Actor
from collab.core.db import session
from collab.core.errors import NotFound
from collab.documents.models import Document, Kind, Library
from collab.documents.service import find_library, is_visible
from collab.documents.service.lookups import key_of
from collab.groups import service as groups

#: what a program calls the library of the cooperation
COMMON: Final = "common"
#: entries of one folder that a program gets to see
MOST_ENTRIES: Final = 5_000
_KINDS: Final = (Kind.FOLDER, Kind.FILE)
_SLASH: Final = "∕"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A library that a program sees as a folder."""

    #: its name there
    name: str
    #: what people call it
    title: str
    #: None: the cooperation's own
    group_id: UUID | None


def dav_name(document: Document) -> str:
    """What programs call it: titles may have slashes, names may not."""
    return document.title.replace("/", _SLASH)


def list_shelves(actor: Actor) -> list[Shelf]:
    """The libraries that the actor may look into."""
    found = [Shelf(each.slug, each.name, each.id) for each in groups.list_groups(actor)]
    return [Shelf(COMMON, COMMON, None), *(each for each in found if each.name != COMMON)]


def find_shelf(actor: Actor, name: str) -> Shelf | None:
    """The library of this name; None when there is none that the actor may look into."""
    if name == COMMON:
        return Shelf(COMMON, COMMON, None)
    try:
        group = groups.find_group(actor, name)
    except NotFound:
        return None
    return Shelf(name, group.name, group.id)


def list_entries(actor: Actor, group_id: UUID | None, parent_id: UUID | None) -> list[Document]:
    """The folders and files there that the actor sees, by name; each name once."""
    library = find_library(actor, group_id)
    if library is None:
        return []
    found = session().scalars(
        select(Document)
        .where(*_lies_in(actor, library, parent_id))
        .order_by(Document.title, Document.id)
        .limit(MOST_ENTRIES)
    )
    return list({dav_name(each): each for each in found}.values())


def find_entry(
    actor: Actor, group_id: UUID | None, parent_id: UUID | None, name: str
) -> Document | None:
    """The folder or file of this name there; None when there is none that the actor sees."""
    library = find_library(actor, group_id)
    if library is None:
        return None
    found = session().scalars(
        select(Document)
        .where(*_lies_in(actor, library, parent_id), _is_called(name))
        .order_by(Document.id.desc())
        .limit(1)
    )
    return found.first()


def _is_called(name: str) -> ColumnElement[bool]:
    return or_(Document.title == name, Document.title == name.replace(_SLASH, "/"))


def _lies_in(
    actor: Actor, library: Library, parent_id: UUID | None
) -> tuple[ColumnElement[bool], ...]:
    """At the top lies also what is in something that the actor does not see."""
    is_one = Document.kind.in_(_KINDS)
    if parent_id is not None:
        return Document.parent_id == parent_id, is_one, is_visible(actor)
    seen = select(Document.id).where(
        Document.library_id == library.id, Document.kind == Kind.FOLDER, is_visible(actor)
    )
    is_top = or_(Document.parent_id.is_(None), Document.parent_id.not_in(seen))
    return Document.library_id == library.id, is_top, is_one, is_visible(actor)


def find_paths(actor: Actor, document_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Where programs find these folders and files, from the cooperation's name on."""
    if not document_ids:
        return {}
    walk = (
        select(Document.id, Document.parent_id)
        .where(Document.id.in_(document_ids))
        .cte("way_up", recursive=True)
    )
    upper = aliased(Document)
    walk = walk.union(select(upper.id, upper.parent_id).join(walk, upper.id == walk.c.parent_id))
    found = session().scalars(
        select(Document).where(Document.id.in_(select(walk.c.id)), is_visible(actor))
    )
    known = {each.id: each for each in found}
    shelves = {key_of(each.group_id): each.name for each in list_shelves(actor)}
    return {each: path for each in document_ids if (path := _path(actor, known, shelves, each))}


def _path(
    actor: Actor, known: dict[UUID, Document], shelves: dict[str, str], document_id: UUID
) -> str:
    """Empty when the actor cannot get there."""
    at = known.get(document_id)
    if at is None or (shelf := shelves.get(key_of(at.group_id))) is None:
        return ""
    names = []
    while at is not None:
        names.append(dav_name(at))
        at = known.get(at.parent_id) if at.parent_id else None
    return "/".join(["", actor.cooperation_slug, shelf, *reversed(names)])
