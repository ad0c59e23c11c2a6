"""What the leaving presidency sees before it hands over; registered when this is imported."""

from flask_babel import lazy_gettext as _l

from collab.boards.service import owing
from collab.console.service import waiting
from collab.cooperations.service import Check, presidency

CHECKS = (
    Check("open_tasks", _l("Tasks that are not done"), owing.count_open, "tasks.index"),
    Check(
        "waiting_invitations",
        _l("Invitations without an answer"),
        waiting.count_waiting_invitations,
        "invitations.index",
    ),
    Check(
        "meetings_without_agenda",
        _l("Planned meetings without an agenda"),
        waiting.count_meetings_without_agenda,
        "meetings.index",
    ),
    Check(
        "groups_without_chair",
        _l("Working groups without a chair"),
        waiting.count_groups_without_chair,
        "groups.index",
    ),
)

for check in CHECKS:
    presidency.register_check(check)
