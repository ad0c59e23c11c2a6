"""A letter as the bytes that mail servers pass on: plain text and HTML side by side."""

import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from pathlib import Path
from uuid import UUID

from babel import Locale
from email_validator import EmailNotValidError, validate_email
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from collab.config import MailServer
from collab.mail.letters import Letter, Part

WIDTH = 72
MAX_ADDRESS = 254
_PIECE = r'[^\s@<>(),;:"\\\[\]\x00-\x1f\x7f]+'
_html = Environment(
    loader=FileSystemLoader(str(Path(__file__).parent / "templates" / "mail")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class _WholeLine(UnstructuredHeader):
    """A header that is never broken into lines: a long web address would be encoded otherwise."""

    def fold(self, *, policy: Policy) -> str:
        """The header as it is sent."""
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


_headers = HeaderRegistry()
_headers.map_to_type("list-unsubscribe", _WholeLine)  # type: ignore[arg-type]
_POLICY = SMTP.clone(header_factory=_headers)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A letter, to whom it goes, and what makes it the same mail when it is sent again."""

    id: UUID
    at: datetime
    address: str
    name: str
    letter: Letter


def _wrapped(text: str, first: str = "", rest: str | None = None) -> str:
    """Lines of at most 72 characters; addresses of pages are never broken."""
    rest = first if rest is None else rest
    lines = [
        textwrap.fill(
            line,
            WIDTH,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
        or first.rstrip()
        for line in text.splitlines() or [""]
    ]
    return "\n".join(lines)


def _as_text(part: Part) -> str:
    if part.kind in ("button", "stop"):
        return f"{_wrapped(part.text)}\n{part.url}"
    if part.kind == "entry":
        lines = [_wrapped(part.text, "* ", "  "), *(_wrapped(item, "  ") for item in part.items)]
        return "\n".join((*lines, f"  {part.url}"))
    if part.kind == "quote":
        return _wrapped(part.text, "> ")
    if part.kind == "list":
        return "\n".join(_wrapped(item, "- ", "  ") for item in part.items)
    if part.kind == "footer":
        return f"-- \n{_wrapped(part.text)}"
    return _wrapped(part.text)


def write_text(parts: Iterable[Part]) -> str:
    """The body as plain text."""
    return "\n\n".join(_as_text(part) for part in parts) + "\n"


def write_html(letter: Letter) -> str:
    """The body as HTML that needs nothing from elsewhere."""
    locale = Locale.parse(letter.language)
    return _html.get_template("letter.jinja").render(
        letter=letter, lang=letter.language.replace("_", "-"), direction=locale.text_direction
    )


def is_address(text: str) -> bool:
    """Whether this is one address and nothing else: no white space, commas or brackets."""
    return len(text) <= MAX_ADDRESS and re.fullmatch(f"{_PIECE}@{_PIECE}", text) is not None


def route_to(address: str) -> str:
    """The address with its domain as mail servers look it up (münchen.de → xn--mnchen-3ya.de)."""
    local, _at, domain = address.rpartition("@")
    if domain.isascii():
        return address
    try:
        found = validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return address
    return f"{local}@{found.ascii_domain}"


def seal(envelope: Envelope, server: MailServer) -> EmailMessage:
    """The whole mail; for the same envelope always the same."""
    letter = envelope.letter
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(server.sender_name, addr_spec=server.sender)
    local, _at, domain = route_to(envelope.address).rpartition("@")
    message["To"] = Address(envelope.name, username=local, domain=domain)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(envelope.at)
    message["Message-ID"] = f"<{envelope.id}@{server.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    for part in letter.parts:
        if part.kind == "stop":
            # one click in the mail program, without opening a page (RFC 8058)
            message["List-Unsubscribe"] = f"<{part.url}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(write_text(letter.parts))
    message.add_alternative(write_html(letter), subtype="html")
    message["Content-Language"] = letter.language.replace("_", "-")
    return message
