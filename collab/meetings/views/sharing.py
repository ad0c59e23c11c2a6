"""Sharing a single meeting with guests of the cooperation."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from collab.cooperations.web import current_actor
from collab.core.errors import Invalid
from collab.core.ids import parse_id
from collab.meetings import service
from collab.meetings.views.blueprint import bp


@bp.post("/<uuid:meeting_id>/guests")
def share(meeting_id: UUID) -> ResponseReturnValue:
    """Let a guest see this meeting."""
    membership_id = parse_id(request.form.get("membership", ""))
    if membership_id is None:
        raise Invalid
    service.share_meeting(current_actor(), meeting_id, membership_id)
    return redirect(url_for("minutes.show", meeting_id=meeting_id, _anchor="guests"))


@bp.post("/<uuid:meeting_id>/guests/<uuid:membership_id>/removal")
def unshare(meeting_id: UUID, membership_id: UUID) -> ResponseReturnValue:
    """Let them see it no longer; the meeting's page then offers to take that back."""
    service.unshare_meeting(current_actor(), meeting_id, membership_id)
    return redirect(
        url_for("minutes.show", meeting_id=meeting_id, unshared=membership_id, _anchor="guests")
    )
