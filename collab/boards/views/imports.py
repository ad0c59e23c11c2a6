"""Importing tasks into a board: the form, the preview, doing it."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from collab.boards.import_forms import (
    MAX_UPLOAD,
    SOURCE_NAMES,
    ImportForm,
    say_left,
    say_problem,
)
from collab.boards.imports.plans import TABLES
from collab.boards.service import importing
from collab.boards.service.boards import BoardArchived, FoundBoard
from collab.boards.service.importing import (
    ImportPreview,
    ImportRefused,
    LinesNotClean,
    NothingLeft,
)
from collab.boards.views.arranging import find_arranged
from collab.boards.views.blueprints import boards as bp
from collab.cooperations.web import current_actor
from collab.core.errors import DomainError, Invalid
from collab.core.fields import note_errors
from collab.core.paging import page_number
from collab.core.web import takes_files

#: tasks that the preview shows
SAMPLE = 8
#: names that the preview shows
MOST_NAMES = 50


def _find(board_id: UUID) -> FoundBoard:
    found = find_arranged(board_id)
    if found.board.archived_at is not None:
        raise BoardArchived
    return found


@bp.get("/<uuid:board_id>/import")
def new_import(board_id: UUID) -> ResponseReturnValue:
    """The form to choose a file or paste a table."""
    found = _find(board_id)
    form = ImportForm(formdata=None)
    return render_template("boards/imports/new.html", board=found.board, form=form)


@bp.post("/<uuid:board_id>/import")
@takes_files(MAX_UPLOAD)
def prepare_import(board_id: UUID) -> ResponseReturnValue:
    """Read it and show what would be imported."""
    found = _find(board_id)
    form = ImportForm()
    if form.validate_on_submit():
        actor = current_actor()
        try:
            reading = form.read(actor, found.board)
            import_id = importing.prepare_import(actor, found.id, form.name, reading)
        except Invalid as error:
            note_errors(form, error)
        else:
            return redirect(url_for(".show_import", board_id=board_id, import_id=import_id))
    return render_template("boards/imports/new.html", board=found.board, form=form), 422


def _show(preview: ImportPreview, problem: DomainError | None = None) -> str:
    return render_template(
        "boards/imports/preview.html",
        board=preview.found.board,
        preview=preview,
        reading=preview.reading,
        plan=preview.plan,
        problem=problem,
        is_table=preview.reading.source in TABLES,
        source_name=SOURCE_NAMES[preview.reading.source],
        say_left=say_left,
        say_problem=say_problem,
        sample=preview.plan.tasks[:SAMPLE],
        strangers=preview.plan.strangers.most_common(MOST_NAMES),
    )


@bp.get("/<uuid:board_id>/imports/<uuid:import_id>")
def show_import(board_id: UUID, import_id: UUID) -> ResponseReturnValue:
    """Every line with a problem, and what would happen; nothing is imported yet."""
    preview = importing.preview_import(current_actor(), board_id, import_id, page_number())
    if preview is None:  # imported already
        return redirect(url_for(".show", board_id=board_id))
    return _show(preview)


@bp.post("/<uuid:board_id>/imports/<uuid:import_id>")
def run_import(board_id: UUID, import_id: UUID) -> ResponseReturnValue:
    """Import all of it, once; back to the preview when something is in the way."""
    actor, leave_out = current_actor(), "leave_out" in request.form
    try:
        done = importing.run_import(actor, board_id, import_id, leave_out=leave_out)
    except (ImportRefused, LinesNotClean, NothingLeft) as problem:
        preview = importing.preview_import(actor, board_id, import_id)
        if preview is None:
            raise
        return _show(preview, problem), problem.status
    if done.was_imported:
        flash(_("This file was imported already; nothing was imported twice."), "info")
    else:
        words = ngettext("%(num)d task is imported.", "%(num)d tasks are imported.", done.tasks)
        flash(words, "success")
    return redirect(url_for(".show", board_id=board_id))


@bp.post("/<uuid:board_id>/imports/<uuid:import_id>/removal")
def discard_import(board_id: UUID, import_id: UUID) -> ResponseReturnValue:
    """Forget the file; nothing was imported."""
    importing.discard_import(current_actor(), board_id, import_id)
    flash(_("The file is discarded. Nothing was imported."), "success")
    return redirect(url_for(".settings", board_id=board_id))
