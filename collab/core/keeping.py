"""How long this process keeps what belongs to no cooperation."""

from datetime import datetime, timedelta

from collab.config import Keeping
from collab.core.clock import now

_keeping = [Keeping()]


def use(keeping: Keeping) -> None:
    """Keep things so long from now on."""
    _keeping[0] = keeping


def find_keeping() -> Keeping:
    """How many days of what."""
    return _keeping[0]


def oldest(days: int) -> datetime:
    """What is older than this is not kept."""
    return now() - timedelta(days=days)
