"""Nodes of a text as ProseMirror JSON; nothing is taken for granted about their shape."""

from typing import Any

Node = dict[str, Any]
#: deeper than this nothing is looked at
MAX_DEPTH = 40
INLINE = ("text", "mention", "hardBreak", "documentLink")
#: nodes without text in them → the attribute that says what they are
LABELLED = {"documentLink": "label", "image": "alt", "embed": "label"}


def attrs_of(node: Node) -> Node:
    """The node's attributes; none when they are no object."""
    found = node.get("attrs")
    return found if isinstance(found, dict) else {}


def children_of(node: Node) -> list[Node]:
    """What is in the node, in order."""
    found = node.get("content")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def is_inline(node: Node) -> bool:
    """Whether the node is part of a line of text."""
    return node.get("type") in INLINE


def words_of(node: Node, depth: int = 0) -> str:
    """The plain words in a node, blocks separated by a space."""
    if depth > MAX_DEPTH:
        return ""
    if node.get("type") == "text":
        return str(node.get("text", ""))
    if node.get("type") == "mention":
        return f"@{attrs_of(node).get('label') or ''}"
    if node.get("type") == "hardBreak":
        return " "
    if node.get("type") in LABELLED:
        return str(attrs_of(node).get(LABELLED[str(node["type"])]) or "")
    parts = [words_of(child, depth + 1) for child in children_of(node)]
    separator = "" if all(is_inline(child) for child in children_of(node)) else " "
    return separator.join(part for part in parts if part)
