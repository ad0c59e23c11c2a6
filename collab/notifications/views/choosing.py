"""How I am told in one cooperation, and what of it I have read."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.cooperations.web import current_actor
from collab.notifications import service
from collab.notifications.forms import ChoicesForm
from collab.notifications.views.blueprints import notices as bp

__all__ = ["bp"]


@bp.get("/choices")
def choices() -> ResponseReturnValue:
    """When mails come, kind by kind."""
    return _show(ChoicesForm(service.list_choices(current_actor()), formdata=None))


@bp.post("/choices")
def choose() -> ResponseReturnValue:
    """Save it."""
    actor = current_actor()
    form = ChoicesForm(service.list_choices(actor))
    if not form.validate_on_submit():
        return _show(form), 422
    service.choose(actor, form.paces)
    flash(_("The changes are saved."), "success")
    return redirect(url_for(".choices"))


def _show(form: ChoicesForm) -> str:
    return render_template("notifications/choices.html", form=form)


@bp.post("/<uuid:notification_id>/read")
def read(notification_id: UUID) -> ResponseReturnValue:
    """Mark one as read; scripts get no page for it."""
    service.mark_read(current_actor(), notification_id)
    if request.headers.get("X-Fragment"):
        return "", 204
    return redirect(url_for("notifications.index"))
