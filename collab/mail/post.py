"""Which mail server this process uses, and as whom."""

from collab.config import MailServer

#: the duty that sends mails
DELIVER = "mail.deliver"

_known = False
_server: MailServer | None = None


def use(server: MailServer | None) -> None:
    """Send mails over this server from now on; None: keep them for the operator."""
    global _known, _server
    _known, _server = True, server


def find_server() -> MailServer | None:
    """The server that mails leave by; None when there is none."""
    return _server


def is_missing() -> bool:
    """Whether this process knows that there is no server; commands do not know, and queue."""
    return _known and _server is None
