"""Brings a document back to what it said before. Runs only in the reader process.

Three texts meet: what it is to say again, what it said when somebody asked for that, and what it
says by now. A block that was written in meanwhile stays as it is: nobody's words are lost. Blocks
are known by their ids, so that only what differs is touched.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pycrdt import XmlElement, XmlFragment

from collab.live.arrangement import choose_kept
from collab.live.building import insert_node
from collab.live.content import raw_attrs, read_attrs, read_nodes
from collab.live.lines import Patience, write_line
from collab.live.schema import Node, allows_node, check, complete, holds_inline

Parent = XmlFragment | XmlElement
#: blocks by their id
Known = Mapping[str, Node]


def restore(fragment: XmlFragment, was: Sequence[Node], content: Sequence[Node]) -> None:
    """Let the document say `content` again, as asked for by somebody who saw `was`."""
    document = complete({"type": "doc", "content": list(content)})
    check(document)
    _bring_children(fragment, was, document["content"], Patience())


def _bring_children(
    parent: Parent, was: Sequence[Node], wanted: Sequence[Node], patience: Patience
) -> None:
    before, after = _by_id(was), _by_id(wanted)
    staying = _clear(parent, before, after)
    at = 0
    for node in wanted:
        place = staying.get(_id_of(node))
        if place is None:
            insert_node(parent, at, node)
            staying = {key: index + (index >= at) for key, index in staying.items()}
            at += 1
        else:
            _bring(_element(parent, place), before.get(_id_of(node)), node, patience)
            at = place + 1


def _clear(parent: Parent, before: Known, after: Known) -> dict[str, int]:
    """Delete what is to go; the places of wanted blocks that stay, in the order of the text."""
    ranks = {key: rank for rank, key in enumerate(after)}
    places = [
        (at, str(read_attrs(child).get("id") or ""))
        for at, child in enumerate(parent.children)
        if isinstance(child, XmlElement)
    ]
    wanted = [(at, key) for at, key in places if _is_wanted(_element(parent, at), key, after)]
    kept = choose_kept([ranks[key] for _at, key in wanted], [1] * len(wanted))
    staying = {key: at for position, (at, key) in enumerate(wanted) if position in kept}
    for at, key in reversed(places):
        if staying.get(key) == at or not _is_as_it_was(_element(parent, at), before, key):
            continue
        del parent.children[at]
        staying = {each: index - (index > at) for each, index in staying.items()}
    return staying


def _is_wanted(element: XmlElement, key: str, after: Known) -> bool:
    return key in after and after[key]["type"] == element.tag


def _is_as_it_was(element: XmlElement, before: Known, key: str) -> bool:
    """Whether nobody has written in it since; what the schema does not know is nobody's."""
    if not allows_node(str(element.tag)):
        return True
    return key in before and read_nodes(element) == [before[key]]


def _bring(element: XmlElement, was: Node | None, wanted: Node, patience: Patience) -> None:
    """Let a block that stays say what is wanted, unless somebody wrote in it meanwhile."""
    (there,) = read_nodes(element)
    if there == wanted or was is None:
        return
    if _own(there) == _own(was):
        _set_attrs(element, wanted.get("attrs", {}))
    inner = wanted.get("content", [])
    if not holds_inline(wanted["type"]):
        _bring_children(element, was.get("content", []), inner, patience)
    elif there.get("content", []) == was.get("content", []):
        write_line(element, inner, patience)


def _own(node: Node) -> dict[str, Any]:
    attrs: dict[str, Any] = node.get("attrs", {})
    return attrs


def _set_attrs(element: XmlElement, attrs: Mapping[str, Any]) -> None:
    present = read_attrs(element)
    for name in raw_attrs(element):
        if attrs.get(name) is None:
            del element.attributes[name]
    for name, value in attrs.items():
        if value is not None and present.get(name) != value:
            element.attributes[name] = value


def _by_id(nodes: Sequence[Node]) -> dict[str, Node]:
    return {_id_of(node): node for node in nodes}


def _id_of(node: Node) -> str:
    return str(node.get("attrs", {}).get("id") or "")


def _element(parent: Parent, at: int) -> XmlElement:
    element = parent.children[at]
    assert isinstance(element, XmlElement)
    return element
