"""What else than the password somebody signs in with, and whether they must."""

from dataclasses import dataclass
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select

from collab.accounts import notices, requirements
from collab.accounts.models import AuthenticatorApp, Passkey, Person, RecoveryCode
from collab.accounts.service.people import find_person
from collab.accounts.service.recovery import make_recovery_codes
from collab.accounts.service.sessions import end_other_sessions
from collab.core.clock import now
from collab.core.db import session
from collab.core.errors import Conflict, Forbidden


class TwoFactorRequired(Forbidden):
    """The cooperation lets in only people who sign in with a second factor."""

    code = "two_factor_required"
    heading = _l("This cooperation requires a second factor")
    message = _l(
        "Besides your password you need an authenticator app or a passkey to enter. "
        "Setting one up takes two minutes."
    )
    way = ("accounts.security", _l("Set up a second factor"))


class SecondFactorNeeded(Conflict):
    """A cooperation requires the factor that is about to go."""

    code = "second_factor_needed"
    heading = _l("You need this second factor")
    hint = _l("Add another second factor first. Then you can remove this one.")
    way = ("accounts.security", _l("Back to sign-in and security"))

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self.message = _l(
            "It is your last one, and it is required by: %(cooperations)s",
            cooperations=", ".join(names),
        )


@dataclass(frozen=True, slots=True)
class Factors:
    """How somebody can prove who they are, besides their password."""

    app: AuthenticatorApp | None
    passkeys: list[Passkey]
    codes_left: int

    @property
    def any(self) -> bool:
        """Whether there is a second factor at all."""
        return self.app is not None or bool(self.passkeys)


def list_factors(person_id: UUID) -> Factors:
    """The person's second factors, without what was begun and never confirmed."""
    app = session().scalar(
        select(AuthenticatorApp).where(
            AuthenticatorApp.person_id == person_id, AuthenticatorApp.confirmed_at.is_not(None)
        )
    )
    passkeys = session().scalars(
        select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.created_at)
    )
    left = session().scalar(
        select(func.count(RecoveryCode.id)).where(
            RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
        )
    )
    return Factors(app, list(passkeys), left or 0)


def protect(person_id: UUID, keep: UUID | None) -> list[str]:
    """After a factor was added: with the first one every device but one has to sign in again.

    Answers ten recovery codes when it is the first, else none.
    """
    session().flush()
    person = find_person(person_id)
    if person.second_factor_at is not None:
        return []
    person.second_factor_at = now()
    end_other_sessions(person_id, keep)
    return make_recovery_codes(person_id)


def note_removal(person_id: UUID) -> None:
    """After a factor has gone: without any the account is open again, and no codes are left."""
    session().flush()
    if not list_factors(person_id).any:
        find_person(person_id).second_factor_at = None
        session().execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))


def remove_all_factors(person: Person) -> None:
    """For somebody who has lost every one of them: their password alone opens the account again."""
    for model in (AuthenticatorApp, Passkey):
        session().execute(delete(model).where(model.person_id == person.id))
    note_removal(person.id)
    notices.notify(person, "factors", {"change": "all_removed", "label": ""})


def check_not_required(person_id: UUID) -> None:
    """Before one goes: SecondFactorNeeded when it is the last and a cooperation requires one."""
    found = list_factors(person_id)
    if len(found.passkeys) + (found.app is not None) > 1:
        return
    names = requirements.list_demanding(person_id)
    if names:
        raise SecondFactorNeeded(names)
