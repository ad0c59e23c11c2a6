"""What the demonstration's people were told while it was loaded: it is on the bell, not mailed."""

from sqlalchemy import update

from collab.core import clock
from collab.core.db import session
from collab.notifications.models import Notification


def call_off_mails() -> None:
    """Nobody gets a mail about what happened in the demonstration before they looked at it."""
    session().execute(
        update(Notification)
        .where(Notification.mailed_at.is_(None))
        .values(mailed_at=clock.now())
        .execution_options(synchronize_session=False)
    )
