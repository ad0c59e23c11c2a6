"""Signing in, in one step or two, and out."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from collab.accounts import ceremonies, service
from collab.accounts.forms import PasskeyAnswerForm, SecondStepForm, SignInForm
from collab.accounts.service import (
    AccountSuspended,
    PasskeyRefused,
    SecondStep,
    SignedIn,
    TooSlow,
    WrongCode,
    WrongCredentials,
)
from collab.accounts.views.blueprint import back_to, bp, let_in, session_id_in, this_device
from collab.core.errors import TooManyAttempts
from collab.core.web import csrf, public

#: keys of what the cookie keeps between two steps
SECOND_STEP, NEXT, PASSKEY = "second_step", "next", "passkey_sign_in"
#: what can finish a sign-in, and with which field
WAYS: dict[str, Callable[..., SignedIn]] = {
    "app": service.finish_with_code,
    "passkey": service.finish_with_passkey,
    "recovery": service.finish_with_recovery_code,
}


def _show_form(form: SignInForm) -> str:
    return render_template(
        "accounts/sign_in.html", form=form, has_passkeys=ceremonies.is_possible()
    )


@bp.get("/login")
@public
def sign_in() -> ResponseReturnValue:
    """The form to sign in; whoever is signed in goes on."""
    if current_user.is_authenticated:
        return back_to(request.args.get("next"))
    form = SignInForm(formdata=None)
    form.email.data = request.args.get("email", "")[:254]
    form.next.data = request.args.get("next", "")
    return _show_form(form)


@bp.post("/login")
@csrf.exempt  # the form checks its own token, so that an old one leads back to the form
@public
def sign_in_submit() -> ResponseReturnValue:
    """Sign in; a failed attempt is counted, so this view answers instead of raising."""
    form = SignInForm()
    status = 422
    if form.validate():
        try:
            step = service.sign_in(form.email.data or "", form.password.data or "", this_device())
        except (WrongCredentials, TooManyAttempts, AccountSuspended) as error:
            form.form_errors.append(error.message)
            status = error.status
        else:
            return _go_on(step, form.next.data)
    return _show_form(form), status


def _go_on(step: SignedIn | SecondStep, target: str | None) -> ResponseReturnValue:
    if isinstance(step, SignedIn):
        return let_in(step, target)
    # nothing of before is kept: the half signed-in browser begins afresh
    session.clear()
    session[SECOND_STEP] = str(step.challenge_id)
    session[NEXT] = target or ""
    return redirect(url_for(".second_step"))


def _begin_again() -> ResponseReturnValue:
    target = session.pop(NEXT, "")
    session.pop(SECOND_STEP, None)
    flash(_("That took too long. Please sign in again."), "warning")
    return redirect(url_for(".sign_in", next=target or None))


def _show_second_step(form: SecondStepForm, way: str) -> str:
    factors = service.find_second_step(session_id_in(SECOND_STEP))
    possible = {
        "app": factors.app is not None,
        "passkey": bool(factors.passkeys) and ceremonies.is_possible(),
        "recovery": factors.codes_left > 0,
    }
    first = next((one for one, is_there in possible.items() if is_there), "app")
    return render_template(
        "accounts/second_step.html",
        form=form,
        way=way if possible.get(way) else first,
        possible=possible,
    )


@bp.get("/login/second-step")
@public
def second_step() -> ResponseReturnValue:
    """The form for a code of the app, a passkey or a recovery code."""
    if current_user.is_authenticated:
        return back_to(session.get(NEXT))
    try:
        return _show_second_step(SecondStepForm(formdata=None), request.args.get("way", ""))
    except TooSlow:
        return _begin_again()


@bp.post("/login/second-step")
@public
def second_step_submit() -> ResponseReturnValue:
    """Finish signing in; failed attempts are counted, so this view answers instead of raising."""
    form = SecondStepForm()
    way = request.form.get("way", "")
    typed = form.answer.data if way == "passkey" else form.code.data
    status = 422
    if not typed:
        form.form_errors.append(_("Please enter a code."))
    else:
        finish = WAYS.get(way, service.finish_with_code)
        try:
            done = finish(session_id_in(SECOND_STEP), typed, this_device())
        except TooSlow:
            return _begin_again()
        except (WrongCode, PasskeyRefused, TooManyAttempts, AccountSuspended) as error:
            form.form_errors.append(error.message)
            status = error.status
        else:
            return let_in(done, session.get(NEXT))
    try:
        return _show_second_step(form, way), status
    except TooSlow:
        return _begin_again()


@bp.post("/login/second-step/options")
@public
def second_step_options() -> ResponseReturnValue:
    """What the browser needs to finish with a passkey."""
    options = service.ask_in_second_step(session_id_in(SECOND_STEP))
    return options, {"Content-Type": "application/json"}


@bp.post("/login/passkey/options")
@public
def passkey_options() -> ResponseReturnValue:
    """What the browser needs to sign in with nothing but a passkey."""
    challenge_id, options = service.begin_with_passkey()
    session[PASSKEY] = str(challenge_id)
    return options, {"Content-Type": "application/json"}


@bp.post("/login/passkey")
@public
def passkey_sign_in() -> ResponseReturnValue:
    """Sign in whoever owns the passkey; failed attempts are counted."""
    answer = PasskeyAnswerForm()
    form = SignInForm(formdata=None)
    form.next.data = answer.next.data
    try:
        done = service.sign_in_with_passkey(
            session_id_in(PASSKEY), answer.answer.data or "", this_device()
        )
    except (PasskeyRefused, TooManyAttempts, AccountSuspended, TooSlow) as error:
        form.form_errors.append(error.message)
        return _show_form(form), error.status
    return let_in(done, answer.next.data)


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
