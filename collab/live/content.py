"""Reads a Yjs document as ProseMirror JSON and as plain words. Runs only in the reader process."""

import re
from collections.abc import Iterable, Iterator
from math import isfinite
from typing import Any, Final, cast

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from collab.live.roles import FRAGMENT
from collab.live.schema import Node, allows_attr, allows_mark, allows_node

_NUMBERED_MARK: Final = re.compile(r"^(.*)--[A-Za-z0-9+/=]{8}$")
_BLOCKS_OF_TEXT: Final = frozenset({"paragraph", "heading", "codeBlock", "actionItem"})
#: blocks without text of their own → the attributes that have words
_ATOMS: Final = {"image": ("alt", "caption"), "embed": ("label",)}

Xml = XmlElement | XmlFragment | XmlText


def fragment_of(doc: Doc[Any]) -> XmlFragment:
    """Return the part of the document that the editor shows."""
    fragment: XmlFragment = doc.get(FRAGMENT, type=XmlFragment)
    return fragment


def read_content(doc: Doc[Any]) -> Node:
    """Return the document as ProseMirror JSON; what the schema does not know is left out."""
    return read_content_of(fragment_of(doc))


def read_content_of(fragment: XmlFragment) -> Node:
    """Return what is in a fragment as a document in ProseMirror JSON."""
    content = [node for child in fragment.children for node in read_nodes(child)]
    return {"type": "doc", "content": content}


def list_elements(parent: XmlFragment | XmlElement) -> Iterator[XmlElement]:
    """Return every element in it, at any depth, in the order of the text."""
    for child in parent.children:
        if isinstance(child, XmlElement):
            yield child
            yield from list_elements(child)


def read_nodes(child: Xml) -> list[Node]:
    """Return an element as one node, or a text as its runs."""
    if isinstance(child, XmlText):
        return _read_runs(child)
    if not isinstance(child, XmlElement) or not allows_node(str(child.tag)):
        return []
    node: Node = {"type": str(child.tag)}
    attrs = read_attrs(child)
    if attrs:
        node["attrs"] = attrs
    content = [node for inner in child.children for node in read_nodes(inner)]
    if content:
        node["content"] = content
    return [node]


def read_attrs(element: XmlElement) -> dict[str, Any]:
    """Return the attributes that the schema knows and that have a value."""
    tag = str(element.tag)
    attrs = {
        name: plain(value) for name, value in raw_attrs(element).items() if allows_attr(tag, name)
    }
    return {name: value for name, value in attrs.items() if value is not None}


def raw_attrs(element: XmlElement) -> dict[str, Any]:
    """Return all attributes as Yjs has them."""
    return dict(cast("Iterable[tuple[str, Any]]", element.attributes))


def plain(value: Any) -> Any:
    """Return a value as JSON has it, None for what it does not have, such as bytes.

    Every number comes out of Yjs as a float.
    """
    if isinstance(value, float):
        if not isfinite(value):
            return None
        return int(value) if value.is_integer() else value
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value if isinstance(value, str | int) else None


def _read_runs(text: XmlText) -> list[Node]:
    runs = []
    for chunk, formats in text.diff():
        if not isinstance(chunk, str) or not chunk:
            continue
        run: Node = {"type": "text", "text": chunk}
        given = {name: value for name, value in (formats or {}).items() if value is not None}
        marks = [_read_mark(name, value) for name, value in given.items()]
        known = [mark for mark in marks if allows_mark(mark["type"])]
        if known:
            run["marks"] = sorted(known, key=lambda mark: str(mark["type"]))
        runs.append(run)
    return runs


def _read_mark(name: str, value: Any) -> Node:
    numbered = _NUMBERED_MARK.match(name)
    mark: Node = {"type": numbered.group(1) if numbered else name}
    if isinstance(value, dict) and value:
        mark["attrs"] = plain(value)
    return mark


def read_words(node: Node) -> str:
    """Return the words alone, a line for each block and for each title."""
    return "\n".join(line for line in _lines(node) if line)


def _lines(node: Node) -> Iterator[str]:
    title = node.get("attrs", {}).get("title")
    if node["type"] == "agendaItem" and isinstance(title, str):
        yield title
    if node["type"] in _ATOMS:
        yield from _spoken(node)
    elif node["type"] in _BLOCKS_OF_TEXT:
        yield "".join(_inline(child) for child in node.get("content", ()))
    else:
        for child in node.get("content", ()):
            yield from _lines(child)


def _spoken(node: Node) -> Iterator[str]:
    """What an image or something embedded says to who reads only words."""
    attrs = node.get("attrs", {})
    yield from (str(attrs[name]) for name in _ATOMS[node["type"]] if attrs.get(name))


def _inline(node: Node) -> str:
    if node["type"] == "mention":
        return f"@{node.get('attrs', {}).get('label') or ''}"
    if node["type"] == "documentLink":
        return str(node.get("attrs", {}).get("label") or "")
    return str(node.get("text", "")) if node["type"] == "text" else " "
