"""Mails about somebody's own account, in their language."""

from collections.abc import Mapping
from typing import Any

from collab.accounts.models import Person
from collab.mail import service as mail


def notify(
    person: Person, template: str, values: Mapping[str, Any] | None = None, *, to: str | None = None
) -> None:
    """Write to the person, at their e-mail or at another address of theirs."""
    mail.send(
        to=to or person.email,
        name=person.name,
        language=person.language,
        template=f"accounts/{template}",
        values={"name": person.name, **(values or {})},
        person_id=person.id,
        timezone=person.timezone,
    )
