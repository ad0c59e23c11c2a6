"""What belongs to no cooperation and is older than the installation keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, delete, func, or_, select

from collab.accounts.models import KnownDevice, OneTimeLink, SignedInSession, Throttle
from collab.accounts.service import IDLE
from collab.accounts.throttle import WINDOW
from collab.core.clock import now
from collab.core.db import GLOBAL, session, unit_of_work
from collab.core.keeping import find_keeping, oldest
from collab.mail.models import Mail
from collab.privacy.models import DataExport


@dataclass(frozen=True, slots=True)
class Keep:
    """A kind of rows, how long they are kept, and which ones are older."""

    name: Any
    lasts: timedelta
    #: the variable that sets it; empty: it cannot be set
    setting: str
    table: Any
    is_outdated: ColumnElement[bool]


def list_kinds() -> Sequence[Keep]:
    """Everything that is kept for a limited time, by the settings of this process."""
    keeping = find_keeping()
    link_ended = func.coalesce(
        OneTimeLink.used_at, OneTimeLink.withdrawn_at, OneTimeLink.expires_at
    )

    def days(count: int) -> timedelta:
        return timedelta(days=count)

    return (
        Keep(
            _l("Mails"),
            days(keeping.mails),
            "COLLAB_KEEP_MAILS",
            Mail,
            Mail.created_at < oldest(keeping.mails),
        ),
        Keep(
            _l("One-time links, after they ended"),
            days(keeping.links),
            "COLLAB_KEEP_LINKS",
            OneTimeLink,
            link_ended < oldest(keeping.links),
        ),
        Keep(
            _l("Known browsers, after they were last used"),
            days(keeping.devices),
            "COLLAB_KEEP_DEVICES",
            KnownDevice,
            KnownDevice.last_seen_at < oldest(keeping.devices),
        ),
        Keep(
            _l("Copies of personal data"),
            days(keeping.exports),
            "COLLAB_KEEP_EXPORTS",
            DataExport,
            DataExport.expires_at < now(),
        ),
        Keep(
            _l("Sessions, after they were last used"),
            IDLE,
            "",
            SignedInSession,
            or_(SignedInSession.expires_at < now(), SignedInSession.last_seen_at < now() - IDLE),
        ),
        Keep(
            _l("Counted attempts to sign in"),
            WINDOW,
            "",
            Throttle,
            Throttle.started_at < now() - WINDOW,
        ),
    )


def count_outdated(kind: Keep) -> int:
    """How many rows would go. Runs inside a unit of work."""
    return session().scalar(select(func.count(kind.table.id)).where(kind.is_outdated)) or 0


def tidy() -> dict[str, int]:
    """Remove all of that; how many rows of each table went. Opens a unit of work itself."""
    with unit_of_work(GLOBAL):
        counts = {kind.table.__tablename__: count_outdated(kind) for kind in list_kinds()}
        for kind in list_kinds():
            session().execute(delete(kind.table).where(kind.is_outdated))
    return counts
