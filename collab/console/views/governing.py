"""Settings, archive and deletion."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.console.forms import DeletionForm, SettingsForm
from collab.console.service.ending import count_days_left
from collab.console.views.blueprint import bp, current_coordinator
from collab.cooperations import policy, service
from collab.cooperations.models import Cooperation
from collab.core.actor import Actor
from collab.core.errors import Invalid, require
from collab.core.fields import note_errors
from collab.core.web import works_when_archived


def _deletion_form(cooperation: Cooperation) -> DeletionForm:
    names = {cooperation.name, *(text.get("name", "") for text in cooperation.texts.values())}
    return DeletionForm(names=names - {""})


def _page(
    actor: Actor, form: SettingsForm | None = None, deletion: DeletionForm | None = None
) -> str:
    cooperation = service.find_cooperation(actor)
    delete_at = service.delete_at(cooperation)
    return render_template(
        "console/settings.html",
        cooperation=cooperation,
        form=form or SettingsForm(formdata=None, obj=service.read_settings(actor)),
        deletion=deletion or _deletion_form(cooperation),
        may_govern=policy.can_govern(actor),
        may_stop=policy.can_stop_deletion(actor),
        term=service.current_term(actor),
        delete_at=delete_at,
        days_left=count_days_left(delete_at),
        waiting_days=service.WAITING_PERIOD.days,
        unarchived="unarchived" in request.args,
        archived="archived" in request.args,
    )


@bp.get("/settings")
def show_settings() -> ResponseReturnValue:
    """What the cooperation is called, and how its life goes on."""
    return _page(current_coordinator())


@bp.post("/settings")
def save_settings() -> ResponseReturnValue:
    """Change name, description and the second factor."""
    actor = current_coordinator()
    require(policy.can_govern(actor))
    form = SettingsForm()
    if not form.validate_on_submit():
        return _page(actor, form), 422
    wanted = replace(
        service.read_settings(actor),
        name=form.name.data or "",
        description=form.description.data or "",
        language=form.language.data,
        requires_two_factor=bool(form.requires_two_factor.data),
    )
    try:
        service.change_settings(actor, wanted)
    except Invalid as error:
        note_errors(form, error)
        return _page(actor, form), 422
    flash(_("The changes are saved."), "success")
    return redirect(url_for(".show_settings"))


@bp.post("/archive")
@works_when_archived
def archive() -> ResponseReturnValue:
    """Make the cooperation read-only; its page then offers to take that back."""
    service.archive(current_coordinator())
    return redirect(url_for(".show_settings", archived="", _anchor="life"))


@bp.post("/archive/undo")
@works_when_archived
def unarchive() -> ResponseReturnValue:
    """Let people write in the cooperation again."""
    service.unarchive(current_coordinator())
    return redirect(url_for(".show_settings", unarchived="", _anchor="life"))


@bp.post("/deletion")
@works_when_archived
def request_deletion() -> ResponseReturnValue:
    """Have the cooperation deleted after the waiting period; asks for its name."""
    actor = current_coordinator()
    require(policy.can_govern(actor))
    form = _deletion_form(service.find_cooperation(actor))
    if not form.validate_on_submit():
        return _page(actor, deletion=form), 422
    service.request_deletion(actor)
    return redirect(url_for(".show_settings", _anchor="deletion"))


@bp.post("/deletion/stop")
@works_when_archived
def stop_deletion() -> ResponseReturnValue:
    """Keep the cooperation."""
    service.stop_deletion(current_coordinator())
    flash(_("The deletion is stopped. Everything stays."), "success")
    return redirect(url_for(".show_settings", _anchor="deletion"))
