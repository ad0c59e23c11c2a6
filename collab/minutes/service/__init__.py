"""The minutes of a meeting: which document they are, what stands in them, and what follows."""

from collab.minutes.service.documents import (
    KIND,
    FoundMinutes,
    Text,
    announce_change,
    arrange_agenda,
    begin_minutes,
    can_write,
    find_minutes,
    read_text,
)
from collab.minutes.service.erased import hide_erased
from collab.minutes.service.linked import TaskMark, find_task_number, list_task_marks
from collab.minutes.service.mentions import Mention, list_my_mentions
from collab.minutes.service.projected import keep_outcomes
from collab.minutes.service.telling import catch_up, tell_minutes

__all__ = [
    "KIND",
    "FoundMinutes",
    "Mention",
    "TaskMark",
    "Text",
    "announce_change",
    "arrange_agenda",
    "begin_minutes",
    "can_write",
    "catch_up",
    "find_minutes",
    "find_task_number",
    "hide_erased",
    "keep_outcomes",
    "list_my_mentions",
    "list_task_marks",
    "read_text",
    "tell_minutes",
]
