"""The emblem of a delegation: shown to members, changed by its own coordinators."""

from contextlib import closing
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.cooperations.web import CooperationBlueprint, current_actor
from collab.core.errors import Invalid, NotFound
from collab.core.web import works_before_opening
from collab.foundings.forms import EmblemForm
from collab.foundings.service import emblems

bp = CooperationBlueprint("emblems", "collab.foundings", at="delegations")


@bp.app_template_global("emblems")
def list_emblems() -> dict[UUID, int]:
    """Which delegations of this cooperation have an emblem, and a number that changes with it."""
    return emblems.list_emblems(current_actor())


@bp.get("/<uuid:delegation_id>/emblem")
@works_before_opening
def show(delegation_id: UUID) -> ResponseReturnValue:
    """The image, for the pages of this cooperation and nothing else."""
    emblem = emblems.find_emblem(current_actor(), delegation_id)
    if emblem is None:
        raise NotFound
    answer = Response(emblem.image, mimetype="image/png")
    answer.headers["Content-Disposition"] = 'inline; filename="emblem.png"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # its address changes with the image; only this browser keeps it, for people of this cooperation
    answer.headers["Cache-Control"] = "private, max-age=86400"
    return answer


@bp.get("/<uuid:delegation_id>/emblem/edit")
def edit(delegation_id: UUID) -> ResponseReturnValue:
    """The form to upload or remove it."""
    return _show_form(delegation_id, EmblemForm(formdata=None))


@bp.post("/<uuid:delegation_id>/emblem")
def save(delegation_id: UUID) -> ResponseReturnValue:
    """Show the uploaded image from now on."""
    try:
        emblems.change_emblem(current_actor(), delegation_id, _uploaded())
    except Invalid as error:
        form = EmblemForm(formdata=None)
        form.emblem.errors = list(error.fields.values())
        return _show_form(delegation_id, form), 422
    flash(_("The emblem is saved."), "success")
    return redirect(url_for("cooperations.show", _anchor="delegations"))


def _uploaded() -> bytes:
    """The file, or one byte more than is allowed of it; empty when there is none."""
    given = request.files.get("emblem")
    if given is None:
        return b""
    with closing(given):
        return given.stream.read(emblems.MOST_BYTES + 1)


@bp.post("/<uuid:delegation_id>/emblem/removal")
def remove(delegation_id: UUID) -> ResponseReturnValue:
    """Show the flag again."""
    emblems.remove_emblem(current_actor(), delegation_id)
    flash(_("The emblem is removed; the flag is shown instead."), "success")
    return redirect(url_for("cooperations.show", _anchor="delegations"))


def _show_form(delegation_id: UUID, form: EmblemForm) -> str:
    delegation = emblems.check_changeable(current_actor(), delegation_id)
    return render_template("foundings/emblem.html", delegation=delegation, form=form)
