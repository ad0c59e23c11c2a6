"""Files at a task: uploaded, downloaded, taken off and back."""

from contextlib import closing
from os import SEEK_END
from uuid import UUID

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from collab import inspection
from collab.boards.part_forms import FileForm
from collab.boards.service import files as service
from collab.boards.service.files import MAX_BYTES, Upload
from collab.boards.views.blueprints import tasks as bp
from collab.boards.views.part_pages import back, show_form
from collab.cooperations.web import current_actor, enter
from collab.core.db import new_id, unit_of_work
from collab.core.errors import Invalid
from collab.core.fields import note_errors
from collab.core.spool import SpooledFile
from collab.core.storage import storage
from collab.core.web import opens_units_of_work, takes_files
from collab.inspection.headers import serving_headers

ANCHOR = "files"
#: of the form around the file
FRAME = 100_000


@bp.post("/<int:number>/files")
@opens_units_of_work
@takes_files(MAX_BYTES + FRAME, spools=True)
def add_file(cooperation: str, number: int) -> ResponseReturnValue:
    """Add a file; while it is stored, nobody waits for the database."""
    actor = enter(cooperation)
    with unit_of_work(actor.scope, writes=False):
        service.check_addable(actor, number)
    form = FileForm()
    if form.validate_on_submit():
        try:
            _keep(number, form.file.data)
        except Invalid as error:
            note_errors(form, error)
        else:
            return back(number, ANCHOR)
    with unit_of_work(actor.scope, writes=False):
        found = service.check_addable(actor, number)
        words = {"heading": _("Add a file"), "submit": _("Add")}
        return show_form(found, form, anchor=ANCHOR, **words), 422


def _keep(number: int, given: FileStorage) -> None:
    """Store it, then note it; what could not be noted is not kept either."""
    actor, file_id = current_actor(), new_id()
    with closing(given):
        spooled = given.stream
        if not isinstance(spooled, SpooledFile):
            raise TypeError("the view does not spool its files")
        service.check_size(spooled.seek(0, SEEK_END))
        spooled.flush()
        checked = inspection.check(spooled.path, given.filename or "")
        stored = storage.adopt(actor.cooperation_id, file_id, spooled.path)
    try:
        with unit_of_work(actor.scope):
            service.add_file(actor, number, Upload(file_id, checked, stored))
    except BaseException:
        storage.remove(actor.cooperation_id, file_id)
        raise


@bp.get("/<int:number>/files/<uuid:file_id>")
def download_file(number: int, file_id: UUID) -> ResponseReturnValue:
    """The file, to be saved: browsers never show it as a page of ours."""
    file, pieces = service.open_file(current_actor(), number, file_id)
    headers = serving_headers(file.name, file.media_type, size=file.size)
    return Response(() if request.method == "HEAD" else pieces, headers=headers)


@bp.post("/<int:number>/files/<uuid:file_id>/removal")
def remove_file(number: int, file_id: UUID) -> ResponseReturnValue:
    """Take it off; the task's page then offers to take that back."""
    service.remove_file(current_actor(), number, file_id)
    return back(number, ANCHOR, removed_file=file_id)


@bp.post("/<int:number>/files/<uuid:file_id>/removal/undo")
def restore_file(number: int, file_id: UUID) -> ResponseReturnValue:
    """Put it back."""
    service.restore_file(current_actor(), number, file_id)
    return back(number, ANCHOR)
