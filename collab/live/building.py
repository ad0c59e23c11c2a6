"""Writes nodes into a Yjs document in the structure that y-prosemirror writes.

An element a node, one text for each run of inline text, marks as formats of that text. Runs only in
the reader process.
"""

from typing import Any

from pycrdt import XmlElement, XmlFragment, XmlText

from collab.live.formats import format_name
from collab.live.schema import Node


def insert_node(parent: XmlFragment | XmlElement, index: int, node: Node) -> None:
    """Insert a node with everything in it before the child at `index`."""
    element = parent.children.insert(index, XmlElement(node["type"]))
    for name, value in node.get("attrs", {}).items():
        if value is not None:
            element.attributes[name] = value
    run: XmlText | None = None
    for child in node.get("content", ()):
        if child["type"] != "text":
            run = None
            insert_node(element, len(element.children), child)
            continue
        if run is None:
            run = element.children.append(XmlText(""))
        run.insert(len(run), child["text"], formats_of(child))


def formats_of(text: Node) -> dict[str, Any]:
    """The marks of a text as Yjs keeps them."""
    return {format_name(mark): mark.get("attrs") or {} for mark in text.get("marks", ())}
