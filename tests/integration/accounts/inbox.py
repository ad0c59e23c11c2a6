"""The mails that a test has caused, and what stands in them."""

from urllib.parse import urlsplit

from sqlalchemy import select

from collab.core.db import GLOBAL, session, unit_of_work
from collab.mail.models import Mail


def list_mails(address: str) -> list[Mail]:
    """Mails to this address, the oldest first."""
    with unit_of_work(GLOBAL, writes=False):
        return list(
            session().scalars(select(Mail).where(Mail.address == address).order_by(Mail.id))
        )


def subjects(address: str) -> list[str]:
    return [mail.subject for mail in list_mails(address)]


def words(mail: Mail) -> str:
    """Everything that the mail says."""
    return "\n".join(part.get("text", "") for part in mail.parts or ())


def path_in(mail: Mail) -> str:
    """Where the mail's button leads."""
    (url,) = [part["url"] for part in mail.parts or () if part["kind"] == "button"]
    return urlsplit(url).path
