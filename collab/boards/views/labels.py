"""The pages of a board's labels."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collab.boards import service
from collab.boards.forms import LabelForm, label_form
from collab.boards.models import Label
from collab.boards.service import FoundBoard
from collab.boards.views.arranging import find_arranged
from collab.boards.views.blueprints import boards as bp
from collab.boards.views.positions import read_position
from collab.cooperations import service as cooperations
from collab.cooperations.web import current_actor
from collab.core.errors import Invalid
from collab.core.fields import note_errors


def _form(found: FoundBoard, label: Label | None = None) -> LabelForm:
    languages = cooperations.find_cooperation(current_actor()).languages
    return label_form(found.board, languages, label)


def _page(found: FoundBoard, form: LabelForm, label: Label | None = None) -> str:
    labelled = service.count_labelled(found.id).get(label.id, 0) if label else 0
    return render_template(
        "boards/settings/label.html",
        board=found.board,
        form=form,
        label=label,
        labelled=labelled,
    )


def _find(found: FoundBoard, label_id: UUID) -> Label:
    for label in service.list_labels(found.id):
        if label.id == label_id:
            return label
    raise service.Gone


def _back(board_id: UUID, **values: Any) -> ResponseReturnValue:
    return redirect(url_for(".settings", board_id=board_id, _anchor="labels", **values))


@bp.get("/<uuid:board_id>/labels/new")
def new_label(board_id: UUID) -> ResponseReturnValue:
    """The form of a new label."""
    found = find_arranged(board_id)
    return _page(found, _form(found))


@bp.post("/<uuid:board_id>/labels")
def add_label(board_id: UUID) -> ResponseReturnValue:
    """Add a label."""
    found = find_arranged(board_id)
    form = _form(found)
    if form.validate_on_submit():
        try:
            service.add_label(current_actor(), board_id, form.plan)
        except Invalid as error:
            note_errors(form, error)
        else:
            return _back(board_id)
    return _page(found, form), 422


@bp.get("/<uuid:board_id>/labels/<uuid:label_id>")
def edit_label(board_id: UUID, label_id: UUID) -> ResponseReturnValue:
    """The form of a label, and the button that deletes it."""
    found = find_arranged(board_id)
    label = _find(found, label_id)
    return _page(found, _form(found, label), label)


@bp.post("/<uuid:board_id>/labels/<uuid:label_id>")
def save_label(board_id: UUID, label_id: UUID) -> ResponseReturnValue:
    """Change a label."""
    found = find_arranged(board_id)
    label = _find(found, label_id)
    form = _form(found, label)
    if form.validate_on_submit():
        try:
            service.edit_label(current_actor(), board_id, label_id, form.plan)
        except Invalid as error:
            note_errors(form, error)
        else:
            return _back(board_id)
    return _page(found, form, label), 422


@bp.post("/<uuid:board_id>/labels/<uuid:label_id>/position")
def move_label(board_id: UUID, label_id: UUID) -> ResponseReturnValue:
    """Bring a label to another position."""
    service.move_label(current_actor(), board_id, label_id, read_position())
    return _back(board_id)


@bp.post("/<uuid:board_id>/labels/<uuid:label_id>/deletion")
def delete_label(board_id: UUID, label_id: UUID) -> ResponseReturnValue:
    """Delete a label; the settings then offer to take that back."""
    service.delete_label(current_actor(), board_id, label_id)
    return _back(board_id, deleted_label=label_id)


@bp.post("/<uuid:board_id>/labels/<uuid:label_id>/deletion/undo")
def restore_label(board_id: UUID, label_id: UUID) -> ResponseReturnValue:
    """Take the deletion back."""
    service.restore_label(current_actor(), board_id, label_id)
    return _back(board_id)
