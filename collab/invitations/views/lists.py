"""Inviting many: the list, its preview, sending it."""

import re
from collections import defaultdict
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from collab.cooperations.web import current_actor
from collab.core.delimited import read_text
from collab.core.errors import Invalid
from collab.core.fields import note_errors
from collab.invitations import service
from collab.invitations.forms import ListForm
from collab.invitations.refusals import ListNotClean, NobodyLeft, TooManyInvitations
from collab.invitations.views.blueprint import (
    bp,
    check_may_invite,
    chosen_places,
    landing_path,
    offer_choices,
)

#: fields of the preview: `line-12-email`
_FIELD = re.compile(r"^line-(\d{1,5})-([a-z]+)$")


@bp.get("/lists/new")
def new_list() -> ResponseReturnValue:
    """The form to paste a list or choose a file."""
    check_may_invite()
    form = ListForm(**offer_choices(), formdata=None)
    form.role.data, form.language.data = "member", current_actor().language
    return render_template("invitations/new_list.html", form=form, places={})


@bp.post("/lists")
def prepare_list() -> ResponseReturnValue:
    """Read it and show what would be sent."""
    check_may_invite()
    form = ListForm(**offer_choices())
    if form.validate_on_submit():
        try:
            text = read_text(form.file.data.read()) if form.file.data else form.list.data or ""
            list_id = service.prepare_list(current_actor(), text, form.defaults(request.form))
        except Invalid as error:
            note_errors(form, error)
        else:
            return redirect(url_for(".show_list", list_id=list_id))
    return render_template("invitations/new_list.html", form=form, places=chosen_places()), 422


def _page() -> int:
    text = request.values.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 7 else 1


@bp.get("/lists/<uuid:list_id>")
def show_list(list_id: UUID) -> ResponseReturnValue:
    """Every line with its problem; nothing is sent yet."""
    preview = service.preview_list(current_actor(), list_id, _page())
    return render_template("invitations/list.html", preview=preview, problem=None)


def _typed() -> dict[int, dict[str, str]]:
    found: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for key, value in request.form.items():
        match = _FIELD.match(key)
        if match:
            found[int(match[1])][match[2]] = value
    return dict(found)


@bp.post("/lists/<uuid:list_id>/corrections")
def correct_list(list_id: UUID) -> ResponseReturnValue:
    """Keep what was corrected, and look again."""
    service.correct_list(current_actor(), list_id, _typed())
    return redirect(url_for(".show_list", list_id=list_id, page=_page()))


@bp.post("/lists/<uuid:list_id>/sending")
def send_list(list_id: UUID) -> ResponseReturnValue:
    """Send the whole list, once; back to the preview when something is in the way."""
    actor = current_actor()
    service.correct_list(actor, list_id, _typed())
    try:
        sent = service.send_list(
            actor, list_id, leave_out="leave_out" in request.form, link=landing_path
        )
    except (ListNotClean, NobodyLeft, TooManyInvitations) as problem:
        preview = service.preview_list(actor, list_id, 1)
        page = render_template("invitations/list.html", preview=preview, problem=problem)
        return page, problem.status
    if sent.was_sent:
        flash(_("This list was sent already; nobody gets a second mail."), "info")
    else:
        flash(
            ngettext(
                "%(num)d person is invited. The mail is on its way.",
                "%(num)d people are invited. The mails are on their way.",
                sent.invited,
            ),
            "success",
        )
    return redirect(url_for(".index"))


@bp.post("/lists/<uuid:list_id>/removal")
def discard_list(list_id: UUID) -> ResponseReturnValue:
    """Forget the list; nothing was sent."""
    service.discard_list(current_actor(), list_id)
    flash(_("The list is discarded. Nothing was sent."), "success")
    return redirect(url_for(".index"))
