"""How long a cooperation has left."""

from datetime import datetime, timedelta

from collab.core.clock import now

DAY = timedelta(days=1)


def count_days_left(delete_at: datetime | None) -> int | None:
    """The days until then, begun ones too; None where no deletion waits."""
    return None if delete_at is None else max(0, -((now() - delete_at) // DAY))
