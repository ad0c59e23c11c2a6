"""Which kinds of things a cooperation may forget, after how many months."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l


class Kind(StrEnum):
    """What a cooperation may set a period for; what has none is kept."""

    INVITATIONS = "invitations"
    DETAILS = "activity_details"
    MEETINGS = "deleted_meetings"
    HISTORY = "minutes_history"


#: what is offered, in months
PERIODS = (1, 3, 6, 12, 24, 36, 60, 120)

NAMES: Mapping[Kind, Any] = {
    Kind.INVITATIONS: _l("Invitations that have ended"),
    Kind.DETAILS: _l("Details in the activity log"),
    Kind.MEETINGS: _l("Deleted meetings"),
    Kind.HISTORY: _l("How minutes were written"),
}
EXPLANATIONS: Mapping[Kind, Any] = {
    Kind.INVITATIONS: _l(
        "Accepted, declined, withdrawn and expired ones, with their addresses. "
        "Counted from the day they ended."
    ),
    Kind.DETAILS: _l(
        "Who did what and when stays, and the log can still be verified. "
        "Details such as names and earlier titles go."
    ),
    Kind.MEETINGS: _l(
        "With agenda, attendance and minutes, for good. Counted from the day they were deleted."
    ),
    Kind.HISTORY: _l(
        "The text stays. Who typed what, and what was deleted again, goes. "
        "Counted from the day of the meeting."
    ),
}


def read_periods(kept: Mapping[str, Any]) -> dict[Kind, int]:
    """The months of each kind that has a period, out of the database or a form."""
    return {kind: months for kind in Kind if (months := kept.get(kind)) in PERIODS and months}


def months_before(moment: datetime, months: int) -> datetime:
    """The same day and hour that many months earlier; the last day where a month is shorter."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
