"""What the worker does for data protection."""

from datetime import timedelta

from collab.core.duties import duty
from collab.privacy import erasure, exports, housekeeping, retention, unused


@duty(exports.DUTY, every=timedelta(minutes=1), is_shared=False)
def make_exports() -> None:
    """Copies of personal data that somebody waits for."""
    exports.make_waiting_exports()


@duty("privacy.erase", every=timedelta(hours=1))
def erase_due() -> None:
    """Accounts whose waiting period is over."""
    erasure.erase_due()


@duty("privacy.retain", every=timedelta(days=1))
def apply_retention() -> None:
    """What cooperations keep for a limited time only, and accounts that nobody uses."""
    retention.apply_everywhere()
    unused.ask_unused()


@duty("privacy.tidy", every=timedelta(days=1))
def tidy() -> None:
    """What the installation keeps for a limited time only."""
    housekeeping.tidy()
