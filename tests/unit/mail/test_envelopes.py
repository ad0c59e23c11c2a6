from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import pytest

from collab.config import MailSecurity, MailServer
from collab.mail.envelopes import Envelope, route_to, seal, write_html, write_text
from collab.mail.letters import Letter, Part

SERVER = MailServer("mx", 25, MailSecurity.NONE, "collab@collab.example", "Zusammenarbeit & Söhne")
ID = UUID("01900000-0000-7000-8000-000000000001")
AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
LONG = "Ein langer Satz über grenzüberschreitende Zusammenarbeit, der umbrochen werden muss. " * 3
PARTS = (
    Part("greeting", "Guten Tag Ada,"),
    Part("paragraph", LONG),
    Part("button", "Einladung annehmen", url="https://collab.example/" + "x" * 120),
    Part("quote", "Bonjour <b>à tous</b>\nà bientôt", lang="fr"),
    Part("list", items=("eins", "zwei & drei")),
    Part("footer", "Von collab."),
)
LETTER = Letter("de", "Einladung: Größe & <Wirkung>", PARTS)


def sealed(**changes: Any) -> EmailMessage:
    given: dict[str, Any] = {"id": ID, "at": AT, "address": "ada@here.example", "name": "Ada"}
    given |= {"letter": LETTER} | changes
    found = message_from_bytes(bytes(seal(Envelope(**given), SERVER)), policy=default)
    assert isinstance(found, EmailMessage)
    return found


class Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_a_mail_has_text_and_html_and_says_who_made_it() -> None:
    mail = sealed()
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail["Subject"] == LETTER.subject
    assert mail["From"].addresses[0].display_name == "Zusammenarbeit & Söhne"
    assert mail["To"].addresses[0].addr_spec == "ada@here.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "de"
    assert mail["Date"].datetime == AT
    assert mail["Message-ID"] == f"<{ID}@collab.example>"


def test_the_same_mail_again_is_the_same_mail() -> None:
    first, second = sealed(), sealed()
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]


def test_text_is_wrapped_and_addresses_are_whole() -> None:
    text = write_text(PARTS)
    assert f"\n{PARTS[2].url}\n" in text
    assert "> Bonjour <b>à tous</b>\n> à bientôt" in text
    assert "- eins\n- zwei & drei" in text
    assert text.endswith("-- \nVon collab.\n")
    assert all(len(line) <= 72 for line in text.splitlines() if "://" not in line)


def test_who_wants_no_more_of_these_mails_says_so_with_one_click() -> None:
    url = "https://collab.example/stop/" + "aB3_-" * 60
    mail = sealed(letter=Letter("de", "Aufgabe", (Part("stop", "Keine mehr", url=url),)))
    assert mail["List-Unsubscribe"] == f"<{url}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"Keine mehr\n{url}\n" in write_text([Part("stop", "Keine mehr", url=url)])
    assert sealed()["List-Unsubscribe"] is None


def test_an_entry_is_a_link_with_what_is_said_about_it() -> None:
    entry = Part("entry", "Été & <b>", url="https://collab.example/1", lang="fr", items=("Neu",))
    assert write_text([entry]) == "* Été & <b>\n  Neu\n  https://collab.example/1\n"
    html = write_html(Letter("de", "Aufgabe", (entry,)))
    assert '<a href="https://collab.example/1" lang="fr"' in html
    assert "Été &amp; &lt;b&gt;</a><br>Neu" in html


def test_html_escapes_everything_and_fetches_nothing() -> None:
    html = write_html(LETTER)
    assert "<b>" not in html
    assert "&lt;b&gt;à tous" in html
    elements = Elements(html).found
    assert dict(elements)["html"]["lang"] == "de"
    assert ("a", PARTS[2].url) in [(tag, found.get("href")) for tag, found in elements]
    assert {tag for tag, _ in elements} & {"img", "link", "script", "style", "iframe"} == set()
    assert not [found for _, found in elements if "src" in found]
    quote = next(found for tag, found in elements if tag == "blockquote")
    assert quote["lang"] == "fr"


def test_names_of_every_script_arrive_as_they_are() -> None:
    for name in ("Ana Pérez i Vidal", "李雷", "Müller, Jürgen (Stuttgart)", 'O"Neil \\', "a@b"):
        to = sealed(name=name)["To"].addresses
        assert [(each.display_name, each.addr_spec) for each in to] == [(name, "ada@here.example")]


@pytest.mark.parametrize("field", ["name", "subject"])
@pytest.mark.parametrize("evil", ["x\r\nBcc: eve@evil.example", "x\nSubject: y", "x\r\n\r\nbody"])
def test_a_line_break_in_a_header_is_never_written(field: str, evil: str) -> None:
    letter = Letter("de", evil, PARTS) if field == "subject" else LETTER
    with pytest.raises(ValueError, match=r"(?i)header|CR|linefeed|newline|parts"):
        sealed(letter=letter, name=evil if field == "name" else "Ada")


@pytest.mark.parametrize(
    ("address", "route"),
    [
        ("ada@here.example", "ada@here.example"),
        ("ada@münchen.example", "ada@xn--mnchen-3ya.example"),
        ("josé@here.example", "josé@here.example"),
        ("ada@ü..", "ada@ü.."),
    ],
)
def test_domains_are_written_as_mail_servers_know_them(address: str, route: str) -> None:
    assert route_to(address) == route
