"""What the partial pages of a task (tasks/checklist.html and so on) need, each from its service."""

from typing import Any

from collab.boards.service.lookups import FoundTask
from collab.core.actor import Actor


def read_parts(actor: Actor, found: FoundTask) -> dict[str, Any]:
    """Checklist, comments, files, links, blockers and history of a task, for its page."""
    return {}
