"""The one description of documents, read from schema.json, and the check of what we make by it.

What does not fit would be deleted by the next open editor, and the deletion would spread.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final
from uuid import uuid4

Node = dict[str, Any]
"""A node as ProseMirror writes it in JSON."""

_SCHEMA: Final[dict[str, Any]] = json.loads(
    files(__package__).joinpath("schema.json").read_text(encoding="utf-8")
)
VERSION: Final[int] = _SCHEMA["version"]
_NODES: Final[dict[str, dict[str, Any]]] = _SCHEMA["nodes"]
_MARKS: Final[dict[str, dict[str, Any]]] = _SCHEMA["marks"]
_MAX_DEPTH: Final = 32
#: stands for what is no text, in the words of a line
ATOM: Final = "\ufffc"
_SCALAR: Final = (str, int, float, bool, type(None))


class SchemaError(ValueError):
    """A node that the editor would not keep as it is."""


def allows_node(type_name: str) -> bool:
    """Whether the schema knows a node of this name."""
    return type_name in _NODES


def allows_attr(type_name: str, name: str) -> bool:
    """Whether nodes of this type have such an attribute."""
    return name in _NODES[type_name]["attrs"]


def list_attrs(type_name: str) -> list[str]:
    """Return the names of the attributes of this type."""
    return list(_NODES[type_name]["attrs"])


def allows_mark(type_name: str) -> bool:
    """Whether the schema knows a mark of this name."""
    return type_name in _MARKS


def excludes_itself(mark_name: str) -> bool:
    """Whether a text carries at most one mark of this name; KeyError when there is none."""
    return bool(_MARKS[mark_name].get("excludes", mark_name))


def may_overlap(type_name: str) -> bool:
    """Whether marks of this name lie over others of their name."""
    return bool(_MARKS.get(type_name, {}).get("excludes") == "")


def has_id(type_name: str) -> bool:
    """Whether nodes of this type are blocks that carry a stable id."""
    spec = _NODES[type_name]
    return "id" in spec["attrs"] and not spec.get("inline", False)


def holds_inline(type_name: str) -> bool:
    """Whether nodes of this type hold a line of text, and no blocks."""
    return str(_NODES[type_name].get("content", "")) in {"inline*", "text*"}


def complete(node: Node) -> Node:
    """Return a copy in which every block has an id, and without what is no part of a node."""
    made: Node = {"type": node["type"]}
    spec = _NODES.get(node["type"])
    if spec is None:
        raise SchemaError(f"there is no node {node['type']!r}")
    attrs = dict(node.get("attrs") or {})
    if has_id(node["type"]) and not attrs.get("id"):
        attrs["id"] = str(uuid4())
    if attrs:
        made["attrs"] = attrs
    if node["type"] == "text":
        made["text"] = node.get("text", "")
    if node.get("marks"):
        made["marks"] = [dict(mark) for mark in node["marks"]]
    if node.get("content"):
        made["content"] = [complete(child) for child in node["content"]]
    return made


def check(node: Node, depth: int = 0) -> None:
    """Raise SchemaError unless the node and everything in it fits the schema."""
    spec = _NODES.get(node.get("type", ""))
    if spec is None or depth > _MAX_DEPTH:
        raise SchemaError(f"there is no node {node.get('type')!r} here")
    _check_attrs(node, spec)
    if node["type"] == "text":
        _check_text(node)
        return
    children = node.get("content", [])
    names = "".join(f"{child.get('type')} " for child in children)
    if not _pattern(spec.get("content", "")).fullmatch(names):
        raise SchemaError(f"{node['type']} may not hold: {names or 'nothing'}")
    for child in children:
        check(child, depth + 1)
        _check_allowed(node["type"], spec, child)


def _check_allowed(name: str, spec: Mapping[str, Any], child: Node) -> None:
    allowed = spec.get("marks")
    if allowed is None:
        return
    if any(mark.get("type") not in allowed.split() for mark in child.get("marks", [])):
        raise SchemaError(f"{name} holds plain text only")


def _check_attrs(node: Node, spec: Mapping[str, Any]) -> None:
    attrs = node.get("attrs", {})
    for name, value in attrs.items():
        if name not in spec["attrs"]:
            raise SchemaError(f"{node['type']} has no attribute {name!r}")
        if not isinstance(value, _SCALAR) and not _is_list_of_numbers(value):
            raise SchemaError(f"{node['type']}.{name} is no plain value")
    if has_id(node["type"]) and not attrs.get("id"):
        raise SchemaError(f"{node['type']} without an id")
    if node["type"] == "heading" and attrs.get("level", 1) not in range(1, 5):
        raise SchemaError("headings have levels 1 to 4")


def _is_list_of_numbers(value: Any) -> bool:
    """Such as the widths of the columns that a cell spans."""
    return isinstance(value, list) and all(isinstance(each, int | float) for each in value)


def _check_text(node: Node) -> None:
    if not isinstance(node.get("text"), str) or not node["text"]:
        raise SchemaError("a text without words")
    marks = node.get("marks", [])
    for mark in marks:
        spec = _MARKS.get(mark.get("type", ""))
        if spec is None or not set(mark.get("attrs", {})) <= set(spec["attrs"]):
            raise SchemaError(f"there is no mark {mark.get('type')!r} like this")
        others = {other.get("type") for other in marks if other is not mark}
        if others & set(spec.get("excludes", mark["type"]).split()):
            raise SchemaError(f"{mark['type']} does not go with the others")


@cache
def _pattern(expression: str) -> re.Pattern[str]:
    """Turn a content expression into a pattern over names that each end with a space."""
    return re.compile(
        re.sub(r"\s+", "", re.sub(r"\w+", lambda name: _alternatives(name[0]), expression)).replace(
            "\0", " "
        )
    )


def _alternatives(name: str) -> str:
    members = [node for node, spec in _NODES.items() if name in spec.get("group", "").split()]
    return "(?:" + "|".join(f"{each}\0" for each in members or [name]) + ")"
