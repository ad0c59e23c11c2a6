"""What operators see of the mails: which became of them, and the kept ones themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import defer

from collab.core import duties
from collab.core.clock import now
from collab.core.db import after_commit, session
from collab.core.errors import Conflict, NotFound
from collab.mail import post
from collab.mail.models import Mail, MailState

PAGE = 50


@dataclass(frozen=True, slots=True)
class MailPage:
    """One page of the list of mails, newest first."""

    mails: Sequence[Mail]
    number: int
    has_next: bool


def list_mails(*, state: MailState | None = None, search: str = "", page: int = 1) -> MailPage:
    """Mails in this state to whoever has these letters in their name or address."""
    wanted = (
        select(Mail).options(defer(Mail.parts)).order_by(Mail.created_at.desc(), Mail.id.desc())
    )
    if state is not None:
        wanted = wanted.where(Mail.state == state)
    for word in search.split():
        wanted = wanted.where(
            or_(
                Mail.address.icontains(word, autoescape=True),
                Mail.name.icontains(word, autoescape=True),
            )
        )
    rows = session().scalars(wanted.limit(PAGE + 1).offset((page - 1) * PAGE)).all()
    return MailPage(rows[:PAGE], page, len(rows) > PAGE)


def count_mails() -> dict[MailState, int]:
    """How many mails are in each state; states without any are left out."""
    rows = session().execute(select(Mail.state, func.count(Mail.id)).group_by(Mail.state))
    return {MailState(state): count for state, count in rows}


def find_mail(mail_id: UUID) -> Mail:
    """The mail; NotFound when there is none (any more)."""
    mail = session().get(Mail, mail_id)
    if mail is None:
        raise NotFound
    return mail


def can_read(mail: Mail) -> bool:
    """Whether an operator may read it: only where mails have no other way to their readers."""
    return mail.state == MailState.KEPT and post.find_server() is None


def can_try_again(mail: Mail) -> bool:
    """Whether it can be sent (again)."""
    return (
        mail.parts is not None and mail.state != MailState.SENT and post.find_server() is not None
    )


def try_again(mail_id: UUID) -> Mail:
    """Have the mail sent now; Conflict when it has left meanwhile, or there is no server."""
    mail = find_mail(mail_id)
    if not can_try_again(mail):
        raise Conflict
    mail.state, mail.settled_at = MailState.WAITING, None
    mail.due_at = mail.tried_since = now()
    after_commit(partial(duties.wake, post.DELIVER))
    return mail
