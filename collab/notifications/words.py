"""What kinds of notifications are called, and how soon mails come."""

from typing import Any, Final

from flask_babel import lazy_gettext as _l

from collab.notifications.models import Kind, Pace

KINDS: Final[dict[Kind, Any]] = {
    Kind.ASSIGNED: _l("Tasks that are given to me"),
    Kind.MENTIONED: _l("When somebody mentions me"),
    Kind.DUE_TOMORROW: _l("Tasks of mine that are due tomorrow"),
    Kind.OVERDUE: _l("Tasks of mine that are overdue"),
    Kind.FREED: _l("When nothing blocks a task of mine any more"),
    Kind.COMMENTED: _l("Comments on my tasks and pages, and where I have commented"),
}
PACES: Final[dict[Pace, Any]] = {
    Pace.NOW: _l("At once"),
    Pace.DAILY: _l("Once a day"),
    Pace.OFF: _l("No mail"),
}
