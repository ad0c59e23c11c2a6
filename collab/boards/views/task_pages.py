"""Pages of tasks; importing the modules registers their routes."""

from collab.boards.views import (
    blockers,
    calendar,
    checklist,
    closing,
    comments,
    destinations,
    editing,
    feeds,
    files,
    links,
    lists,
    owed,
)
from collab.boards.views.blueprints import tasks as bp

__all__ = [
    "blockers",
    "bp",
    "calendar",
    "checklist",
    "closing",
    "comments",
    "destinations",
    "editing",
    "feeds",
    "files",
    "links",
    "lists",
    "owed",
]
