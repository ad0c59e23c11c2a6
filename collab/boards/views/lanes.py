"""The pages of the swimlanes that somebody named."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collab.boards import service
from collab.boards.forms import LaneForm
from collab.boards.models import Lane
from collab.boards.service import FoundBoard
from collab.boards.views.arranging import find_arranged
from collab.boards.views.blueprints import boards as bp
from collab.boards.views.positions import read_position
from collab.cooperations.web import current_actor
from collab.core.errors import Invalid
from collab.core.fields import note_errors


def _page(found: FoundBoard, form: LaneForm, lane: Lane | None = None) -> str:
    return render_template("boards/settings/lane.html", board=found.board, form=form, lane=lane)


def _find(found: FoundBoard, lane_id: UUID) -> Lane:
    for lane in service.list_lanes(found.id):
        if lane.id == lane_id:
            return lane
    raise service.Gone


def _back(board_id: UUID, **values: Any) -> ResponseReturnValue:
    return redirect(url_for(".settings", board_id=board_id, _anchor="lanes", **values))


@bp.get("/<uuid:board_id>/lanes/new")
def new_lane(board_id: UUID) -> ResponseReturnValue:
    """The form of a new swimlane."""
    return _page(find_arranged(board_id), LaneForm(formdata=None))


@bp.post("/<uuid:board_id>/lanes")
def add_lane(board_id: UUID) -> ResponseReturnValue:
    """Add a swimlane."""
    found = find_arranged(board_id)
    form = LaneForm()
    if form.validate_on_submit():
        try:
            service.add_lane(current_actor(), board_id, form.name.data or "")
        except Invalid as error:
            note_errors(form, error)
        else:
            return _back(board_id)
    return _page(found, form), 422


@bp.get("/<uuid:board_id>/lanes/<uuid:lane_id>")
def edit_lane(board_id: UUID, lane_id: UUID) -> ResponseReturnValue:
    """The form of a swimlane, and the button that deletes it."""
    found = find_arranged(board_id)
    lane = _find(found, lane_id)
    return _page(found, LaneForm(formdata=None, obj=lane), lane)


@bp.post("/<uuid:board_id>/lanes/<uuid:lane_id>")
def save_lane(board_id: UUID, lane_id: UUID) -> ResponseReturnValue:
    """Give a swimlane another name."""
    found = find_arranged(board_id)
    lane = _find(found, lane_id)
    form = LaneForm()
    if not form.validate_on_submit():
        return _page(found, form, lane), 422
    service.rename_lane(current_actor(), board_id, lane_id, form.name.data or "")
    return _back(board_id)


@bp.post("/<uuid:board_id>/lanes/<uuid:lane_id>/position")
def move_lane(board_id: UUID, lane_id: UUID) -> ResponseReturnValue:
    """Bring a swimlane to another position."""
    service.move_lane(current_actor(), board_id, lane_id, read_position())
    return _back(board_id)


@bp.post("/<uuid:board_id>/lanes/<uuid:lane_id>/deletion")
def delete_lane(board_id: UUID, lane_id: UUID) -> ResponseReturnValue:
    """Delete a swimlane; the settings then offer to take that back."""
    service.delete_lane(current_actor(), board_id, lane_id)
    return _back(board_id, deleted_lane=lane_id)


@bp.post("/<uuid:board_id>/lanes/<uuid:lane_id>/deletion/undo")
def restore_lane(board_id: UUID, lane_id: UUID) -> ResponseReturnValue:
    """Take the deletion back."""
    service.restore_lane(current_actor(), board_id, lane_id)
    return _back(board_id)
