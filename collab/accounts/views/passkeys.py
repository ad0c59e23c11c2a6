"""My passkeys."""

from uuid import UUID

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from collab.accounts import ceremonies, service
from collab.accounts.devices import name_device
from collab.accounts.forms import PasskeyForm, PasskeyNameForm
from collab.accounts.service import PasskeyRefused, TooSlow
from collab.accounts.views.blueprint import bp, check_recent_proof, my_id, session_id_in
from collab.accounts.views.security import show_codes
from collab.core.errors import Conflict
from collab.core.fields import clean_line

NEW = "passkey_new"


def _show_new(form: PasskeyForm) -> str:
    return render_template(
        "accounts/new_passkey.html", form=form, is_possible=ceremonies.is_possible()
    )


@bp.get("/account/security/passkeys/new")
def new_passkey() -> ResponseReturnValue:
    """What a passkey is, what to call it, and a button."""
    check_recent_proof()
    form = PasskeyForm(formdata=None)
    named = name_device(request.user_agent.string)
    form.name.data = named.system or named.browser
    return _show_new(form)


@bp.post("/account/security/passkeys/options")
def new_passkey_options() -> ResponseReturnValue:
    """What the browser needs to make one."""
    check_recent_proof()
    challenge_id, options = service.begin_passkey(my_id())
    session[NEW] = str(challenge_id)
    return options, {"Content-Type": "application/json"}


@bp.post("/account/security/passkeys")
def add_passkey() -> ResponseReturnValue:
    """Protect the account with the passkey that the browser made."""
    check_recent_proof()
    form = PasskeyForm()
    status = 422
    if form.validate():
        try:
            codes = service.add_passkey(
                my_id(),
                session_id_in(NEW),
                form.answer.data or "",
                form.name.data or "",
                keep=current_user.session_id,
            )
        except (PasskeyRefused, TooSlow, Conflict) as error:
            form.form_errors.append(error.message)
            status = error.status
        else:
            if codes:
                return show_codes(codes)
            flash(_("The passkey is added. You can sign in with it."), "success")
            return redirect(url_for(".security"))
    form.answer.data = ""
    return _show_new(form), status


@bp.get("/account/security/passkeys/<uuid:passkey_id>")
def passkey(passkey_id: UUID) -> ResponseReturnValue:
    """What it is called."""
    found = service.find_passkey(my_id(), passkey_id)
    return render_template("accounts/passkey.html", form=PasskeyNameForm(obj=found), passkey=found)


@bp.post("/account/security/passkeys/<uuid:passkey_id>")
def rename_passkey(passkey_id: UUID) -> ResponseReturnValue:
    """Call it something else."""
    form = PasskeyNameForm()
    if not form.validate():
        found = service.find_passkey(my_id(), passkey_id)
        return render_template("accounts/passkey.html", form=form, passkey=found), 422
    service.rename_passkey(my_id(), passkey_id, clean_line(form.name.data))
    flash(_("The passkey has a new name."), "success")
    return redirect(url_for(".security"))


@bp.post("/account/security/passkeys/<uuid:passkey_id>/removal")
def remove_passkey(passkey_id: UUID) -> ResponseReturnValue:
    """Sign in without it from now on."""
    check_recent_proof()
    service.remove_passkey(my_id(), passkey_id)
    flash(_("The passkey is removed."), "success")
    return redirect(url_for(".security"))
