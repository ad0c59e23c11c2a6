"""A text with what changed in it, for the two sides of a comparison."""

from typing import Final

from flask_babel import gettext as _
from markupsafe import Markup

from collab.pages.comparing import Change
from collab.texts.nodes import Node, is_inline
from collab.texts.references import ReferringRenderer
from collab.texts.rendering import ours, tag

#: what words that came or went stand in
_ELEMENTS: Final = {Change.ADDED: "ins", Change.REMOVED: "del"}


class ChangesRenderer(ReferringRenderer):
    """Writes the blocks of a comparison; what came and went is said, not only coloured."""

    def write_block(self, block: Node) -> Markup:
        """One block, as it stands in its version."""
        return self._write(block)

    def _write(self, node: Node) -> Markup:
        written = super()._write(node)
        if not written or "change" not in node:
            return written
        change = Change(node["change"])
        if is_inline(node):
            return tag(_ELEMENTS[change], written)
        if node.get("type") in {"tableRow", "tableCell", "tableHeader"}:
            return written  # nothing may stand around those
        inside = ours(say_change(change), "change-said") + written
        return tag("li" if node.get("type") in _ITEMS else "div", inside, data_change=change)


#: what only stands in a list
_ITEMS: Final = frozenset({"listItem", "taskItem"})


def say_change(change: Change) -> str:
    """What happened to a block, in the reader's words."""
    words: dict[Change, str] = {
        Change.ADDED: _("Added"),
        Change.REMOVED: _("Removed"),
        Change.MOVED: _("Moved"),
        Change.CHANGED: _("Changed"),
        Change.SAME: _("Unchanged"),
    }
    return words[change]
