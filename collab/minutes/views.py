"""The page of a meeting with its live minutes, and the minutes as a page to read."""

from functools import cache
from typing import Any
from uuid import UUID

from flask import get_template_attribute, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from collab.cooperations.policy import is_guest
from collab.cooperations.web import CooperationBlueprint, current_actor
from collab.core.actor import Role
from collab.core.ids import parse_id
from collab.live import schema
from collab.meetings import policy as meetings_policy
from collab.meetings import service as meetings
from collab.meetings.service import MeetingDeleted
from collab.meetings.timetable import lay_out
from collab.minutes import render, service

bp = CooperationBlueprint("minutes", __name__, at="meetings")


@bp.get("/<uuid:meeting_id>")
def show(meeting_id: UUID) -> ResponseReturnValue:
    """A meeting: agenda, who is here, attendance, and its live minutes."""
    actor = current_actor()
    try:
        minutes = service.find_minutes(actor, meeting_id)
    except MeetingDeleted:
        return _show_deleted(meeting_id)
    found = minutes.found
    everybody = meetings.list_everybody(actor, found)
    items = meetings.list_agenda(actor, meeting_id)
    can_write = meetings_policy.can_write_minutes(actor, found.standing)
    can_manage = meetings_policy.can_manage(actor, found.standing) and not actor.is_archived
    return render_template(
        "minutes/show.html",
        found=found,
        meeting=found.meeting,
        document_id=minutes.document_id,
        schema_version=schema.VERSION,
        can_write=can_write,
        can_manage=can_manage,
        timetable=lay_out(found.meeting, items),
        names={each.membership_id: each.member for each in everybody},
        summary=meetings.count_by_delegation(each for each in everybody if each.is_listed),
        people=_people(everybody, is_guest=is_guest(actor)),
        removed=_removed(meeting_id) if can_manage else None,
        presenters=meetings.by_delegation(each for each in everybody if each.is_active),
        guests=_guests(everybody) if can_manage else None,
    )


def _guests(everybody: list[meetings.Attendee]) -> dict[str, Any]:
    """With which guests the meeting is shared, with whom it could be, and who was just left out."""
    present = [each for each in everybody if each.is_active and each.member.role is Role.GUEST]
    offered = [each for each in present if not each.is_invited]
    gone = parse_id(request.args.get("unshared", ""))
    return {
        "shared": [each for each in present if each.is_shared],
        "offered": offered,
        "left_out": next((each for each in offered if each.membership_id == gone), None),
    }


def _people(everybody: list[meetings.Attendee], *, is_guest: bool) -> list[dict[str, str]]:
    """Who can be mentioned; guests know only who takes part."""
    return [
        {
            "id": str(each.membership_id),
            "label": each.member.name,
            "delegation": each.member.delegation_short,
        }
        for each in everybody
        if each.is_active and (each.is_listed or not is_guest)
    ]


def _removed(meeting_id: UUID) -> dict[str, Any] | None:
    item_id = parse_id(request.args.get("removed", ""))
    return meetings.find_removed(current_actor(), meeting_id, item_id) if item_id else None


def _show_deleted(meeting_id: UUID) -> ResponseReturnValue:
    found = meetings.find_any_meeting(current_actor(), meeting_id)
    can_restore = meetings_policy.can_manage(current_actor(), found.standing)
    page = render_template("meetings/deleted.html", found=found, can_restore=can_restore)
    return page, 410


@bp.get("/<uuid:meeting_id>/minutes")
def read(meeting_id: UUID) -> ResponseReturnValue:
    """The minutes to read and to print, as they stand at this moment."""
    actor = current_actor()
    minutes = service.find_minutes(actor, meeting_id)
    text = service.read_text(minutes.document_id)
    everybody = meetings.list_everybody(actor, minutes.found)
    erased = [each.membership_id for each in everybody if each.is_erased]
    content = service.hide_erased(actor, text.content, erased)
    return render_template(
        "minutes/read.html",
        found=minutes.found,
        meeting=minutes.found.meeting,
        text=text,
        rendered=render.render(content, _draw_task(meeting_id)),
        describe_action=render.describe_action,
        names={each.membership_id: each.member for each in everybody},
        attendance=meetings.by_delegation(each for each in everybody if each.entry.status),
        back=url_for(".show", meeting_id=meeting_id),
    )


def _draw_task(meeting_id: UUID) -> render.DrawTask:
    """Draws the link to the task of an action, with how that stands at this moment."""

    @cache
    def marks() -> dict[int, service.TaskMark]:
        return service.list_task_marks(current_actor(), meeting_id)

    def draw(number: int) -> Markup:
        link = get_template_attribute("minutes/action_macros.html", "task_link")
        mark = marks().get(number)
        return Markup() if mark is None else Markup(link(mark))  # noqa: S704 it is a macro's

    return draw


@bp.get("/<uuid:meeting_id>/actions/<uuid:block>")
def show_task(meeting_id: UUID, block: UUID) -> ResponseReturnValue:
    """The task that an action is; the minutes to read where it is none yet, or a hidden one."""
    actor = current_actor()
    meetings.find_meeting(actor, meeting_id)
    number = service.find_task_number(actor, meeting_id, block)
    if number is None:
        return redirect(url_for(".read", meeting_id=meeting_id))
    return redirect(url_for("tasks.show", number=number))
