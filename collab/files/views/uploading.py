"""Files come in by forms."""

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage

from collab.cooperations.web import current_actor, enter
from collab.core.actor import Actor
from collab.core.db import unit_of_work
from collab.core.errors import DomainError
from collab.core.fields import note_refusal
from collab.core.spool import spooled_path
from collab.core.web import opens_units_of_work, takes_files
from collab.documents import service as documents
from collab.files import service
from collab.files.forms import UploadForm, VersionForm
from collab.files.limits import limits
from collab.files.places import address_of_spot, read_spot
from collab.files.service import Aim, OnTaken
from collab.files.views.blueprints import bp
from collab.files.views.showing import show_file


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file of a form."""

    name: str
    document_id: UUID | None = None
    #: why it was not taken
    error: DomainError | None = None


@bp.get("/upload")
def new_upload() -> ResponseReturnValue:
    """The form for those without scripts; of no place in particular there is none."""
    if not request.args:
        return redirect(url_for("documents.index"))
    return _show(current_actor(), UploadForm(formdata=None))


@bp.post("/upload")
@opens_units_of_work
@takes_files(limits.form, spools=True)
def upload(cooperation: str) -> ResponseReturnValue:
    """Take the files in one after the other; those that are refused are listed."""
    actor = enter(cooperation)
    with unit_of_work(actor.scope):
        spot = read_spot(actor)
        documents.open_spot(actor, spot)
    form = UploadForm()
    outcomes: list[Outcome] = []
    if form.validate_on_submit():
        aim, on_taken = Aim(spot), OnTaken(form.on_taken.data)
        outcomes = [_take(actor, aim, each, on_taken) for each in form.files.data]
    with unit_of_work(actor.scope, writes=False):
        if not outcomes or any(each.error for each in outcomes):
            return _show(actor, form, outcomes), 422
        flash(ngettext("One file was added.", "%(num)d files were added.", len(outcomes)))
        return redirect(address_of_spot(actor, spot))


def _show(actor: Actor, form: UploadForm, outcomes: list[Outcome] | None = None) -> str:
    spot = read_spot(actor)
    return render_template(
        "files/upload.html",
        form=form,
        outcomes=outcomes or [],
        back_url=address_of_spot(actor, spot),
    )


def _take(actor: Actor, aim: Aim, given: FileStorage, on_taken: OnTaken) -> Outcome:
    name = given.filename or ""
    try:
        with unit_of_work(actor.scope):
            aim = service.choose_aim(actor, aim, name, on_taken)
        with (
            service.receive(actor, name, spooled_path(given)) as received,
            unit_of_work(actor.scope),
        ):
            return Outcome(name, service.put_received(actor, aim, received).id)
    except DomainError as error:
        return Outcome(name, error=error)


@bp.post("/<uuid:document_id>/versions")
@opens_units_of_work
@takes_files(limits.form, spools=True)
def add_version(cooperation: str, document_id: UUID) -> ResponseReturnValue:
    """Take a file in as the newest version of another one."""
    actor = enter(cooperation)
    form = VersionForm()
    status = 422
    if form.validate_on_submit():
        try:
            _replace(actor, document_id, form)
        except DomainError as error:
            if error.status in (403, 404, 423):
                raise
            status = note_refusal(form, error)
        else:
            flash(_("The new version is saved."))
            return redirect(url_for(".show", document_id=document_id))
    return show_file(actor, document_id, form), status


def _replace(actor: Actor, document_id: UUID, form: VersionForm) -> None:
    given: FileStorage = form.file.data
    name = given.filename or ""
    with unit_of_work(actor.scope, writes=False):
        service.check_replaceable(actor, document_id, name)
    with (
        service.receive(actor, name, spooled_path(given)) as received,
        unit_of_work(actor.scope),
    ):
        service.replace_with(actor, document_id, received, form.note.data or "")
