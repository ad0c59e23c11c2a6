"""The steps of a task, each changed by a form of its own."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.boards.part_forms import StepForm, StepsForm
from collab.boards.service import checklist as service
from collab.boards.service.parts import may_work
from collab.boards.views.blueprints import tasks as bp
from collab.boards.views.part_pages import back, find_allowed, save, show_form
from collab.cooperations.web import current_actor

ANCHOR = "checklist"


@bp.post("/<int:number>/steps")
def add_steps(number: int) -> ResponseReturnValue:
    """Add a step for each line."""
    found = find_allowed(number, may_work)
    form = StepsForm()
    if save(form, lambda: service.add_steps(current_actor(), number, form.steps.data or "")):
        return back(number, "new-steps")
    words = {"heading": _("New steps"), "submit": _("Add")}
    return show_form(found, form, anchor=ANCHOR, **words), 422


@bp.get("/<int:number>/steps/<uuid:step_id>")
def edit_step(number: int, step_id: UUID) -> ResponseReturnValue:
    """The form of a step."""
    found = find_allowed(number, may_work)
    form = StepForm(formdata=None, obj=service.find_step(current_actor(), found.task, step_id))
    return show_form(found, form, heading=_("Change the step"), submit=_("Save"), anchor=ANCHOR)


@bp.post("/<int:number>/steps/<uuid:step_id>")
def rename_step(number: int, step_id: UUID) -> ResponseReturnValue:
    """Let the step say something else."""
    found = find_allowed(number, may_work)
    form = StepForm()
    words = {"heading": _("Change the step"), "submit": _("Save")}
    if save(
        form,
        lambda: service.rename_step(current_actor(), number, step_id, form.text.data or ""),
    ):
        return back(number, f"step-{step_id}")
    return show_form(found, form, anchor=ANCHOR, **words), 422


@bp.post("/<int:number>/steps/<uuid:step_id>/check")
def check_step(number: int, step_id: UUID) -> ResponseReturnValue:
    """Say that it is done, or with `done` = 0 that it is not."""
    is_done = request.form.get("done") != "0"
    service.check_step(current_actor(), number, step_id, is_done=is_done)
    return back(number, f"step-{step_id}")


@bp.post("/<int:number>/steps/<uuid:step_id>/position")
def move_step(number: int, step_id: UUID) -> ResponseReturnValue:
    """Move it one place `up` or, by default, down."""
    by = -1 if request.form.get("direction") == "up" else 1
    service.move_step(current_actor(), number, step_id, by=by)
    return back(number, f"step-{step_id}")


@bp.post("/<int:number>/steps/<uuid:step_id>/removal")
def remove_step(number: int, step_id: UUID) -> ResponseReturnValue:
    """Take it off the list; the task's page then offers to take that back."""
    service.remove_step(current_actor(), number, step_id)
    return back(number, ANCHOR, removed_step=step_id)


@bp.post("/<int:number>/steps/<uuid:step_id>/removal/undo")
def restore_step(number: int, step_id: UUID) -> ResponseReturnValue:
    """Put a removed step back."""
    service.restore_step(current_actor(), number, step_id)
    return back(number, f"step-{step_id}")
