"""Passwords for my programs."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from collab.accounts import service
from collab.accounts.forms import AppPasswordForm
from collab.accounts.views.blueprint import bp, check_recent_proof, my_id
from collab.core.addresses import public_url
from collab.core.errors import DomainError
from collab.core.fields import note_refusal

#: where the documents are for programs
AT = "/dav/"


def _show(form: AppPasswordForm) -> str:
    return render_template(
        "accounts/app_passwords.html", form=form, passwords=service.list_app_passwords(my_id())
    )


@bp.get("/account/security/app-passwords")
def app_passwords() -> ResponseReturnValue:
    """What they are, those that there are, and a form for another one."""
    return _show(AppPasswordForm(formdata=None))


@bp.post("/account/security/app-passwords")
def make_app_password() -> ResponseReturnValue:
    """Make one and show it, this once."""
    check_recent_proof()
    form, status = AppPasswordForm(), 422
    if form.validate():
        try:
            made, password = service.make_app_password(my_id(), form.name.data or "")
        except DomainError as error:
            status = note_refusal(form, error)
        else:
            return render_template(
                "accounts/app_password.html",
                made=made,
                password=password,
                user=current_user.email,
                address=public_url(AT),
            )
    return _show(form), status


@bp.post("/account/security/app-passwords/<uuid:app_password_id>/removal")
def revoke_app_password(app_password_id: UUID) -> ResponseReturnValue:
    """Let the program in no more."""
    service.revoke_app_password(my_id(), app_password_id)
    flash(
        _("The app password is revoked. The program cannot open your documents any more."),
        "success",
    )
    return redirect(url_for(".app_passwords"))
