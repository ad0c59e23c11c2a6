"""Libraries and folders: lists of what lies there."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collab.cooperations.web import current_actor
from collab.core.errors import NotFound
from collab.core.i18n import find_language, offered_languages
from collab.core.ids import parse_id
from collab.documents import policy, service
from collab.documents.forms import COMMON, FolderForm
from collab.documents.models import Document, Kind
from collab.documents.service import FoundDocument, Order, Thrown
from collab.documents.views.blueprints import bp
from collab.documents.words import ORDER_NAMES
from collab.groups import service as groups
from collab.groups.models import WorkingGroup


@bp.app_template_global("document_address")
def address_of(document: Document) -> str:
    """The page of a document."""
    if document.kind == Kind.FOLDER:
        return url_for("documents.folder", folder_id=document.id)
    if document.kind == Kind.PAGE:
        return url_for("pages.show", page_id=document.id)
    return url_for("files.show", document_id=document.id)


@bp.app_template_global("may_share_document")
def may_share(document: Document) -> bool:
    """Whether the reader may say who sees it."""
    actor = current_actor()
    return policy.can_share(actor, service.standing_to(actor, document))


def address_of_place(document: Document) -> str:
    """The list in which a document lies, as far as the reader sees it."""
    above = service.list_above(current_actor(), document)
    return address_of(above[-1]) if above else address_of_top(document.group_id)


def address_of_top(group_id: UUID | None) -> str:
    """The page of a library."""
    group = find_group(group_id)
    return url_for("documents.library", group=group.slug if group else COMMON)


def find_group(group_id: UUID | None) -> WorkingGroup | None:
    """The group; None for the cooperation's own library."""
    if group_id is None:
        return None
    found = (each for each in groups.list_groups(current_actor()) if each.id == group_id)
    return next(found, None)


@bp.get("")
def index() -> ResponseReturnValue:
    """Every library that the reader sees something of, or may put something into."""
    shelves = service.list_shelves(current_actor())
    return render_template("documents/index.html", shelves=shelves, common=COMMON)


@bp.get("/in/<group>")
def library(group: str) -> ResponseReturnValue:
    """What lies at the top of a group's library, or of the cooperation's ("common")."""
    found = None if group == COMMON else groups.find_group(current_actor(), group)
    return show_list(found, None)


@bp.get("/folders/<uuid:folder_id>")
def folder(folder_id: UUID) -> ResponseReturnValue:
    """What lies in a folder."""
    found = service.find_document(current_actor(), folder_id, Kind.FOLDER)
    return show_list(find_group(found.document.group_id), found)


@bp.get("/<uuid:document_id>")
def open(document_id: UUID) -> ResponseReturnValue:  # noqa: A001 the endpoint's name
    """Lead to the folder, page or file."""
    return redirect(address_of(service.find_document(current_actor(), document_id).document))


def show_list(
    group: WorkingGroup | None, found: FoundDocument | None, form: FolderForm | None = None
) -> str:
    """The page of a library or of a folder in it."""
    actor, order = current_actor(), _read_order()
    group_id = group.id if group else None
    rows = service.list_children(actor, group_id, found.id if found else None, order)
    at = found.standing if found else service.top_standing(actor, group_id)
    return render_template(
        "documents/list.html",
        group=group,
        folder=found.document if found else None,
        path=service.list_above(actor, found.document) if found else [],
        rows=rows,
        order=order,
        orders=ORDER_NAMES,
        tree=service.list_tree(actor, service.find_library(actor, group_id)),
        form=form or _folder_form(group_id, found),
        can_add=policy.can_write(actor, at),
        can_share=found is not None and policy.can_share(actor, at),
        thrown=_just_thrown(),
        common=COMMON,
    )


def _folder_form(group_id: UUID | None, found: FoundDocument | None) -> FolderForm:
    data: dict[str, Any] = {"group": group_id or "", "parent": found.id if found else ""}
    return FolderForm(formdata=None, data=data)


def _read_order() -> Order:
    try:
        return Order(request.args.get("order", Order.OWN))
    except ValueError:
        return Order.OWN


def _just_thrown() -> Thrown | None:
    """What was just thrown away, to take that back."""
    document_id = parse_id(request.args.get("trashed", ""))
    if document_id is None:
        return None
    try:
        thrown = service.find_thrown(current_actor(), document_id)
    except NotFound:
        return None
    return thrown if thrown.can_restore else None


def reader_language() -> str:
    """The language in which new names are most likely written: the reader's."""
    return find_language(current_actor().language, offered_languages()) or current_actor().language
