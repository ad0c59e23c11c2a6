"""Mails to people with an account, in their language."""

from collections.abc import Mapping
from typing import Any

from collab.accounts.models import Person
from collab.mail import service as mail


def notify(
    person: Person, template: str, values: Mapping[str, Any] | None = None, *, to: str | None = None
) -> None:
    """Write to the person about their account; `template` is one of this package."""
    write_to(person, f"accounts/{template}", {"name": person.name, **(values or {})}, to=to)


def write_to(
    person: Person, template: str, values: Mapping[str, Any], *, to: str | None = None
) -> None:
    """Write to the person, at their e-mail or at another address of theirs; see `mail.send`."""
    mail.send(
        to=to or person.email,
        name=person.name,
        language=person.language,
        template=template,
        values=values,
        person_id=person.id,
        timezone=person.timezone,
    )
