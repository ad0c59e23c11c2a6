"""Where the link of an invitation leads, and the invitations that wait for me."""

from uuid import UUID

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from collab.accounts import service as accounts
from collab.accounts.service import SignedIn
from collab.accounts.web import let_in, this_device
from collab.core import i18n
from collab.core.db import GLOBAL, unit_of_work
from collab.core.errors import Invalid
from collab.core.fields import note_errors
from collab.core.web import opens_units_of_work, public
from collab.invitations import service
from collab.invitations.forms import DeclineForm, NewcomerForm
from collab.invitations.refusals import AccountExists
from collab.invitations.service import Joined, Newcomer, by_address, by_token

bp = Blueprint("invited", "collab.invitations", template_folder="templates")


@bp.after_request
def _keep_out_of_search(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _my_address() -> str | None:
    return current_user.email if current_user.is_authenticated else None


def _landing(token: str, form: NewcomerForm, refusal: DeclineForm) -> str:
    offer = service.find_offer(by_token(token), i18n.choose_language(), reader=_my_address())
    if not form.is_submitted():
        form.name.data = offer.name
    return render_template(
        "invitations/landing.html", offer=offer, token=token, form=form, refusal=refusal
    )


def _enter(joined: Joined) -> ResponseReturnValue:
    flash(_("Welcome to %(cooperation)s.", cooperation=joined.cooperation_name), "success")
    return redirect(url_for("cooperations.show", cooperation=joined.cooperation_slug))


def _let_in(joined: Joined, signed_in: SignedIn) -> ResponseReturnValue:
    target = url_for("cooperations.show", cooperation=joined.cooperation_slug)
    with unit_of_work(GLOBAL, writes=False):
        answer = let_in(signed_in, target)
    flash(_("Welcome to %(cooperation)s.", cooperation=joined.cooperation_name), "success")
    return answer


@bp.get("/invitations/<token>")
@public
@opens_units_of_work
def show(token: str) -> ResponseReturnValue:
    """Who invites into what; looking uses nothing up, for mail scanners look too."""
    return _landing(token, NewcomerForm(formdata=None), DeclineForm(formdata=None))


@bp.post("/invitations/<token>")
@public
@opens_units_of_work
def sign_up(token: str) -> ResponseReturnValue:
    """Make an account with the invited address, sign in and join, all at once."""
    form = NewcomerForm()
    if current_user.is_authenticated:
        return redirect(url_for(".show", token=token))
    if form.validate_on_submit():
        newcomer = Newcomer(
            name=form.name.data or "",
            password=form.password.data or "",
            language=i18n.choose_language(),
            timezone=i18n.choose_timezone(),
        )
        try:
            joined, signed_in = service.accept_as_newcomer(by_token(token), newcomer, this_device())
        except AccountExists as error:
            flash(str(error.message), "info")
            return redirect(url_for(".show", token=token))
        except Invalid as error:
            note_errors(form, error)
        else:
            return _let_in(joined, signed_in)
    return make_response(_landing(token, form, DeclineForm(formdata=None)), 422)


@bp.post("/invitations/<token>/acceptance")
@public
@opens_units_of_work
def accept(token: str) -> ResponseReturnValue:
    """Join with the account of the invited address."""
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in", next=url_for(".show", token=token)))
    return _enter(service.accept(by_token(token), current_user.person_id))


@bp.post("/invitations/<token>/refusal")
@public
@opens_units_of_work
def decline(token: str) -> ResponseReturnValue:
    """Say no; whoever invited is told."""
    form = DeclineForm()
    if not form.validate_on_submit():
        return make_response(_landing(token, NewcomerForm(formdata=None), form), 422)
    person_id = current_user.person_id if current_user.is_authenticated else None
    inviter = service.decline(by_token(token), form.reason.data or "", person_id=person_id)
    return render_template("invitations/declined.html", inviter=inviter)


@bp.post("/invitations/<token>/another-account")
@public
def switch(token: str) -> ResponseReturnValue:
    """Sign out, and come back to the invitation as somebody else."""
    if current_user.is_authenticated:
        accounts.end_session(current_user.person_id, current_user.session_id)
    logout_user()
    session.clear()
    return redirect(url_for(".show", token=token))


@bp.post("/invitations/<token>/another-address")
@public
@opens_units_of_work
def ask_for_other(token: str) -> ResponseReturnValue:
    """Ask whoever invited to send it to the address one is signed in with."""
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in", next=url_for(".show", token=token)))
    inviter = service.ask_for_other_address(by_token(token), current_user.person_id)
    flash(_("%(name)s has got your request by mail.", name=inviter), "success")
    return redirect(url_for("start.home"))


@bp.get("/account/invitations")
@opens_units_of_work
def waiting() -> ResponseReturnValue:
    """The invitations to my address that wait for my answer."""
    offers = service.list_waiting_for(current_user.email, i18n.choose_language())
    return render_template("invitations/waiting.html", offers=offers)


@bp.post("/account/invitations/<uuid:link_id>/acceptance")
@opens_units_of_work
def accept_waiting(link_id: UUID) -> ResponseReturnValue:
    """Join, without the mail."""
    return _enter(service.accept(by_address(current_user.email, link_id), current_user.person_id))


@bp.post("/account/invitations/<uuid:link_id>/refusal")
@opens_units_of_work
def decline_waiting(link_id: UUID) -> ResponseReturnValue:
    """Say no, without the mail."""
    form = DeclineForm()
    if not form.validate_on_submit():
        raise Invalid({"reason": form.reason.errors[0] if form.reason.errors else ""})
    find = by_address(current_user.email, link_id)
    inviter = service.decline(find, form.reason.data or "", person_id=current_user.person_id)
    flash(_("You have declined. %(name)s has got a mail about it.", name=inviter), "success")
    return redirect(url_for(".waiting"))
