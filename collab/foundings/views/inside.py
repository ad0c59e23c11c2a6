"""What members of a cooperation see until all founders have agreed."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collab.cooperations import service as cooperations
from collab.cooperations.web import CooperationBlueprint, current_actor
from collab.core.web import works_before_opening
from collab.foundings import service

bp = CooperationBlueprint("founding", "collab.foundings", at="founding")


@bp.get("")
@works_before_opening
def waiting() -> ResponseReturnValue:
    """Who has agreed and who has not; an open cooperation shows itself instead."""
    actor = current_actor()
    if actor.is_open:
        return redirect(url_for("cooperations.show"))
    return render_template(
        "foundings/waiting.html",
        cooperation=cooperations.find_cooperation(actor),
        partners=service.list_answers(actor.cooperation_id),
    )
