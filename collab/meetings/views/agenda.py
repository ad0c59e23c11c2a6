"""The forms of the agenda: on the meeting's page, and on a page of their own to correct them."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collab.cooperations.web import current_actor
from collab.core.errors import Invalid, require
from collab.core.fields import note_errors
from collab.core.ids import parse_id
from collab.meetings import policy, service
from collab.meetings.forms import ItemForm
from collab.meetings.service import ItemChanged, ItemPlan
from collab.meetings.timetable import lay_out
from collab.meetings.views.blueprint import bp

UP, DOWN = -1, 1


def _to_meeting(meeting_id: UUID, anchor: str = "agenda", **more: Any) -> ResponseReturnValue:
    return redirect(url_for("minutes.show", meeting_id=meeting_id, _anchor=anchor, **more))


def _seen() -> ItemPlan | None:
    """What the form had shown; None when it does not say."""
    if "was_title" not in request.form:
        return None
    minutes = request.form.get("was_minutes", "")[:6]
    return ItemPlan(
        title=request.form["was_title"],
        presenter_id=parse_id(request.form.get("was_presenter", "")),
        minutes=int(minutes) if minutes.isascii() and minutes.isdigit() else None,
    )


def _show_form(
    meeting_id: UUID, form: ItemForm, item_id: UUID | None, status: int = 422
) -> ResponseReturnValue:
    """The item's form as a page of its own, with what was typed and what is wrong with it."""
    actor = current_actor()
    found = service.find_meeting(actor, meeting_id)
    require(policy.can_manage(actor, found.standing))
    item = service.find_item(actor, meeting_id, item_id) if item_id else None
    everybody = service.list_everybody(actor, found)
    page = render_template(
        "meetings/agenda_item.html",
        found=found,
        form=form,
        item_id=item_id,
        seen=_seen() if status == 422 else None,
        item=item,
        is_changed=status == 409,
        timetable=lay_out(found.meeting, service.list_agenda(actor, meeting_id)),
        names={each.membership_id: each.member for each in everybody},
        presenters=service.by_delegation(each for each in everybody if each.is_active),
    )
    return page, status


@bp.post("/<uuid:meeting_id>/agenda")
def add_item(meeting_id: UUID) -> ResponseReturnValue:
    """Add an item at the end."""
    form = ItemForm()
    if form.validate_on_submit():
        try:
            item = service.add_item(current_actor(), meeting_id, form.plan)
        except Invalid as error:
            note_errors(form, error)
        else:
            return _to_meeting(meeting_id, f"item-{item.id}")
    return _show_form(meeting_id, form, None)


@bp.post("/<uuid:meeting_id>/agenda/<uuid:item_id>")
def edit_item(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Change what an item says."""
    form = ItemForm()
    if form.validate_on_submit():
        try:
            service.edit_item(current_actor(), meeting_id, item_id, form.plan, _seen())
        except Invalid as error:
            note_errors(form, error)
        except ItemChanged:
            return _show_form(meeting_id, form, item_id, 409)
        else:
            return _to_meeting(meeting_id, f"item-{item_id}")
    return _show_form(meeting_id, form, item_id)


@bp.post("/<uuid:meeting_id>/agenda/<uuid:item_id>/move")
def move_item(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Move an item one place `up` or, by default, down."""
    by = UP if request.form.get("direction") == "up" else DOWN
    service.move_item(current_actor(), meeting_id, item_id, by=by)
    return _to_meeting(meeting_id, f"item-{item_id}")


@bp.post("/<uuid:meeting_id>/agenda/<uuid:item_id>/removal")
def remove_item(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Take an item off the agenda; the meeting's page then offers to take that back."""
    service.remove_item(current_actor(), meeting_id, item_id)
    return _to_meeting(meeting_id, removed=item_id)


@bp.post("/<uuid:meeting_id>/agenda/<uuid:item_id>/removal/undo")
def restore_item(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Put a removed item back."""
    service.restore_item(current_actor(), meeting_id, item_id)
    return _to_meeting(meeting_id, f"item-{item_id}")
