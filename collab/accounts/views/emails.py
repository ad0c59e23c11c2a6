"""Another e-mail for my account, and the way back to the old one."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import logout_user

from collab.accounts import service
from collab.accounts.forms import EmailForm
from collab.accounts.views.blueprint import bp, my_id
from collab.core.errors import Invalid, TooManyAttempts
from collab.core.fields import note_refusal
from collab.core.web import client_address, public


@bp.get("/account/email")
def email() -> ResponseReturnValue:
    """The form for another e-mail."""
    return render_template("accounts/email.html", form=EmailForm(formdata=None))


@bp.post("/account/email")
def change_email() -> ResponseReturnValue:
    """Write to the new address; the answer is the same when somebody has it already."""
    form = EmailForm()
    status = 422
    if form.validate():
        address = form.email.data or ""
        try:
            service.request_email_change(
                my_id(),
                address,
                form.password.data or "",
                client_address(),
                lambda token: url_for("accounts.email_confirmation", token=token),
            )
        except (Invalid, TooManyAttempts) as error:
            status = note_refusal(form, error)
        else:
            return render_template("accounts/email_sent.html", email=address)
    return render_template("accounts/email.html", form=form), status


@bp.get("/account/email/confirmation/<token>")
def email_confirmation(token: str) -> ResponseReturnValue:
    """One button: mail programs open links by themselves, but press no buttons."""
    link = service.find_email_change(my_id(), token)
    return render_template("accounts/email_confirmation.html", email=link.email, token=token)


@bp.post("/account/email/confirmation/<token>")
def confirm_email(token: str) -> ResponseReturnValue:
    """Sign in with the new e-mail from now on."""
    person = service.confirm_email(
        my_id(), token, lambda back: url_for("accounts.email_undo", token=back)
    )
    flash(_("From now on you sign in with %(email)s.", email=person.email), "success")
    return redirect(url_for(".security"))


@bp.get("/login/email/<token>")
@public
def email_undo(token: str) -> ResponseReturnValue:
    """One button that gives the account its old e-mail again."""
    link = service.find_undo(token)
    return render_template("accounts/email_undo.html", email=link.email, token=token)


@bp.post("/login/email/<token>")
@public
def undo_email(token: str) -> ResponseReturnValue:
    """Give it back, sign out every device, and go on to a new password."""
    reset_token = service.undo_email(token)
    logout_user()
    flash(
        _("Your old e-mail is back and every device is signed out. Now choose a new password."),
        "success",
    )
    return redirect(url_for(".reset", token=reset_token))
