"""The edits that the server makes in a document. Runs only in the reader process."""

from collections.abc import Sequence
from typing import Any

from pycrdt import XmlFragment

from collab.live.actions import set_action
from collab.live.arrangement import Arrangement
from collab.live.building import insert_node
from collab.live.commenting import annotate
from collab.live.relabeling import relabel
from collab.live.restoring import restore
from collab.live.schema import Node, SchemaError, check, complete


def apply_operation(fragment: XmlFragment, operation: dict[str, Any]) -> None:
    """Change the document as the operation says; raises SchemaError and changes nothing then."""
    match operation:
        case {"op": "write", "content": list(content)}:
            _write(fragment, content)
        case {"op": "arrange", "type": str(name), "key": str(key), "nodes": list(nodes)}:
            _arrange(fragment, name, key, nodes)
        case {"op": "set_action", "block": str(block), "attrs": dict(attrs), **more}:
            set_action(fragment, block, attrs, more.get("text"), more.get("was"))
        case {"op": "comment" | "uncomment"}:
            annotate(fragment, operation)
        case {"op": "restore", "was": list(was), "content": list(content)}:
            restore(fragment, was, content)
        case {"op": "forget"}:
            pass  # nothing changes but that the journal is replaced by a snapshot
        case {"op": "relabel", "member": str(member), "label": str(label), **more}:
            relabel(fragment, member, label, frozenset(more.get("presented", ())))
        case _:
            raise SchemaError("an operation of an unknown kind")


def _write(fragment: XmlFragment, content: Sequence[Node]) -> None:
    document = complete({"type": "doc", "content": list(content)})
    check(document)
    del fragment.children[0 : len(fragment.children)]
    for node in document["content"]:
        insert_node(fragment, len(fragment.children), node)


def _arrange(fragment: XmlFragment, name: str, key: str, nodes: Sequence[Node]) -> None:
    wanted = [complete(node) for node in nodes]
    for node in wanted:
        if node["type"] != name or not node.get("attrs", {}).get(key):
            raise SchemaError(f"only {name} with {key} can be arranged")
        check(node)
    if len({node["attrs"][key] for node in wanted}) < len(wanted):
        raise SchemaError(f"two {name} with the same {key}")
    Arrangement(fragment, name, key).apply(wanted)
