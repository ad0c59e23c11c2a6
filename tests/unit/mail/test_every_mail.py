"""Each mail of the house, rendered in each language with sample values."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from jinja2 import meta

from collab.config import MailSecurity, MailServer
from collab.core.db import new_id
from collab.core.i18n import RELEASED
from collab.core.places import PACKAGE
from collab.mail import letters
from collab.mail.envelopes import Envelope, seal, write_html, write_text
from collab.mail.letters import Letter, write_letter
from collab.notifications.models import Kind
from collab.notifications.service import Line

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SERVER = MailServer("mx", 25, MailSecurity.NONE, "collab@collab.example")
URL = "https://collab.example/path"
GIVEN = {"recipient", "address", "layout", "greeting", "paragraph", "button", "quote", "list_of"}
GIVEN |= {"entry", "stop"}
GIVEN |= {"_", "gettext", "ngettext", "pgettext", "npgettext"}
ODD = "Größe & <Wirkung> 100% {{ 1 }}"
#: of each kind, about a task or about minutes, by somebody, by nobody and for a delegation
LINES = [
    Line(
        id=new_id(),
        kind=kind,
        title=ODD,
        language="fr",
        path="/tasks/1",
        created_at=AT,
        is_read=False,
        due_on=AT.date(),
        excerpt=ODD,
        excerpt_language="ca",
        **more,
    )
    for kind in Kind
    for more in (
        {"by": "Ana", "has_author": True},
        {"has_author": True, "is_in_minutes": True},
        {"is_in_minutes": True},
        {"is_for_delegation": True},
    )
]
SAMPLES: dict[str, Any] = {"url": URL, "lines": [{"url": URL, "line": line} for line in LINES]}
MAILS = sorted(
    f"{file.relative_to(PACKAGE).parts[0]}/{file.stem}"
    for file in PACKAGE.glob("*/templates/mails/*.html")
)


def names_in(mail: str) -> set[str]:
    """What a template wants to be given."""
    package, _, stem = mail.partition("/")
    environment = letters._environment("en", "Europe/Berlin", 0)
    source = (PACKAGE / package / "templates" / "mails" / f"{stem}.html").read_text("utf-8")
    return meta.find_undeclared_variables(environment.parse(source)) - GIVEN


def sample(name: str, *, is_set: bool) -> Any:
    """By the house's names: times end in _at, choices begin with is_, addresses are url."""
    if name.startswith(("is_", "has_")):
        return is_set
    if name == "at" or name.endswith(("_at", "_on", "_until")):
        return AT
    if name in SAMPLES or name.endswith("_url"):
        return SAMPLES.get(name, URL)
    if name == "count" or name.startswith("count_") or name.endswith("_count"):
        return 3 if is_set else 1
    if name.endswith(("_lang", "_language")):
        return "fr"
    return ODD if is_set else ""


def write(mail: str, language: str, *, is_set: bool) -> Letter:
    values = {name: sample(name, is_set=is_set) for name in names_in(mail)}
    return write_letter(
        mail, values, language=language, name="Ada", address=URL[:22], timezone="Europe/Berlin"
    )


@pytest.mark.parametrize("mail", MAILS)
def test_every_mail_can_be_written_in_every_language(mail: str) -> None:
    for language in RELEASED:
        for is_set in (True, False):
            letter = write(mail, language, is_set=is_set)
            assert letter.parts[0].kind == "greeting"
            assert letter.parts[-1].kind == "footer"
            for part in letter.parts[:-1]:
                assert part.text or part.items or not is_set, (
                    f"{mail} says nothing in a {part.kind}"
                )
            html = write_html(letter)
            assert f'<html lang="{language}"' in html
            assert "<Wirkung>" not in html
            assert "None" not in write_text(letter.parts)


@pytest.mark.parametrize("mail", MAILS)
def test_every_mail_can_be_sent(mail: str) -> None:
    letter = write(mail, "ca", is_set=True)
    sealed = seal(Envelope(new_id(), AT, "ada@here.example", "Ada", letter), SERVER)
    read = message_from_bytes(bytes(sealed), policy=default)
    assert read["Subject"] == letter.subject
