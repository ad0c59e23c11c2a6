"""Sign-in, preferences, devices, and the switches of every page."""

from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from collab.accounts import service
from collab.accounts.devices import name_device
from collab.accounts.forms import PasswordForm, PreferencesForm, SignInForm
from collab.accounts.service import AccountSuspended, Device, WrongCredentials
from collab.core import i18n, pages
from collab.core.errors import Invalid, TooManyAttempts
from collab.core.web import client_address, csrf, public

bp = Blueprint("accounts", __name__, template_folder="templates")
YEAR = 365 * 24 * 3600


def local_path(target: str | None) -> str:
    """The path on this site to go to; the start page when `target` leads anywhere else."""
    text = target or ""
    is_local = text.startswith("/") and not text.startswith(("//", "/\\"))
    if is_local and text.isprintable() and not urlsplit(text).netloc:
        return text
    return url_for("start.home")


def _remember(response: Response, cookie: str, value: str) -> Response:
    response.set_cookie(
        cookie,
        value,
        max_age=YEAR,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return response


def _back(target: str | None) -> Response:
    answer: Response = redirect(local_path(target))  # type: ignore[assignment]
    return answer


@bp.get("/login")
@public
def sign_in() -> ResponseReturnValue:
    """The form to sign in; whoever is signed in goes on."""
    if current_user.is_authenticated:
        return _back(request.args.get("next"))
    form = SignInForm(formdata=None)
    form.email.data = request.args.get("email", "")[:254]
    form.next.data = request.args.get("next", "")
    return render_template("accounts/sign_in.html", form=form)


@bp.post("/login")
@csrf.exempt  # the form checks its own token, so that an old one leads back to the form
@public
def sign_in_submit() -> ResponseReturnValue:
    """Sign in; a failed attempt is counted, so this view answers instead of raising."""
    form = SignInForm()
    status = 422
    if form.validate():
        device = Device(client_address(), request.user_agent.string)
        try:
            token = service.sign_in(form.email.data or "", form.password.data or "", device)
        except (WrongCredentials, TooManyAttempts, AccountSuspended) as error:
            form.form_errors.append(error.message)
            status = error.status
        else:
            return _welcome(token, form.next.data)
    return render_template("accounts/sign_in.html", form=form), status


def _welcome(token: str, target: str | None) -> ResponseReturnValue:
    # a new form token and nothing else kept: what a stranger planted before is worth nothing
    session.clear()
    session.permanent = True
    identity = service.find_identity(token)
    login_user(identity)
    return _back(target)


@bp.post("/logout")
@public
def sign_out() -> ResponseReturnValue:
    """End this session, here and on every open page and socket of it."""
    if current_user.is_authenticated:
        service.end_session(current_user.person_id, current_user.session_id)
    logout_user()
    session.clear()
    flash(_("You are signed out."), "success")
    return redirect(url_for("start.home"))


@bp.get("/account/session")
@public
def show_session() -> ResponseReturnValue:
    """204 while signed in, 401 when not: open pages ask before they sign in again."""
    return "", 204 if current_user.is_authenticated else 401


@bp.get("/account/preferences")
def preferences() -> ResponseReturnValue:
    """Name, language, time zone and appearance."""
    return render_template("accounts/preferences.html", form=PreferencesForm(obj=current_user))


@bp.post("/account/preferences")
def save_preferences() -> ResponseReturnValue:
    """Change them, or say which one is not right."""
    form = PreferencesForm()
    if not form.validate():
        return render_template("accounts/preferences.html", form=form), 422
    service.change_preferences(
        current_user.person_id,
        name=form.name.data or "",
        language=form.language.data,
        timezone=form.timezone.data,
        theme=form.theme.data,
    )
    with force_locale(form.language.data):
        flash(_("Your preferences are saved."), "success")
    return redirect(url_for(".preferences"))


@bp.get("/account/password")
def password() -> ResponseReturnValue:
    """The form for a new password."""
    return render_template("accounts/password.html", form=PasswordForm())


@bp.post("/account/password")
def change_password() -> ResponseReturnValue:
    """Change it and sign out every other device."""
    form = PasswordForm()
    if form.validate():
        try:
            service.change_password(
                current_user.person_id,
                form.current.data or "",
                form.new.data or "",
                keep=current_user.session_id,
            )
        except Invalid as error:
            _show_errors(form, error)
        else:
            flash(_("Your password is changed. Other devices are signed out."), "success")
            return redirect(url_for(".password"))
    return render_template("accounts/password.html", form=form), 422


def _show_errors(form: PasswordForm, error: Invalid) -> None:
    for name, message in error.fields.items():
        form[name].errors = [*form[name].errors, message]


@bp.get("/account/sessions")
def sessions() -> ResponseReturnValue:
    """The devices I am signed in with."""
    found = service.list_sessions(current_user.person_id)
    rows = [(one, name_device(one.user_agent)) for one in found]
    return render_template("accounts/sessions.html", rows=rows)


@bp.post("/account/sessions/<uuid:session_id>/end")
def end_session(session_id: UUID) -> ResponseReturnValue:
    """Sign one device out."""
    service.end_session(current_user.person_id, session_id)
    flash(_("This device is signed out."), "success")
    return redirect(url_for("accounts.sessions"))


@bp.post("/account/sessions/end-others")
def end_other_sessions() -> ResponseReturnValue:
    """Sign every other device out."""
    ended = service.end_other_sessions(current_user.person_id, current_user.session_id)
    flash(
        ngettext(
            "%(num)d other device is signed out.", "%(num)d other devices are signed out.", ended
        ),
        "success",
    )
    return redirect(url_for("accounts.sessions"))


@bp.post("/language")
@public
def switch_language() -> ResponseReturnValue:
    """Show pages in this language from now on, also before signing in."""
    wished = i18n.find_language(request.form.get("language", ""), i18n.offered_languages())
    answer = _back(request.form.get("next"))
    if wished is None:
        return answer
    if current_user.is_authenticated:
        service.change_language(current_user.person_id, wished)
    return _remember(answer, i18n.LANGUAGE_COOKIE, wished)


@bp.post("/theme")
@public
def switch_theme() -> ResponseReturnValue:
    """Show pages light, dark or as the device does from now on, also before signing in."""
    wished = request.form.get("theme", "")
    answer = _back(request.form.get("next"))
    if wished not in pages.THEMES:
        return answer
    if current_user.is_authenticated:
        service.change_theme(current_user.person_id, wished)
    return _remember(answer, pages.THEME_COOKIE, wished)
