"""What other parts do when a page says something new; about a second behind its writers."""

from collections.abc import Callable
from dataclasses import dataclass

from collab.documents.models import Document
from collab.pages.models import Page
from collab.texts.nodes import Node


@dataclass(frozen=True, slots=True)
class ProjectedPage:
    """A page, and what it says now; everything belongs to the running unit of work."""

    document: Document
    page: Page
    #: ProseMirror JSON
    content: Node


Hook = Callable[[ProjectedPage], None]
_hooks: list[Hook] = []


def on_page_projected(hook: Hook) -> Hook:
    """Let the hook run, inside the unit of work, whenever a page was read."""
    _hooks.append(hook)
    return hook


def tell_hooks(projected: ProjectedPage) -> None:
    """Run all of them, in the order in which they came."""
    for hook in _hooks:
        hook(projected)
