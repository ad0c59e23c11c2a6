"""Makes a text that came in by a form into one that we keep: what fits the schema, nothing else.

Only what no editor of ours writes is refused; attributes that nobody needs are left away.
"""

import unicodedata
from collections.abc import Callable, Iterator
from typing import Any, Final
from uuid import UUID, uuid4

from collab.live import schema
from collab.live.schema import SchemaError
from collab.texts.nodes import Node, attrs_of
from collab.texts.rendering import safe_address

#: they belong to minutes and to pages
_OF_DOCUMENTS: Final = frozenset(
    {"agendaItem", "decision", "actionItem", "image", "documentLink", "embed"}
)
_MAX_DEPTH: Final = 30
_MAX_LABEL: Final = 200


def check_text(document: Any) -> Node:
    """The document as it is kept; raises SchemaError when it is none that our editor writes."""
    if not isinstance(document, dict) or document.get("type") != "doc":
        raise SchemaError("a text begins with doc")
    made = _clean(document, 0, set())
    schema.check(made)
    return made


def _clean(node: Any, depth: int, seen: set[str]) -> Node:
    name = node.get("type") if isinstance(node, dict) else None
    if not isinstance(name, str) or not schema.allows_node(name) or name in _OF_DOCUMENTS:
        raise SchemaError(f"there is no node {name!r} here")
    if depth > _MAX_DEPTH:
        raise SchemaError("too deep")
    if name == "text":
        return _clean_words(node)
    made: Node = {"type": name}
    attrs = dict(_clean_attrs(name, attrs_of(node)))
    if schema.has_id(name):
        attrs["id"] = _own_id(attrs_of(node).get("id"), seen)
    if attrs:
        made["attrs"] = attrs
    content = node.get("content") or []
    if not isinstance(content, list):
        raise SchemaError(f"{name} holds no list")
    if content:
        made["content"] = [_clean(child, depth + 1, seen) for child in content]
    return made


def _own_id(value: Any, seen: set[str]) -> str:
    """An id that no other block of the text has."""
    found = _read_uuid(value)
    if found is None or found in seen:
        found = str(uuid4())
    seen.add(found)
    return found


def _clean_words(node: Node) -> Node:
    words = node.get("text")
    if not isinstance(words, str):
        raise SchemaError("a text without words")
    made: Node = {"type": "text", "text": "".join(one for one in words if _is_written(one))}
    marks = node.get("marks")
    kept = list(_clean_marks(marks if isinstance(marks, list) else []))
    if kept:
        made["marks"] = kept
    return made


def _is_written(letter: str) -> bool:
    return letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs")


def _clean_marks(marks: list[Any]) -> Iterator[Node]:
    """Links that lead nowhere safe are left away, their words stay."""
    for mark in marks:
        name = mark.get("type") if isinstance(mark, dict) else None
        if not isinstance(name, str) or not schema.allows_mark(name) or name == "comment":
            raise SchemaError(f"there is no mark {name!r}")
        if name != "link":
            yield {"type": name}
        elif address := safe_address(attrs_of(mark).get("href")):
            yield {"type": "link", "attrs": {"href": address}}


def _clean_attrs(name: str, attrs: Node) -> Iterator[tuple[str, Any]]:
    for key, reader in _ATTRS.items():
        if key in attrs and schema.allows_attr(name, key):
            found = reader(attrs[key])
            if found is not None:
                yield key, found
    if name == "mention":
        who, label = _read_uuid(attrs.get("id")), attrs.get("label")
        if who is None or not isinstance(label, str):
            raise SchemaError("a mention of nobody")
        yield from {"id": who, "label": " ".join(label.split())[:_MAX_LABEL]}.items()


def _read_uuid(value: Any) -> str | None:
    try:
        return str(UUID(value)) if isinstance(value, str) else None
    except ValueError:
        return None


def _whole(first: int, last: int) -> Callable[[Any], int | None]:
    def read(value: Any) -> int | None:
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        return value if is_whole and first <= value <= last else None

    return read


_ATTRS: Final[dict[str, Callable[[Any], Any]]] = {
    "level": _whole(1, 4),
    "start": _whole(0, 100_000),
    "colspan": _whole(1, 100),
    "rowspan": _whole(1, 100),
    "checked": lambda value: value is True,
    "align": lambda value: value if value in ("left", "center", "right") else None,
}
