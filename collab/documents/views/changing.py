"""New folders, other names, other places."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.cooperations.web import current_actor
from collab.core.errors import Invalid, NotFound, require
from collab.core.fields import note_errors
from collab.core.fragments import accept, is_fragment
from collab.core.ids import parse_id
from collab.documents import policy, service
from collab.documents.forms import FolderForm, NameForm, key_of_spot, read_spot
from collab.documents.service import NameTaken, Place, Spot
from collab.documents.views.blueprints import bp
from collab.documents.views.libraries import (
    address_of,
    address_of_place,
    find_group,
    reader_language,
    show_list,
)


@bp.post("/folders")
def create_folder() -> ResponseReturnValue:
    """Make a folder in `parent`, or at the top of the library of `group`."""
    form, actor = FolderForm(), current_actor()
    if form.validate_on_submit():
        try:
            made = service.create_folder(actor, form.spot, form.title.data or "", reader_language())
        except Invalid as error:
            note_errors(form, error)
        except NameTaken as error:
            form.title.errors = [*form.title.errors, error.message]
        else:
            flash(_("The folder “%(name)s” was made.", name=made.title), "success")
            return redirect(address_of_place(made))
    return _show_again(form), 422


def _show_again(form: FolderForm) -> str:
    spot = form.spot
    if spot.parent_id is None:
        if spot.group_id is not None and find_group(spot.group_id) is None:
            raise NotFound
        return show_list(find_group(spot.group_id), None, form)
    found = service.find_document(current_actor(), spot.parent_id)
    return show_list(find_group(found.document.group_id), found, form)


@bp.get("/<uuid:document_id>/name")
def edit_name(document_id: UUID) -> ResponseReturnValue:
    """The form of a name."""
    found = service.find_document(current_actor(), document_id)
    require(policy.can_write(current_actor(), found.standing))
    form = NameForm(formdata=None, data={"title": found.document.title})
    return _show_name(form, document_id)


def _show_name(form: NameForm, document_id: UUID) -> str:
    document = service.find_document(current_actor(), document_id).document
    back = address_of_place(document)
    return render_template("documents/name.html", form=form, document=document, back=back)


@bp.post("/<uuid:document_id>/name")
def rename(document_id: UUID) -> ResponseReturnValue:
    """Give it another name."""
    form = NameForm()
    if form.validate_on_submit():
        try:
            document = service.rename_document(current_actor(), document_id, form.title.data or "")
        except Invalid as error:
            note_errors(form, error)
        except NameTaken as error:
            if is_fragment():
                raise
            form.title.errors = [*form.title.errors, error.message]
        else:
            if is_fragment():
                return accept(title=document.title)
            return redirect(f"{address_of_place(document)}#document-{document.id}")
    if is_fragment():
        raise Invalid({name: words[0] for name, words in form.errors.items()})
    return _show_name(form, document_id), 422


@bp.get("/<uuid:document_id>/move")
def choose_place(document_id: UUID) -> ResponseReturnValue:
    """The form of another place."""
    found, destinations = service.list_destinations(current_actor(), document_id)
    document = found.document
    return render_template(
        "documents/move.html",
        document=document,
        destinations=destinations,
        here=key_of_spot(Spot(document.group_id, document.parent_id)),
        key_of=lambda group_id, parent_id: key_of_spot(Spot(group_id, parent_id)),
        back=address_of_place(document),
        error=None,
    )


@bp.post("/<uuid:document_id>/move")
def move(document_id: UUID) -> ResponseReturnValue:
    """Bring it to `to` (see key_of_spot), next to `after` or `before`; or just `direction`."""
    actor, direction = current_actor(), request.form.get("direction", "")
    if direction:
        document = service.nudge_document(actor, document_id, up=direction == "up")
    else:
        spot = read_spot(request.form.get("to", ""))
        if spot is None:
            raise NotFound
        place = Place(
            spot,
            after=parse_id(request.form.get("after", "")),
            before=parse_id(request.form.get("before", "")),
        )
        document = service.move_document(actor, document_id, place)
    if is_fragment():
        return accept(url=address_of(document))
    if not direction:
        flash(_("“%(name)s” was moved.", name=document.title), "success")
    return redirect(f"{address_of_place(document)}#document-{document.id}")


@bp.post("/<uuid:document_id>/trash")
def throw_away(document_id: UUID) -> ResponseReturnValue:
    """Move it to the trash; the list then offers to take that back."""
    found = service.find_document(current_actor(), document_id)
    back = address_of_place(found.document)
    service.trash_document(current_actor(), document_id)
    if is_fragment():
        return accept(restore=url_for(".restore", document_id=document_id))
    return redirect(f"{back}?trashed={document_id}")
