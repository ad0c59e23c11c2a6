"""Where files go, as addresses say it."""

from uuid import UUID

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from collab.core.actor import Actor
from collab.core.errors import NotFound
from collab.core.ids import parse_id
from collab.documents import service as documents
from collab.documents.models import Kind
from collab.documents.service import Spot
from collab.groups import service as groups

#: in the place of a group's name: the cooperation's own documents
COMMON = "common"


def read_spot(actor: Actor, given: MultiDict[str, str] | dict[str, str] | None = None) -> Spot:
    """The place that `folder`, or else `group`, of the address or form names; NotFound."""
    values = request.values if given is None else given
    folder_id = parse_id(values.get("folder", ""))
    if folder_id is not None:
        found = documents.find_document(actor, folder_id, Kind.FOLDER)
        return Spot(found.document.group_id, found.id)
    group = values.get("group", "")
    if not group:
        raise NotFound
    return Spot(None if group == COMMON else groups.find_group(actor, group).id)


def address_of_spot(actor: Actor, spot: Spot) -> str:
    """The page of the folder or library."""
    if spot.parent_id is not None:
        return url_for("documents.folder", folder_id=spot.parent_id)
    return address_of_library(actor, spot.group_id)


def address_of_library(actor: Actor, group_id: UUID | None) -> str:
    """The page of a group's library, or of the cooperation's."""
    known = {each.id: each.slug for each in groups.list_groups(actor)} if group_id else {}
    slug = known.get(group_id) if group_id else COMMON
    return url_for("documents.library", group=slug) if slug else url_for("documents.index")
