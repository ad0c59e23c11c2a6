"""Sends what is queued: at least once, and with the same Message-ID whenever it is sent again.

Whoever sends a mail first moves its `due_at` ahead, so that no other process takes it meanwhile; if
that process dies, the mail is due again after the lease.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, select, update

from collab.config import MailServer
from collab.core.clock import now
from collab.core.db import GLOBAL, session, unit_of_work
from collab.core.duties import duty
from collab.core.keeping import find_keeping, oldest
from collab.mail import post
from collab.mail.envelopes import Envelope, route_to, seal
from collab.mail.letters import Letter, Part
from collab.mail.models import Mail, MailState, Problem
from collab.mail.smtp import Line, LineError

EVERY = timedelta(seconds=5)
#: longer than sending one mail can take
LEASE = timedelta(minutes=10)
#: mails over one connection
BATCH = 50
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=2)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A mail that is ours to send for now."""

    number: int
    tried_since: datetime
    envelope: Envelope


def wait_after(tried_for: timedelta) -> timedelta:
    """How long a mail rests: as long as it was tried for, at least a minute, at most an hour."""
    return min(max(tried_for, FIRST_WAIT), LONGEST_WAIT)


def _due() -> Select[Mail]:
    return (
        select(Mail)
        .where(Mail.state == MailState.WAITING, Mail.due_at <= now())
        .order_by(Mail.due_at, Mail.id)
    )


def _is_any_due() -> bool:
    with unit_of_work(GLOBAL, writes=False):
        return session().scalar(_due().limit(1)) is not None


@duty(post.DELIVER, every=EVERY, is_shared=False)
def deliver_due() -> bool:
    """Send the mails that are due; returns whether there may be more of them."""
    server = post.find_server()
    if not _is_any_due():
        return False
    if server is None:
        _keep_all()
        return False
    try:
        return _deliver_over(server)
    except LineError as error:
        _log.warning("the mail server %s: %s: %s", server.host, error.problem, error.words)
        return False


def _deliver_over(server: MailServer) -> bool:
    try:
        line = Line(server)
    except LineError as error:
        _put_off_all(error)
        raise
    with line:
        for _turn in range(BATCH):
            attempt = _take()
            if attempt is None:
                return False
            _send(line, server, attempt)
    return True


def _take() -> _Attempt | None:
    """The next mail that is due, taken for this process."""
    with unit_of_work(GLOBAL):
        mail = session().scalar(_due().limit(1).with_for_update(skip_locked=True))
        if mail is None:
            return None
        mail.due_at = now() + LEASE
        mail.attempts += 1
        parts = tuple(Part.from_json(part) for part in mail.parts or ())
        letter = Letter(mail.language, mail.subject, parts)
        envelope = Envelope(mail.id, mail.created_at, mail.address, mail.name, letter)
        return _Attempt(mail.attempts, mail.tried_since, envelope)


def _send(line: Line, server: MailServer, attempt: _Attempt) -> None:
    envelope = attempt.envelope
    try:
        message = seal(envelope, server)
    except (ValueError, TypeError, LookupError) as error:
        _log.exception("mail %s cannot be written", envelope.id)
        _settle(attempt, _failed(Problem.UNWRITABLE, str(error)))
        return
    try:
        refusal = line.send(message, route_to(envelope.address))
    except LineError as error:
        _settle(attempt, _next(attempt, error.problem, error.words))
        raise
    if refusal is None:
        _settle(attempt, {"state": MailState.SENT, "settled_at": now(), "parts": None})
    elif refusal.is_final:
        _settle(attempt, _failed(Problem.REFUSED, refusal.words))
    else:
        _settle(attempt, _next(attempt, Problem.REFUSED, refusal.words))


def _failed(problem: Problem, reply: str) -> dict[str, Any]:
    return {
        "state": MailState.FAILED,
        "settled_at": now(),
        "problem": problem,
        "reply": reply,
    }


def _next(attempt: _Attempt, problem: Problem, reply: str) -> dict[str, Any]:
    """Another try later, or the end after two days."""
    tried_for = now() - attempt.tried_since
    if tried_for >= GIVE_UP_AFTER:
        return _failed(problem, reply)
    return {"due_at": now() + wait_after(tried_for), "problem": problem, "reply": reply}


def _settle(attempt: _Attempt, changes: dict[str, Any]) -> None:
    """Note the outcome, unless somebody else took the mail after our lease."""
    changes = {"problem": Problem.NONE, "reply": "", **changes}
    with unit_of_work(GLOBAL):
        _note(attempt.envelope.id, attempt.number, changes)


def _note(mail_id: UUID, number: int, changes: dict[str, Any]) -> None:
    session().execute(
        update(Mail)
        .where(Mail.id == mail_id, Mail.attempts == number, Mail.state == MailState.WAITING)
        .values(**changes)
        .execution_options(synchronize_session=False)
    )


def _put_off_all(error: LineError) -> None:
    """Nothing can leave: each mail that is due rests, the longer the longer it was tried."""
    with unit_of_work(GLOBAL):
        for mail in session().scalars(_due().limit(500).with_for_update(skip_locked=True)).all():
            mail.attempts += 1
            mail.problem, mail.reply = error.problem, error.words
            tried_for = now() - mail.tried_since
            if tried_for >= GIVE_UP_AFTER:
                mail.state, mail.settled_at = MailState.FAILED, now()
            else:
                mail.due_at = now() + wait_after(tried_for)


def _keep_all() -> None:
    """There is no mail server: what waits is for the operator to read."""
    with unit_of_work(GLOBAL):
        session().execute(
            update(Mail)
            .where(Mail.state == MailState.WAITING)
            .values(state=MailState.KEPT, settled_at=now())
        )


@duty("mail.forget", every=timedelta(days=1))
def forget_old() -> None:
    """Delete mails that are older than they are kept, whatever became of them."""
    with unit_of_work(GLOBAL):
        session().execute(delete(Mail).where(Mail.created_at < oldest(find_keeping().mails)))
