"""App passwords: what programs sign in with that cannot show a sign-in page."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select

from collab.accounts import notices, throttle
from collab.accounts.models import AppPassword, Person
from collab.accounts.service.people import find_person
from collab.accounts.tokens import hash_token
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import Conflict, Invalid, NotFound
from collab.core.fields import clean_line

MAX_APP_PASSWORDS: Final = 20
MAX_NAME: Final = 60
#: when it was last used is known to this
NOTED_EVERY: Final = timedelta(minutes=15)
_LETTERS: Final = "abcdefghijkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 6, 4


class TooManyAppPasswords(Conflict):
    """More than anybody has programs."""

    code = "too_many_app_passwords"
    message = _l("You have twenty app passwords already. Please revoke one first.")


@dataclass(frozen=True, slots=True)
class AppUser:
    """A person whose program has signed in."""

    person_id: UUID
    app_password_id: UUID
    email: str
    language: str
    timezone: str
    #: whether it was written down lately that it is in use
    is_use_noted: bool


def list_app_passwords(person_id: UUID) -> list[AppPassword]:
    """The person's app passwords, the newest first."""
    wanted = select(AppPassword).where(AppPassword.person_id == person_id)
    return list(session().scalars(wanted.order_by(AppPassword.created_at.desc(), AppPassword.id)))


def make_app_password(person_id: UUID, name: str) -> tuple[AppPassword, str]:
    """A new one, and the password itself: nobody can show it again. Invalid (field `name`)."""
    clean = clean_line(name)
    if not clean:
        raise Invalid({"name": _l("Please enter a name.")})
    if len(clean) > MAX_NAME:
        raise Invalid({"name": _l("Please use at most %(max)d characters.", max=MAX_NAME)})
    known = select(func.count(AppPassword.id)).where(AppPassword.person_id == person_id)
    if (session().scalar(known) or 0) >= MAX_APP_PASSWORDS:
        raise TooManyAppPasswords
    password = "-".join(
        "".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS)
    )
    made = AppPassword(
        id=new_id(),
        person_id=person_id,
        name=clean,
        digest=_digest(password),
        created_at=now(),
    )
    session().add(made)
    session().flush()
    _tell(person_id, "app_password_added", clean)
    return made, password


def _digest(password: str) -> str:
    """However somebody typed it off a screen."""
    return hash_token("".join(one for one in password.casefold() if one.isalnum()))


def _tell(person_id: UUID, change: str, name: str) -> None:
    notices.notify(find_person(person_id), "factors", {"change": change, "label": name})


def revoke_app_password(person_id: UUID, app_password_id: UUID) -> None:
    """The program is out at once; NotFound when it is not this person's."""
    found = session().scalar(
        select(AppPassword).where(
            AppPassword.id == app_password_id, AppPassword.person_id == person_id
        )
    )
    if found is None:
        raise NotFound
    session().delete(found)
    _tell(person_id, "app_password_removed", found.name)


def revoke_app_passwords(person_id: UUID) -> None:
    """All programs of the person are out."""
    session().execute(delete(AppPassword).where(AppPassword.person_id == person_id))


def find_app_user(email: str, password: str) -> AppUser | None:
    """Whose program this is; None when it may not come in, whatever the reason."""
    row = session().execute(
        select(AppPassword, Person)
        .join(Person, Person.id == AppPassword.person_id)
        .where(AppPassword.digest == _digest(password))
    )
    found = row.first()
    if found is None:
        return None
    used, person = found
    is_over = used.expires_at is not None and used.expires_at <= now()
    is_out = person.suspended_at is not None or person.erased_at is not None
    if is_over or is_out or person.email != email.strip().casefold():
        return None
    return AppUser(
        person_id=person.id,
        app_password_id=used.id,
        email=person.email,
        language=person.language,
        timezone=person.timezone,
        is_use_noted=_is_fresh(used.last_used_at),
    )


def _is_fresh(at: datetime | None) -> bool:
    return at is not None and at > now() - NOTED_EVERY


def note_app_use(app_password_id: UUID) -> None:
    """Write down that it is in use, if it is still there."""
    found = session().get(AppPassword, app_password_id)
    if found is not None:
        found.last_used_at = now()


def count_wrong_app_password(address: str) -> None:
    """Somebody at this address gave a wrong one; TooManyAttempts when that was too often."""
    throttle.take_from(address)
