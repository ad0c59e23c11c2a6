"""My data: a copy of it, leaving, deleting the account; and the public page on data protection."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, Flask, Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user, user_logged_in

from collab.accounts import links
from collab.accounts import service as accounts
from collab.accounts.identity import Identity
from collab.accounts.links import Purpose
from collab.cooperations import service as cooperations
from collab.core.db import Scope, unit_of_work
from collab.core.errors import Invalid, TooManyAttempts
from collab.core.fields import note_refusal
from collab.core.formats import short_day
from collab.core.keeping import find_keeping
from collab.core.web import client_address, opens_units_of_work, public
from collab.privacy import erasure, exports, housekeeping
from collab.privacy.erasure import SuccessorNeeded
from collab.privacy.exports import ExportRunning
from collab.privacy.forms import PasswordAgainForm

bp = Blueprint("data", __name__, template_folder="../templates")


def _show(
    form: PasswordAgainForm | None = None, wrong: str = "", status: int = 200
) -> ResponseReturnValue:
    person_id: UUID = current_user.person_id
    page = render_template(
        "privacy/data.html",
        exports=exports.list_exports(person_id),
        erasure=erasure.find_request(person_id),
        cooperations=cooperations.list_own_cooperations(person_id, current_user.language),
        export_form=form if wrong == "export" and form else PasswordAgainForm(None, prefix="copy"),
        days=find_keeping().exports,
    )
    return page, status


def _check_password(form: PasswordAgainForm) -> int:
    """200 when it is this person's password; otherwise the form says what is wrong."""
    if not form.validate():
        return 422
    try:
        accounts.check_password(
            current_user.person_id, form.password.data or "", client_address(), field="password"
        )
    except (Invalid, TooManyAttempts) as error:
        return note_refusal(form, error)
    return 200


@bp.get("/account/data")
def show() -> ResponseReturnValue:
    """Copies of my data, my cooperations, and the end of my account."""
    return _show()


@bp.post("/account/data/exports")
def request_export() -> ResponseReturnValue:
    """Have a copy of my data made; wrong passwords are counted, so this never raises for them."""
    form = PasswordAgainForm(prefix="copy")
    status = _check_password(form)
    if status != 200:
        return _show(form, "export", status)
    try:
        exports.request_export(current_user.person_id, timedelta(days=find_keeping().exports))
    except ExportRunning as error:
        flash(str(error.message), "info")
    else:
        flash(_("Your copy is being made. You get a mail as soon as it is ready."), "success")
    return redirect(url_for(".show"))


@bp.get("/account/data/exports/<uuid:export_id>")
def download_export(export_id: UUID) -> ResponseReturnValue:
    """The archive."""
    export, content = exports.read_export(current_user.person_id, export_id)
    name = f"collab-{export.requested_at:%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="application/zip", headers=headers)


@bp.post("/account/data/exports/<uuid:export_id>/removal")
def remove_export(export_id: UUID) -> ResponseReturnValue:
    """Delete a copy before its time."""
    exports.remove_export(current_user.person_id, export_id)
    flash(_("The copy is removed."), "success")
    return redirect(url_for(".show"))


@bp.get("/account/data/deletion")
@opens_units_of_work
def deletion() -> ResponseReturnValue:
    """What deleting my account means, and the form."""
    return _show_deletion(PasswordAgainForm(None))


def _show_deletion(form: PasswordAgainForm, status: int = 200) -> ResponseReturnValue:
    last = erasure.list_where_last(current_user.person_id)
    with unit_of_work(Scope(person_id=current_user.person_id), writes=False):
        request_ = erasure.find_request(current_user.person_id)
    page = render_template(
        "privacy/deletion.html",
        form=form,
        erasure=request_,
        places=last,
        days=erasure.WAITING_PERIOD.days,
    )
    return page, status


@bp.post("/account/data/deletion")
@opens_units_of_work
def request_deletion() -> ResponseReturnValue:
    """Have my account deleted after the waiting period."""
    form = PasswordAgainForm()
    with unit_of_work(Scope(person_id=current_user.person_id)):
        status = _check_password(form)
    if status != 200:
        return _show_deletion(form, status)
    try:
        due_at = erasure.request_erasure(current_user.person_id)
    except SuccessorNeeded as error:
        return _show_deletion(form, error.status)
    flash(_("Your account will be deleted on %(day)s.", day=short_day(due_at)), "success")
    return redirect(url_for(".show"))


@bp.post("/account/data/deletion/stop")
def stop_deletion() -> ResponseReturnValue:
    """Keep my account after all."""
    if erasure.stop_erasure(current_user.person_id):
        flash(_("Your account stays. Nothing is deleted."), "success")
    return redirect(url_for(".show"))


@bp.get("/account/data/deletion/stop/<token>")
@public
def show_stop_link(token: str) -> ResponseReturnValue:
    """What the link in the mail does; only the button does it, as mail programs open links."""
    link = links.find_link(Purpose.ERASURE, token)
    return render_template("privacy/stop.html", token=token, expires_at=link.expires_at)


@bp.post("/account/data/deletion/stop/<token>")
@public
def stop_by_link(token: str) -> ResponseReturnValue:
    """Keep the account; whoever reads its mails need not sign in for this."""
    link = links.find_link(Purpose.ERASURE, token)
    links.use_link(link)
    if link.person_id is not None:
        erasure.stop_erasure(link.person_id)
    flash(_("Your account stays. Nothing is deleted."), "success")
    is_mine = current_user.is_authenticated and current_user.person_id == link.person_id
    return redirect(url_for(".show" if is_mine else "accounts.sign_in"))


@bp.get("/data-protection")
@public
def notice() -> ResponseReturnValue:
    """What is stored, for how long, who sees it, and which rights people have."""
    return render_template(
        "privacy/notice.html",
        kinds=housekeeping.list_kinds(),
        contact=current_app.config["SETTINGS"].contact,
        waiting_days=erasure.WAITING_PERIOD.days,
    )


def _offer_to_stop(_app: Flask, user: Identity) -> None:
    """Whoever signs in during the waiting period hears of it."""
    request_ = erasure.find_request(user.person_id)
    if request_ is None:
        return
    with force_locale(user.language):  # the page of the sign-in may have been in another one
        words = _(
            "Your account will be deleted on %(day)s. You can stop this under “My data”.",
            day=short_day(request_.due_at),
        )
    flash(words, "warning")


user_logged_in.connect(_offer_to_stop)
