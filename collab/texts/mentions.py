"""Whom a text names."""

from uuid import UUID

from collab.core.ids import parse_id
from collab.texts.nodes import MAX_DEPTH, Node, attrs_of, children_of


def list_mentions(document: Node | None) -> list[UUID]:
    """The memberships named in the text, each once, in its order; what no member has is in it too.

    Whoever uses them asks whether they exist and may see the text.
    """
    found: dict[UUID, None] = {}
    if document is not None:
        _gather(document, found, 0)
    return list(found)


def _gather(node: Node, found: dict[UUID, None], depth: int) -> None:
    if node.get("type") == "mention":
        who = parse_id(attrs_of(node).get("id"))
        if who is not None:
            found[who] = None
    if depth < MAX_DEPTH:
        for child in children_of(node):
            _gather(child, found, depth + 1)
