"""Removes somebody's account but for a row without a name. Runs without a cooperation."""

from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select

from collab.accounts.models import (
    AuthenticatorApp,
    Challenge,
    KnownDevice,
    OneTimeLink,
    Passkey,
    Person,
    RecoveryCode,
    SignedInSession,
    Theme,
    Throttle,
)
from collab.core import revocation
from collab.core.clock import now
from collab.core.db import after_commit, session
from collab.core.i18n import DEFAULT_LANGUAGE, DEFAULT_TIMEZONE
from collab.foundings import service as foundings
from collab.foundings.models import Founding
from collab.mail import service as mail
from collab.privacy.models import DataExport, ErasureRequest
from collab.privacy.traces import Gone, in_json

#: by person; whatever signs them in, and copies of their data
OWN_TABLES: tuple[Any, ...] = (
    SignedInSession,
    AuthenticatorApp,
    Passkey,
    RecoveryCode,
    Challenge,
    KnownDevice,
    DataExport,
)


def lock_out(person: Person) -> None:
    """Nobody signs in as this person any more; their pages and sockets close with the commit."""
    for table in OWN_TABLES:
        session().execute(delete(table).where(table.person_id == person.id))
    person.password_hash = ""
    person.second_factor_at = None
    person.suspended_at = person.suspended_at or now()
    after_commit(partial(revocation.announce, person_id=person.id))


def bury(person: Person, gone: Gone) -> None:
    """Name, address and everything personal goes; the row and its id stay."""
    mail.forget_person(person.id, gone.email)
    session().execute(
        delete(OneTimeLink).where(
            or_(OneTimeLink.person_id == person.id, OneTimeLink.email == gone.email)
        )
    )
    session().execute(
        delete(Throttle).where(
            or_(Throttle.key.endswith(f":{gone.email}"), Throttle.key.endswith(f":{person.id}"))
        )
    )
    _forget_foundings(gone)
    session().execute(delete(ErasureRequest).where(ErasureRequest.person_id == person.id))
    lock_out(person)
    person.name, person.email = "", f"{person.id}@erased.invalid"
    person.language, person.timezone = DEFAULT_LANGUAGE, DEFAULT_TIMEZONE
    person.theme, person.color = Theme.AUTO, 0
    person.is_operator = person.may_found = False
    person.erased_at = now()


def _forget_foundings(gone: Gone) -> None:
    foundings.forget_person(gone.person_id)
    asked = select(Founding).where(in_json(Founding.draft, gone.email))
    for row in session().scalars(asked):
        row.draft = _without(row.draft, gone)


def _without(value: Any, gone: Gone) -> Any:
    """The JSON value; where the address stands, it is emptied, and the name beside it."""
    if isinstance(value, list):
        return [_without(each, gone) for each in value]
    if not isinstance(value, dict):
        return value
    words = gone.words if gone.email in value.values() else ()
    return {key: "" if each in words else _without(each, gone) for key, each in value.items()}


def find_gone(person_id: UUID) -> tuple[Person, Gone] | None:
    """The person as they are still known; None when there is nobody, or they are erased."""
    person = session().get(Person, person_id)
    if person is None or person.erased_at is not None:
        return None
    return person, Gone(person.id, person.name, person.email)
