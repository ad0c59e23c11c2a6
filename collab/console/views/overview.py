"""The first page of the console."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from collab.console.service.ending import count_days_left
from collab.console.service.waiting import find_waiting
from collab.console.views.blueprint import bp, current_coordinator
from collab.console.views.languages import list_completeness
from collab.cooperations import policy, service
from collab.core.clock import now
from collab.core.i18n import language_name


@bp.get("")
def show() -> ResponseReturnValue:
    """Who presides, what waits, what comes next."""
    actor = current_coordinator()
    cooperation = service.find_cooperation(actor)
    delete_at = service.delete_at(cooperation)
    incomplete = [
        language_name(row.language)
        for row in list_completeness(service.read_settings(actor))
        if not row.is_complete
    ]
    return render_template(
        "console/show.html",
        cooperation=cooperation,
        waiting=find_waiting(actor),
        delete_at=delete_at,
        days_left=count_days_left(delete_at),
        incomplete=incomplete,
        may_govern=policy.can_govern(actor),
        today=now().date(),
        members_url=url_for("cooperations.members"),
    )
