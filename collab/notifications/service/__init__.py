"""Telling people what concerns them; one module for each group of verbs."""

from collab.notifications.service.bell import (
    count_unread,
    list_latest,
    mark_all_read,
    mark_read,
)
from collab.notifications.service.choices import (
    choose,
    find_stopped,
    list_choices,
    resume_mails,
    stop_mails,
)
from collab.notifications.service.digests import has_waiting, last_digest, send_digests
from collab.notifications.service.due import has_due, kind_at, tell_due
from collab.notifications.service.late import has_late, send_late
from collab.notifications.service.lines import Line
from collab.notifications.service.named import tell_named
from collab.notifications.service.remarks import Remark, tell_remark
from collab.notifications.service.ringing import on_ring
from collab.notifications.service.wishes import Wish, wish

__all__ = [
    "Line",
    "Remark",
    "Wish",
    "choose",
    "count_unread",
    "find_stopped",
    "has_due",
    "has_late",
    "has_waiting",
    "kind_at",
    "last_digest",
    "list_choices",
    "list_latest",
    "mark_all_read",
    "mark_read",
    "on_ring",
    "resume_mails",
    "send_digests",
    "send_late",
    "stop_mails",
    "tell_due",
    "tell_named",
    "tell_remark",
    "wish",
]
