"""One line to the mail server, and what it said about a mail."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from types import TracebackType
from typing import Self

from collab.config import MailSecurity, MailServer
from collab.mail.models import Problem

TIMEOUT_SECONDS = 20.0
MAX_WORDS = 500


class LineError(RuntimeError):
    """The mail server cannot be used at present; `problem` says why, `words` what was said."""

    def __init__(self, problem: Problem, words: str) -> None:
        super().__init__(words)
        self.problem = problem
        self.words = words


@dataclass(frozen=True, slots=True)
class Refusal:
    """The mail server did not take a mail; `is_final`: it never will."""

    words: str
    is_final: bool


def _words(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return f"{code} {' '.join(text.split())}"[:MAX_WORDS]


def _of(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _words(error.smtp_code, error.smtp_error)
    return " ".join(str(error).split())[:MAX_WORDS] or type(error).__name__


def _why(error: Exception, step: Problem) -> Problem:
    """What kept us from the server: the step that failed, unless the line itself did."""
    if isinstance(error, ssl.SSLError):
        return Problem.UNSAFE
    if isinstance(error, smtplib.SMTPServerDisconnected | TimeoutError):
        return Problem.UNREACHABLE
    return step


class Line:
    """An open, encrypted and signed-in connection. Opening raises LineError."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        try:
            self._client = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            raise LineError(_why(error, Problem.UNREACHABLE), _of(error)) from error
        try:
            self._prepare()
        except LineError:
            self._client.close()
            raise

    def _prepare(self) -> None:
        """Encrypt the line and sign in, in this order."""
        problem = Problem.UNSAFE
        try:
            if self._server.security is MailSecurity.STARTTLS:
                self._client.starttls(context=ssl.create_default_context())
            problem = Problem.SIGN_IN
            if self._server.user:
                self._client.login(self._server.user, self._server.password)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise LineError(_why(error, problem), _of(error)) from error

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        name = server.sender.rpartition("@")[2]  # not the machine's, which costs a look-up
        if server.security is MailSecurity.TLS:
            safe = ssl.create_default_context()
            return smtplib.SMTP_SSL(
                server.host, server.port, name, timeout=TIMEOUT_SECONDS, context=safe
            )
        return smtplib.SMTP(server.host, server.port, name, timeout=TIMEOUT_SECONDS)

    def send(self, message: EmailMessage, to: str) -> Refusal | None:
        """Hand the mail over; None when the server took it, LineError when the line broke."""
        try:
            self._client.send_message(message, self._server.sender, [to])
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            return Refusal(_words(code, said), is_final=code >= 500)
        except smtplib.SMTPSenderRefused as error:
            raise LineError(Problem.SENDER, _words(error.smtp_code, error.smtp_error)) from error
        except smtplib.SMTPResponseException as error:
            words = _words(error.smtp_code, error.smtp_error)
            return Refusal(words, is_final=error.smtp_code >= 500)
        except smtplib.SMTPNotSupportedError as error:
            return Refusal(_of(error), is_final=True)
        except (OSError, smtplib.SMTPException) as error:
            raise LineError(Problem.UNREACHABLE, _of(error)) from error
        return None

    def close(self) -> None:
        """Say good-bye, if the server still listens."""
        try:
            self._client.quit()
        except (OSError, smtplib.SMTPException):
            self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
