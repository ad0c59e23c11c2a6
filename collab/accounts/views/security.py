"""How I sign in: one page about it, the authenticator app, recovery codes."""

import segno
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from collab.accounts import ceremonies, service
from collab.accounts.devices import name_device
from collab.accounts.forms import AppCodeForm, ProofForm
from collab.accounts.views.blueprint import back_to, bp, check_recent_proof, my_id
from collab.core.errors import Invalid, TooManyAttempts
from collab.core.fields import note_errors, note_refusal
from collab.core.web import client_address

#: how many of the last sign-ins the page shows
RECENT = 5


@bp.get("/account/security")
def security() -> ResponseReturnValue:
    """Password, second factors, recovery codes left, recent sign-ins."""
    devices = sorted(service.list_sessions(my_id()), key=lambda one: one.created_at, reverse=True)
    return render_template(
        "accounts/security.html",
        factors=service.list_factors(my_id()),
        has_passkeys=ceremonies.is_possible(),
        recent=[(one, name_device(one.user_agent)) for one in devices[:RECENT]],
    )


@bp.get("/account/proof")
def proof() -> ResponseReturnValue:
    """The form that asks for the password again."""
    form = ProofForm(formdata=None)
    form.next.data = request.args.get("next", "")
    return render_template("accounts/proof.html", form=form)


@bp.post("/account/proof")
def give_proof() -> ResponseReturnValue:
    """Go on where it was asked for; wrong passwords are counted."""
    form = ProofForm()
    status = 422
    if form.validate():
        try:
            service.check_password(
                my_id(), form.password.data or "", client_address(), field="password"
            )
        except (Invalid, TooManyAttempts) as error:
            status = note_refusal(form, error)
        else:
            service.note_proof(current_user.session_id)
            return back_to(form.next.data)
    return render_template("accounts/proof.html", form=form), status


def show_codes(codes: list[str], *, is_first: bool = True) -> str:
    """The page with new recovery codes; the only time that they are shown."""
    return render_template("accounts/codes.html", codes=codes, is_first=is_first)


@bp.post("/account/security/app")
def begin_app() -> ResponseReturnValue:
    """Make a secret for an authenticator app."""
    check_recent_proof()
    service.begin_app(my_id())
    return redirect(url_for(".app"))


def _show_app(form: AppCodeForm) -> str:
    begun = service.find_begun_app(my_id())
    drawing = segno.make(begun.address, error="m").svg_inline(
        scale=4, light="#fff", omitsize=True, svgclass="qr-code", lineclass=None
    )
    groups = [begun.secret[start : start + 4] for start in range(0, len(begun.secret), 4)]
    return render_template(
        "accounts/app.html",
        form=form,
        drawing=Markup(drawing),  # noqa: S704 drawn by segno, no words in it
        address=begun.address,
        secret=" ".join(groups),
    )


@bp.get("/account/security/app")
def app() -> ResponseReturnValue:
    """The secret as a picture and as text, until the first code is entered."""
    check_recent_proof()
    return _show_app(AppCodeForm(formdata=None))


@bp.post("/account/security/app/confirmation")
def confirm_app() -> ResponseReturnValue:
    """Protect the account with the app when it shows the right code."""
    check_recent_proof()
    form = AppCodeForm()
    if form.validate():
        try:
            codes = service.confirm_app(my_id(), form.code.data or "", keep=current_user.session_id)
        except Invalid as error:
            note_errors(form, error)
        else:
            if codes:
                return show_codes(codes)
            flash(_("The app is set up. You need it the next time you sign in."), "success")
            return redirect(url_for(".security"))
    return _show_app(form), 422


@bp.post("/account/security/app/removal")
def remove_app() -> ResponseReturnValue:
    """Sign in without the app from now on."""
    check_recent_proof()
    service.remove_app(my_id())
    flash(_("The authenticator app is removed."), "success")
    return redirect(url_for(".security"))


@bp.post("/account/security/codes")
def make_codes() -> ResponseReturnValue:
    """Ten new recovery codes; the old ones no longer work."""
    check_recent_proof()
    return show_codes(service.renew_recovery_codes(my_id()), is_first=False)
