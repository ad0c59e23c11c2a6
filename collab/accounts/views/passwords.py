"""A new password: with the old one, or with a link in a mail."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from collab.accounts import service
from collab.accounts.forms import ForgottenForm, NewPasswordForm, PasswordForm
from collab.accounts.views.blueprint import bp
from collab.core.errors import Invalid, TooManyAttempts
from collab.core.fields import note_errors, note_refusal
from collab.core.web import client_address, public


@bp.get("/account/password")
def password() -> ResponseReturnValue:
    """The form for a new password."""
    return render_template("accounts/password.html", form=PasswordForm())


@bp.post("/account/password")
def change_password() -> ResponseReturnValue:
    """Change it and sign out every other device."""
    form = PasswordForm()
    status = 422
    if form.validate():
        try:
            service.change_password(
                current_user.person_id,
                form.current.data or "",
                form.new.data or "",
                keep=current_user.session_id,
                address=client_address(),
            )
        except (Invalid, TooManyAttempts) as error:
            status = note_refusal(form, error)
        else:
            flash(_("Your password is changed. Other devices are signed out."), "success")
            return redirect(url_for(".security"))
    return render_template("accounts/password.html", form=form), status


def reset_path(token: str) -> str:
    """Where a new password is chosen with the link."""
    return url_for("accounts.reset", token=token)


@bp.get("/login/forgotten")
@public
def forgotten() -> ResponseReturnValue:
    """The form that asks for a link."""
    form = ForgottenForm(formdata=None)
    form.email.data = request.args.get("email", "")[:254]
    return render_template("accounts/forgotten.html", form=form)


@bp.post("/login/forgotten")
@public
def forgotten_submit() -> ResponseReturnValue:
    """Send the link, and say the same whether there is an account or not."""
    form = ForgottenForm()
    status = 422
    if form.validate():
        email = form.email.data or ""
        try:
            service.request_reset(email, client_address(), reset_path)
        except (Invalid, TooManyAttempts) as error:
            status = note_refusal(form, error)
        else:
            return render_template("accounts/forgotten_sent.html", email=email)
    return render_template("accounts/forgotten.html", form=form), status


@bp.get("/login/reset/<token>")
@public
def reset(token: str) -> ResponseReturnValue:
    """The form for a new password, for whoever has the link."""
    person = service.find_reset(token)
    return render_template("accounts/reset.html", form=NewPasswordForm(), email=person.email)


@bp.post("/login/reset/<token>")
@public
def reset_submit(token: str) -> ResponseReturnValue:
    """Set it and sign out every device."""
    form = NewPasswordForm()
    if form.validate():
        try:
            person = service.reset_password(token, form.new.data or "")
        except Invalid as error:
            note_errors(form, error)
        else:
            flash(_("Your password is changed. Please sign in with it."), "success")
            return redirect(url_for(".sign_in", email=person.email))
    email = service.find_reset(token).email
    return render_template("accounts/reset.html", form=form, email=email), 422
