"""Queue mails, and tell what became of them. Sending is in collab.mail.outbox."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, or_, select

from collab.core import duties
from collab.core.addresses import public_url
from collab.core.clock import now
from collab.core.db import after_commit, new_id, session
from collab.core.errors import Invalid
from collab.core.i18n import DEFAULT_TIMEZONE
from collab.mail import post
from collab.mail.envelopes import is_address
from collab.mail.letters import one_line, write_letter
from collab.mail.models import Mail, MailState, Problem

MAX_NAME = 120


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a mail, since when, and the mail server's last words about it.

    A mail that waits may have been tried before: `problem` then says what kept it.
    """

    state: MailState
    at: datetime
    problem: Problem = Problem.NONE
    reply: str = ""


def _checked(address: str) -> str:
    if not is_address(address):
        raise Invalid({"email": _l("This is no e-mail address.")})
    return address


def send(
    *,
    to: str,
    name: str,
    language: str,
    template: str,
    values: Mapping[str, Any],
    person_id: UUID | None = None,
    timezone: str = DEFAULT_TIMEZONE,
) -> UUID:
    """Queue a mail from `package/name` in the recipient's language; returns its id.

    It leaves after the running unit of work has committed, and is written with the next flush,
    many at once. Invalid when `to` is no address.
    """
    letter = write_letter(
        template, values, language=language, name=name, address=public_url(""), timezone=timezone
    )
    at = now()
    mail = Mail(
        id=new_id(),
        person_id=person_id,
        address=_checked(to),
        name=one_line(name)[:MAX_NAME],
        language=letter.language,
        template=template,
        subject=letter.subject,
        parts=[part.to_json() for part in letter.parts],
        state=MailState.KEPT if post.is_missing() else MailState.WAITING,
        created_at=at,
        due_at=at,
        tried_since=at,
    )
    session().add(mail)
    _wake_after_commit()
    return mail.id


def _wake_after_commit() -> None:
    if not session().info.get("mail_waits"):
        session().info["mail_waits"] = True
        after_commit(partial(duties.wake, post.DELIVER))


def list_deliveries(ids: Collection[UUID]) -> dict[UUID, Delivery]:
    """What became of these mails; those that are forgotten by now are left out."""
    rows = session().execute(
        select(
            Mail.id, Mail.state, Mail.settled_at, Mail.created_at, Mail.problem, Mail.reply
        ).where(Mail.id.in_(ids))
    )
    return {
        mail_id: Delivery(MailState(state), settled_at or created_at, Problem(problem), reply)
        for mail_id, state, settled_at, created_at, problem, reply in rows
    }


def withdraw(mail_id: UUID) -> None:
    """Drop a mail that has not left yet."""
    open_states = (MailState.WAITING, MailState.KEPT, MailState.FAILED)
    session().execute(delete(Mail).where(Mail.id == mail_id, Mail.state.in_(open_states)))


def forget_person(person_id: UUID, address: str) -> None:
    """Drop every mail to this person, sent or not."""
    session().execute(delete(Mail).where(or_(Mail.person_id == person_id, Mail.address == address)))
