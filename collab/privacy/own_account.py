"""What is kept of a person outside of cooperations. Runs in the person's own scope."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select

from collab.accounts.devices import name_device
from collab.accounts.models import (
    AppPassword,
    KnownDevice,
    OneTimeLink,
    Person,
    SignedInSession,
)
from collab.accounts.service import list_factors
from collab.core.db import Base, session
from collab.foundings.models import Founding
from collab.mail.models import Mail
from collab.privacy.models import DataExport, ErasureRequest

Facts = dict[str, Any]


def pick(row: Base, *names: str) -> Facts:
    """These columns of a row."""
    return {name: getattr(row, name) for name in names}


def _all(rows: Iterable[Base], *names: str) -> list[Facts]:
    return [pick(row, *names) for row in rows]


def _of(model: Any, person: Person) -> Iterable[Any]:
    return session().scalars(select(model).where(model.person_id == person.id).order_by(model.id))


def gather_account(person: Person) -> Facts:
    """Who they are."""
    names = "id email name created_at is_operator may_found second_factor_at suspended_at"
    return pick(person, *names.split())


def gather_preferences(person: Person) -> Facts:
    """How pages are shown to them."""
    return pick(person, "language", "timezone", "theme", "color")


def gather_app_passwords(person: Person) -> list[Facts]:
    """Programs that have a password of their own."""
    names = ("name", "created_at", "last_used_at", "expires_at")
    return _all(_of(AppPassword, person), *names)


def gather_sessions(person: Person) -> list[Facts]:
    """Where they are signed in."""
    names = ["created_at", "last_seen_at", "expires_at", "address", "user_agent"]
    rows = _of(SignedInSession, person)
    return [pick(row, *names) | {"device": name_device(row.user_agent).browser} for row in rows]


def gather_devices(person: Person) -> list[Facts]:
    """Browsers they have signed in with before."""
    return _all(_of(KnownDevice, person), "created_at", "last_seen_at")


def gather_second_factors(person: Person) -> Facts:
    """Which kinds they have, never a secret."""
    found = list_factors(person.id)
    return {
        "authenticator_app": pick(found.app, "created_at", "last_used_at") if found.app else None,
        "passkeys": _all(found.passkeys, "name", "created_at", "last_used_at"),
        "recovery_codes_left": found.codes_left,
    }


def gather_mails(person: Person) -> list[Facts]:
    """Mails to them: never their text, for its links are secrets."""
    rows = session().scalars(
        select(Mail)
        .where(or_(Mail.person_id == person.id, Mail.address == person.email))
        .order_by(Mail.created_at)
    )
    return _all(rows, "address", "subject", "language", "created_at", "settled_at", "state")


def gather_links(person: Person) -> list[Facts]:
    """One-time links that were sent to them, without the links."""
    rows = session().scalars(
        select(OneTimeLink)
        .where(or_(OneTimeLink.person_id == person.id, OneTimeLink.email == person.email))
        .order_by(OneTimeLink.created_at)
    )
    names = ["purpose", "email", "created_at", "expires_at", "used_at", "withdrawn_at"]
    return _all(rows, *names)


def gather_foundings(person: Person) -> list[Facts]:
    """When they proposed cooperations; not the drafts, which hold addresses of others."""
    rows = session().scalars(select(Founding).where(Founding.proposer_id == person.id))
    return _all(rows, "created_at", "changed_at", "proposed_at", "withdrawn_at")


def gather_requests(person: Person) -> Facts:
    """Copies they asked for, and whether the account is to be erased."""
    exports = _of(DataExport, person)
    erasures = _of(ErasureRequest, person)
    return {
        "exports": _all(exports, "requested_at", "settled_at", "expires_at", "state", "size"),
        "erasure": _all(erasures, "cause", "requested_at", "due_at", "stopped_at"),
    }


PARTS = {
    "account": gather_account,
    "preferences": gather_preferences,
    "sessions": gather_sessions,
    "devices": gather_devices,
    "second_factors": gather_second_factors,
    "app_passwords": gather_app_passwords,
    "mails": gather_mails,
    "links": gather_links,
    "foundings": gather_foundings,
    "requests": gather_requests,
}
