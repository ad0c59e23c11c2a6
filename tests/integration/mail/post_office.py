"""A real mail server in a thread, as helpful or as stubborn as a test wants it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any
from uuid import UUID

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from collab.config import MailSecurity, MailServer
from collab.core.db import GLOBAL, unit_of_work
from collab.mail import outbox, post, service
from collab.mail.models import Mail
from tests.served import find_free_port

USER, PASSWORD = "collab", "the password of the mail server"
SENDER = "collab@collab.example"
#: recipients whom the server answers with these words
ANSWERS = {
    "nobody@here.example": "550 5.1.1 No such user here",
    "busy@here.example": "451 4.7.1 Greylisted, please come back",
    "full@here.example": "552 5.2.2 Mailbox full",
}


@dataclass
class Post:
    """What arrived, and what is refused; `answers` may be changed by the test."""

    answers: dict[str, str] = field(default_factory=lambda: dict(ANSWERS))
    mails: list[EmailMessage] = field(default_factory=list)
    data_answer: str = "250 OK"
    sender_answer: str = "250 OK"

    async def handle_MAIL(self, _server, _session, envelope, address, options) -> str:  # noqa: N802
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.sender_answer

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:  # noqa: N802
        answer = self.answers.get(address)
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802
        if self.data_answer.startswith("250"):
            mail = message_from_bytes(envelope.content, policy=default)
            assert isinstance(mail, EmailMessage)
            mail["X-Rcpt"] = ", ".join(envelope.rcpt_tos)
            self.mails.append(mail)
        return self.data_answer


@dataclass
class Running:
    """A mail server that runs, and how to reach it."""

    port: int
    post: Post
    stop: Callable[[], None]

    def use(self, **changes: Any) -> None:
        """Have this process send over it."""
        given: dict[str, Any] = {
            "host": "127.0.0.1", "port": self.port, "security": MailSecurity.NONE, "sender": SENDER
        }  # fmt: skip
        post.use(MailServer(**given | changes))

    @property
    def mails(self) -> list[EmailMessage]:
        """What arrived."""
        return self.post.mails


def check_login(_server, _session, _envelope, _mechanism, data) -> AuthResult:
    is_right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=isinstance(data, LoginPassword) and is_right, handled=False)


@contextmanager
def run_mail_server(port: int | None = None, **options: Any) -> Iterator[Running]:
    """A mail server on a free port until the end of the block."""
    handler = Post()
    port = port or find_free_port()
    controller = Controller(
        handler, hostname="127.0.0.1", port=port, server_hostname="mx.example", **options
    )
    controller.start()
    stopped = []

    def stop() -> None:
        if not stopped:
            stopped.append(True)
            controller.stop()

    try:
        yield Running(port, handler, stop)
    finally:
        stop()


class Clock:
    """The time of the outbox, moved by hand."""

    def __init__(self) -> None:
        self.passed = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.passed

    def pass_by(self, **time: float) -> None:
        """Let this much time pass: `pass_by(minutes=2)`."""
        self.passed += timedelta(**time)


def send_trial(to: str = "ada@here.example", **changes: Any) -> UUID:
    """Queue a mail in a unit of work of its own; returns its id."""
    given: dict[str, Any] = {
        "name": "Ada",
        "language": "en",
        "template": "mail/trial",
        "values": {"url": "https://collab.example/secret", "sent_at": datetime.now(UTC)},
    }
    with unit_of_work(GLOBAL):
        return service.send(to=to, **given | changes)


def find(mail_id: UUID) -> Mail:
    """The row of a mail."""
    with unit_of_work(GLOBAL, writes=False) as session:
        row = session.get(Mail, mail_id)
    assert row is not None
    return row


def deliver() -> None:
    """Send what is due, as the worker does."""
    while outbox.deliver_due():
        pass
