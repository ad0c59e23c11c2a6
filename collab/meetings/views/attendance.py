"""The list of who was there."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.cooperations.web import current_actor
from collab.core.errors import Invalid, require
from collab.core.ids import parse_id
from collab.meetings import policy, service
from collab.meetings.models import Presence
from collab.meetings.service import Entry
from collab.meetings.views.blueprint import bp

STATUSES = frozenset(Presence)


def _read_entry(status: str, represented_by: str) -> Entry:
    if status not in STATUSES:
        return Entry()
    by = parse_id(represented_by) if status == Presence.REPRESENTED else None
    return Entry(Presence(status), by)


def _typed_entries() -> dict[UUID, Entry]:
    """What the form says of each member."""
    found = {}
    for name in request.form:
        kind, _dash, text = name.partition("-")
        membership_id = parse_id(text)
        if kind == "status" and membership_id is not None:
            by = request.form.get(f"by-{text}", "")
            found[membership_id] = _read_entry(request.form[name], by)
    return found


def _fill_rest(typed: Mapping[UUID, Entry]) -> dict[UUID, Entry]:
    """Everybody of whom nothing is noted as present, when that button was pressed."""
    rest = Entry(Presence.PRESENT if request.form.get("rest") == "present" else None)
    return {key: entry if entry.status else rest for key, entry in typed.items()}


def _changed_entries(typed: Mapping[UUID, Entry]) -> dict[UUID, Entry]:
    """Only what differs from what the form had shown, so that two people can fill in the list."""
    shown = {
        key: _read_entry(*request.form.get(f"was-{key}", "/").partition("/")[::2]) for key in typed
    }
    return {key: entry for key, entry in typed.items() if entry != shown[key]}


def _show(
    meeting_id: UUID, typed: Mapping[UUID, Entry] | None = None, wrong: dict[str, Any] | None = None
) -> str:
    actor = current_actor()
    found = service.find_meeting(actor, meeting_id)
    everybody = service.list_everybody(actor, found)
    listed = [each for each in everybody if each.is_listed]
    return render_template(
        "meetings/attendance.html",
        found=found,
        listed=service.by_delegation(listed),
        summary=service.count_by_delegation(listed),
        entries={each.membership_id: each.entry for each in listed} | dict(typed or {}),
        stored={each.membership_id: each.entry for each in listed},
        names={each.membership_id: each.member for each in everybody},
        names_by_text={str(each.membership_id): each.member.name for each in everybody},
        people=service.by_delegation(each for each in everybody if each.is_active),
        wrong=wrong or {},
        can_manage=policy.can_manage(actor, found.standing) and not actor.is_archived,
    )


@bp.get("/<uuid:meeting_id>/attendance")
def attendance(meeting_id: UUID) -> ResponseReturnValue:
    """Who takes part and who was there, by delegation."""
    return _show(meeting_id)


@bp.post("/<uuid:meeting_id>/attendance")
def record_attendance(meeting_id: UUID) -> ResponseReturnValue:
    """Write down who was there."""
    actor = current_actor()
    require(policy.can_manage(actor, service.find_meeting(actor, meeting_id).standing))
    typed = _fill_rest(_typed_entries())
    try:
        service.record_attendance(actor, meeting_id, _changed_entries(typed))
    except Invalid as error:
        return _show(meeting_id, typed, error.fields), 422
    flash(_("The changes are saved."), "success")
    return redirect(url_for("minutes.show", meeting_id=meeting_id, _anchor="attendance"))
