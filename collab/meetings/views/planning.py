"""The list of meetings, and the form that plans one."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.cooperations.web import current_actor
from collab.core.errors import Invalid, require
from collab.core.fields import note_errors
from collab.core.ids import parse_id
from collab.core.paging import page_number
from collab.groups import service as groups
from collab.meetings import policy, service
from collab.meetings.forms import MeetingForm, NewMeetingForm, form_values
from collab.meetings.rivalry import compare
from collab.meetings.service import FoundMeeting, MeetingChanged, When
from collab.meetings.views.blueprint import bp


@bp.get("")
def index() -> ResponseReturnValue:
    """Coming or past meetings, of all groups or of one."""
    actor = current_actor()
    offered = groups.list_groups(actor)
    chosen = next((one for one in offered if one.slug == request.args.get("group")), None)
    when = When.PAST if request.args.get("when") == When.PAST else When.COMING
    number = page_number()
    page = service.list_meetings(actor, when, group_id=chosen.id if chosen else None, page=number)
    deleted_id = parse_id(request.args.get("deleted", ""))
    return render_template(
        "meetings/index.html",
        page=page,
        when=when,
        groups=offered,
        chosen=chosen,
        can_plan=service.may_plan(actor) and not actor.is_archived,
        deleted=service.find_deleted(actor, deleted_id) if deleted_id else None,
    )


def _offer(form: MeetingForm) -> None:
    form.offer(groups.list_groups(current_actor()))


@bp.get("/new")
def new() -> ResponseReturnValue:
    """The form for a new meeting; `?group=` chooses a group."""
    actor = current_actor()
    require(service.may_plan(actor))
    chosen = [one for one in groups.list_groups(actor) if one.slug == request.args.get("group")]
    values: dict[str, Any] = {
        "timezone": actor.timezone,
        "language": chosen[0].language if chosen else actor.language,
        "groups": [str(one.id) for one in chosen],
    }
    form = NewMeetingForm(formdata=None, data=values)
    _offer(form)
    return render_template("meetings/new.html", form=form)


@bp.post("")
def create() -> ResponseReturnValue:
    """Plan a meeting."""
    actor = current_actor()
    require(service.may_plan(actor))
    form = NewMeetingForm()
    _offer(form)
    if form.validate_on_submit():
        try:
            meeting = service.create_meeting(
                actor, form.plan, (form.agenda.data or "").splitlines()
            )
        except Invalid as error:
            note_errors(form, error)
        else:
            return redirect(url_for("minutes.show", meeting_id=meeting.id))
    note_errors(form, Invalid(service.find_faults(actor, form.plan)))
    return render_template("meetings/new.html", form=form), 422


@bp.get("/<uuid:meeting_id>/edit")
def edit(meeting_id: UUID) -> ResponseReturnValue:
    """The form of a meeting."""
    found = service.find_meeting(current_actor(), meeting_id)
    require(policy.can_manage(current_actor(), found.standing))
    form = MeetingForm(formdata=None, data=form_values(found))
    _offer(form)
    return render_template("meetings/edit.html", form=form, found=found, rivalry=None)


@bp.post("/<uuid:meeting_id>/edit")
def save(meeting_id: UUID) -> ResponseReturnValue:
    """Save the form; when somebody else was faster, both versions are shown side by side."""
    actor = current_actor()
    found = service.find_managed(actor, meeting_id)
    form = MeetingForm(data=form_values(found))
    _offer(form)
    if form.validate_on_submit():
        try:
            service.edit_meeting(actor, meeting_id, _version(form), form.plan)
        except Invalid as error:
            note_errors(form, error)
        except MeetingChanged:
            return _show_rivalry(found, form)
        else:
            flash(_("The changes are saved."), "success")
            return redirect(url_for("minutes.show", meeting_id=meeting_id))
    note_errors(form, Invalid(service.find_faults(actor, form.plan, found)))
    return render_template("meetings/edit.html", form=form, found=found, rivalry=None), 422


def _version(form: MeetingForm) -> int:
    text = form.version.data or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _show_rivalry(found: FoundMeeting, form: MeetingForm) -> ResponseReturnValue:
    """Both versions; what I did not touch takes their value, what I typed stays in the form."""
    edits = service.list_edits(current_actor(), found.id, after=_version(form))
    rivalry = compare(found, form, edits)
    form.version.data = str(found.meeting.version)
    page = render_template("meetings/edit.html", form=form, found=found, rivalry=rivalry)
    return page, 409


@bp.post("/<uuid:meeting_id>/cancellation")
def cancel(meeting_id: UUID) -> ResponseReturnValue:
    """Say that it will not take place."""
    service.cancel_meeting(current_actor(), meeting_id)
    return redirect(url_for("minutes.show", meeting_id=meeting_id))


@bp.post("/<uuid:meeting_id>/cancellation/undo")
def uncancel(meeting_id: UUID) -> ResponseReturnValue:
    """It takes place after all."""
    service.uncancel_meeting(current_actor(), meeting_id)
    return redirect(url_for("minutes.show", meeting_id=meeting_id))


@bp.post("/<uuid:meeting_id>/deletion")
def delete(meeting_id: UUID) -> ResponseReturnValue:
    """Take it out of sight; the list then offers to take that back."""
    service.delete_meeting(current_actor(), meeting_id)
    return redirect(url_for(".index", deleted=meeting_id))


@bp.post("/<uuid:meeting_id>/deletion/undo")
def restore(meeting_id: UUID) -> ResponseReturnValue:
    """Bring it back."""
    service.restore_meeting(current_actor(), meeting_id)
    return redirect(url_for("minutes.show", meeting_id=meeting_id))
