"""Whatever people are called, a mail goes to one address and says what it was given."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import default
from email.utils import parseaddr
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from collab.config import MailSecurity, MailServer
from collab.mail.envelopes import Envelope, seal
from collab.mail.letters import Letter, Part, one_line

SERVER = MailServer("mx", 25, MailSecurity.NONE, "collab@collab.example")
AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
TEXT = st.text(max_size=300)


def read_name(sealed: bytes) -> str:
    # policy.default puts a space between two encoded words of a name, which mail programs do not
    to = message_from_bytes(sealed)["To"].replace("\r\n", "")
    return str(make_header(decode_header(parseaddr(to)[0])))


@given(name=TEXT, subject=TEXT, words=TEXT)
def test_nothing_that_is_written_becomes_a_header(name: str, subject: str, words: str) -> None:
    name, subject = one_line(name)[:120], one_line(subject)
    letter = Letter("en", subject, (Part("paragraph", words), Part("quote", words)))
    envelope = Envelope(UUID(int=7), AT, "ada@here.example", name, letter)
    sealed = bytes(seal(envelope, SERVER))
    mail = message_from_bytes(sealed, policy=default)
    assert [each.addr_spec for each in mail["To"].addresses] == ["ada@here.example"]
    assert read_name(sealed) == name
    assert mail["Subject"] == subject
    assert mail["Bcc"] is None
    assert mail["Cc"] is None
    assert len(list(mail.iter_parts())) == 2
