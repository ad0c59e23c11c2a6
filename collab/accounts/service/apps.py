"""Authenticator apps: six digits that change every thirty seconds (TOTP, RFC 6238)."""

import hmac
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

import pyotp
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from collab.accounts import notices
from collab.accounts.models import AuthenticatorApp
from collab.accounts.sealing import sealer
from collab.accounts.service.factors import (
    check_not_required,
    list_factors,
    note_removal,
    protect,
)
from collab.accounts.service.people import find_person
from collab.accounts.service.recovery import make_recovery_codes
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import Conflict, Invalid, NotFound

STEP = 30
#: clocks of phones are off by some seconds: the code before and the one after count too
DRIFT = (0, -1, 1)
ISSUER = "collab"


class AppThereAlready(Conflict):
    """One app per account: the old one is removed first."""

    code = "app_there_already"
    heading = _l("You have an authenticator app already")
    message = _l("Remove it first. Then you can set up another one.")
    way = ("accounts.security", _l("Back to sign-in and security"))


@dataclass(frozen=True, slots=True)
class BegunApp:
    """What somebody enters into their app, or scans."""

    secret: str
    #: `otpauth://…`
    address: str


def begin_app(person_id: UUID) -> None:
    """Make a new secret for the person's app; it protects nothing until a code is entered."""
    if list_factors(person_id).app is not None:
        raise AppThereAlready
    session().execute(delete(AuthenticatorApp).where(AuthenticatorApp.person_id == person_id))
    begun = AuthenticatorApp(
        id=new_id(),
        person_id=person_id,
        secret=sealer.seal(pyotp.random_base32(32)),
        created_at=now(),
        last_step=0,
    )
    # whoever presses the button twice gets one secret
    with suppress(IntegrityError), session().begin_nested():
        session().add(begun)


def _find_begun(person_id: UUID) -> AuthenticatorApp:
    begun = session().scalar(
        select(AuthenticatorApp).where(
            AuthenticatorApp.person_id == person_id, AuthenticatorApp.confirmed_at.is_(None)
        )
    )
    if begun is None:
        raise NotFound
    return begun


def find_begun_app(person_id: UUID) -> BegunApp:
    """The secret until its first code was entered, and never again; then NotFound."""
    secret = sealer.open(_find_begun(person_id).secret)
    if secret is None:
        raise NotFound
    email = find_person(person_id).email
    return BegunApp(secret, pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER))


def use_code(app: AuthenticatorApp, typed: str) -> bool:
    """Whether the app shows this code now, and it was not used before; now it is used."""
    secret = sealer.open(app.secret)
    code = "".join(typed.split())
    if secret is None or not (code.isascii() and code.isdigit()):
        return False
    totp, step = pyotp.TOTP(secret), int(now().timestamp()) // STEP
    for candidate in (step + drift for drift in DRIFT):
        if hmac.compare_digest(totp.at(candidate * STEP), code):
            return _use_step(app, candidate)
    return False


def _use_step(app: AuthenticatorApp, step: int) -> bool:
    used = session().scalar(
        update(AuthenticatorApp)
        .where(AuthenticatorApp.id == app.id, AuthenticatorApp.last_step < step)
        .values(last_step=step, last_used_at=now())
        .returning(AuthenticatorApp.id)
        .execution_options(synchronize_session=False)
    )
    return used is not None


def confirm_app(person_id: UUID, typed: str, keep: UUID | None) -> list[str]:
    """Protect the account with the app that was begun; Invalid when it does not show this code.

    Answers ten recovery codes when this is the first second factor, else none.
    """
    begun = _find_begun(person_id)
    if not use_code(begun, typed):
        raise Invalid({"code": _l("This is not the code that the app shows now.")})
    begun.confirmed_at = now()
    notices.notify(find_person(person_id), "factors", {"change": "app_added", "label": ""})
    return protect(person_id, keep)


def remove_app(person_id: UUID) -> None:
    """Sign in without the app from now on; SecondFactorNeeded when a cooperation needs it."""
    app = list_factors(person_id).app
    if app is None:
        raise NotFound
    check_not_required(person_id)
    session().delete(app)
    note_removal(person_id)
    notices.notify(find_person(person_id), "factors", {"change": "app_removed", "label": ""})


def renew_recovery_codes(person_id: UUID) -> list[str]:
    """Ten new recovery codes in place of the old ones; NotFound without a second factor."""
    if not list_factors(person_id).any:
        raise NotFound
    notices.notify(find_person(person_id), "factors", {"change": "codes_renewed", "label": ""})
    return make_recovery_codes(person_id)
