"""The pages of a board's columns."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collab.boards import service
from collab.boards.forms import ColumnForm
from collab.boards.models import BoardColumn
from collab.boards.service import FoundBoard
from collab.boards.views.arranging import find_arranged
from collab.boards.views.blueprints import boards as bp
from collab.boards.views.positions import read_position
from collab.cooperations.web import current_actor
from collab.core.errors import Invalid
from collab.core.fields import note_errors, note_refusal
from collab.core.ids import parse_id


def _page(
    found: FoundBoard, form: ColumnForm, column: BoardColumn | None = None, refusal: Any = None
) -> str:
    others: list[BoardColumn] = []
    if column is not None:
        others = [each for each in service.list_columns(found.id) if each.id != column.id]
    return render_template(
        "boards/settings/column.html",
        board=found.board,
        form=form,
        column=column,
        others=others,
        inside=service.count_inside(found.id).get(column.id, 0) if column else 0,
        refusal=refusal,
    )


def _find(found: FoundBoard, column_id: UUID) -> BoardColumn:
    for column in service.list_columns(found.id):
        if column.id == column_id:
            return column
    raise service.Gone


def _back(board_id: UUID, **values: Any) -> ResponseReturnValue:
    return redirect(url_for(".settings", board_id=board_id, _anchor="columns", **values))


@bp.get("/<uuid:board_id>/columns/new")
def new_column(board_id: UUID) -> ResponseReturnValue:
    """The form of a new column."""
    return _page(find_arranged(board_id), ColumnForm(formdata=None))


@bp.post("/<uuid:board_id>/columns")
def add_column(board_id: UUID) -> ResponseReturnValue:
    """Add a column."""
    found = find_arranged(board_id)
    form = ColumnForm()
    if form.validate_on_submit():
        try:
            service.add_column(current_actor(), board_id, form.plan)
        except Invalid as error:
            note_errors(form, error)
        else:
            return _back(board_id)
    return _page(found, form), 422


@bp.get("/<uuid:board_id>/columns/<uuid:column_id>")
def edit_column(board_id: UUID, column_id: UUID) -> ResponseReturnValue:
    """The form of a column, and the one that deletes it."""
    found = find_arranged(board_id)
    column = _find(found, column_id)
    return _page(found, ColumnForm(formdata=None, obj=column), column)


@bp.post("/<uuid:board_id>/columns/<uuid:column_id>")
def save_column(board_id: UUID, column_id: UUID) -> ResponseReturnValue:
    """Change a column."""
    found = find_arranged(board_id)
    column = _find(found, column_id)
    form = ColumnForm()
    if form.validate_on_submit():
        try:
            service.edit_column(current_actor(), board_id, column_id, form.plan)
        except (Invalid, service.ColumnsNeeded) as error:
            note_refusal(form, error)
        else:
            return _back(board_id)
    return _page(found, form, column), 422


@bp.post("/<uuid:board_id>/columns/<uuid:column_id>/position")
def move_column(board_id: UUID, column_id: UUID) -> ResponseReturnValue:
    """Bring a column to another position."""
    service.move_column(current_actor(), board_id, column_id, read_position())
    return _back(board_id)


@bp.post("/<uuid:board_id>/columns/<uuid:column_id>/deletion")
def delete_column(board_id: UUID, column_id: UUID) -> ResponseReturnValue:
    """Delete a column; the settings then offer to take that back."""
    found = find_arranged(board_id)
    target = parse_id(request.form.get("move_to", ""))
    try:
        service.delete_column(current_actor(), board_id, column_id, move_to=target)
    except (service.ColumnNotEmpty, service.ColumnsNeeded, service.LimitReached) as error:
        column = _find(found, column_id)
        form = ColumnForm(formdata=None, obj=column)
        return _page(found, form, column, refusal=error.message), error.status
    return _back(board_id, deleted_column=column_id)


@bp.post("/<uuid:board_id>/columns/<uuid:column_id>/deletion/undo")
def restore_column(board_id: UUID, column_id: UUID) -> ResponseReturnValue:
    """Take the deletion back."""
    service.restore_column(current_actor(), board_id, column_id)
    return _back(board_id)
