"""What an invitation says, and what arrived by mail."""

from typing import Any

from sqlalchemy import select

from collab.core.actor import Role
from collab.core.db import GLOBAL, unit_of_work
from collab.invitations.service import InvitationPlan
from collab.mail.models import Mail

INVITED = "ines@region.example.org"


def link(token: str) -> str:
    return f"/invitations/{token}"


def plan(**changes: Any) -> InvitationPlan:
    values: dict[str, Any] = {"email": INVITED, "role": Role.MEMBER, "language": "fr"}
    return InvitationPlan(**values | changes)


def mails_to(email: str = INVITED) -> list[Mail]:
    with unit_of_work(GLOBAL, writes=False) as opened:
        wanted = select(Mail).where(Mail.address == email).order_by(Mail.created_at, Mail.id)
        return list(opened.scalars(wanted))


def text_of(mail: Mail) -> str:
    parts = mail.parts or []
    return "\n".join([mail.subject, *(str(part.get("text", "")) for part in parts)])


def token_of(mail: Mail) -> str:
    parts = mail.parts or []
    url = next(part["url"] for part in parts if part["kind"] == "button")
    return str(url).rpartition("/")[2]
