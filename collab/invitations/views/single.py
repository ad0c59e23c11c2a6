"""The list of invitations, and inviting one person."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.cooperations import service as cooperations
from collab.cooperations.web import current_actor
from collab.core.errors import Conflict, Invalid
from collab.core.fields import note_errors
from collab.core.ids import parse_id
from collab.invitations import service
from collab.invitations.forms import InvitationForm
from collab.invitations.refusals import AddressProblem, AlreadyInvited, FormerMember
from collab.invitations.service import InvitationQuery, Shown, Sort
from collab.invitations.views.blueprint import (
    bp,
    check_may_invite,
    chosen_places,
    landing_path,
    offer_choices,
)
from collab.invitations.words import STATES


def _query() -> InvitationQuery:
    given = request.args
    page = given.get("page", "1")
    return InvitationQuery(
        text=given.get("find", "")[:100],
        shown=Shown(given["state"]) if given.get("state") in set(Shown) else None,
        sort=Sort(given["sort"]) if given.get("sort") in set(Sort) else Sort.SENT,
        page=int(page) if page.isdecimal() and len(page) < 7 else 1,
    )


def _address_of(query: InvitationQuery) -> Callable[..., str]:
    usual: dict[str, Any] = {
        "find": query.text or None,
        "state": query.shown,
        "sort": None if query.sort is Sort.SENT else query.sort,
    }

    def make(**changes: Any) -> str:
        return url_for(".index", **{**usual, **changes})

    return make


@bp.get("")
def index() -> ResponseReturnValue:
    """Whom the actor's delegation has invited, and what became of it."""
    query = _query()
    return render_template(
        "invitations/index.html",
        page=service.list_invitations(current_actor(), query),
        query=query,
        shown=STATES,
        address=_address_of(query),
        undo=parse_id(request.args.get("withdrawn", "")),
    )


@bp.get("/new")
def new() -> ResponseReturnValue:
    """The form to invite one person."""
    check_may_invite()
    cooperation = cooperations.find_cooperation(current_actor())
    form = InvitationForm(**offer_choices(), formdata=None)
    form.email.data = request.args.get("email", "")[:254]
    form.role.data = "member"
    form.language.data = current_actor().language or cooperation.language
    return render_template("invitations/new.html", form=form, places={})


@bp.post("")
def create() -> ResponseReturnValue:
    """Send an invitation; the form comes back with what is in its way."""
    check_may_invite()
    form = InvitationForm(**offer_choices())
    problem = None
    if form.validate_on_submit():
        try:
            sent = service.invite(current_actor(), form.plan(request.form), link=landing_path)
        except AddressProblem as found:
            problem = found
            note_errors(form, found)
        except Invalid as error:
            note_errors(form, error)
        else:
            flash(_("%(email)s is invited. The mail is on its way.", email=sent.email), "success")
            again = request.form.get("then") == "another"
            return redirect(url_for(".new" if again else ".index"))
    page = render_template(
        "invitations/new.html",
        form=form,
        places=chosen_places(),
        invited_id=problem.subject if isinstance(problem, AlreadyInvited) else None,
        former=isinstance(problem, FormerMember),
    )
    return page, 422


@bp.post("/<uuid:invitation_id>/sending")
def resend(invitation_id: UUID) -> ResponseReturnValue:
    """Send it again; the link of before no longer works."""
    try:
        sent = service.resend(current_actor(), invitation_id, link=landing_path)
    except AddressProblem as problem:
        flash(str(problem.words), "warning")
        return redirect(url_for(".index"))
    flash(_("The invitation is sent again to %(email)s.", email=sent.email), "success")
    return redirect(url_for(".index", _anchor=f"invitation-{invitation_id}"))


@bp.post("/<uuid:invitation_id>/withdrawal")
def withdraw(invitation_id: UUID) -> ResponseReturnValue:
    """Take it back; the list then offers to send it again."""
    try:
        service.withdraw(current_actor(), invitation_id)
    except Conflict:
        flash(_("It was answered or taken back meanwhile; nothing was changed."), "warning")
        return redirect(url_for(".index"))
    return redirect(url_for(".index", withdrawn=invitation_id))
