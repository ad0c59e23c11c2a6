"""The mails: what is told at once, and the digest; each says how to get no more of its kind."""

from collections.abc import Sequence
from typing import Any

from collab.accounts.notices import write_to
from collab.cooperations.models import Cooperation
from collab.core.addresses import public_url
from collab.notifications.models import Kind
from collab.notifications.policy import DIGEST
from collab.notifications.service.audience import Recipient
from collab.notifications.service.lines import Line
from collab.notifications.tokens import Stop, signer

#: of one mail; the rest is on the page
MOST = 30


def write_news(
    cooperation: Cooperation, recipient: Recipient, kind: Kind, lines: Sequence[Line]
) -> None:
    """Tell at once what happened; many things of one kind that happened together are one mail."""
    if lines:
        values = {"kind": kind, **_values(cooperation, recipient, kind, lines)}
        write_to(recipient.person, "notifications/news", values)


def write_digest(cooperation: Cooperation, recipient: Recipient, lines: Sequence[Line]) -> None:
    """Tell what has gathered since the last digest, kind by kind."""
    if lines:
        values = _values(cooperation, recipient, DIGEST, lines)
        write_to(recipient.person, "notifications/digest", values)


def stop_url(cooperation: Cooperation, recipient: Recipient, what: str) -> str:
    """Where the recipient turns these mails off, without signing in."""
    token = signer.sign(Stop(cooperation.id, recipient.id, what))
    return public_url(f"/notifications/stop/{token}")


def _values(
    cooperation: Cooperation, recipient: Recipient, what: str, lines: Sequence[Line]
) -> dict[str, Any]:
    actor = recipient.actor
    return {
        "cooperation": actor.cooperation_name,
        "lines": [{"line": line, "url": line.url(actor.cooperation_slug)} for line in lines[:MOST]],
        "count": len(lines),
        "count_more": max(0, len(lines) - MOST),
        "url": public_url("/notifications"),
        "choices_url": public_url(f"/c/{actor.cooperation_slug}/notifications/choices"),
        "stop_url": stop_url(cooperation, recipient, what),
    }
