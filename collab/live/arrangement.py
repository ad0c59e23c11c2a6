"""Brings the top-level elements of one type into a wanted order. Runs only in the reader process.

Yjs cannot move an element: it is deleted and written again, and what others type in it meanwhile
is lost. So as little text as possible moves.
"""

from collections.abc import Sequence
from typing import Any

from pycrdt import XmlElement, XmlFragment

from collab.live.building import insert_node
from collab.live.content import (
    plain,
    raw_attrs,
    read_attrs,
    read_content_of,
    read_nodes,
    read_words,
)
from collab.live.schema import Node, list_attrs


def choose_kept(order: Sequence[int], weights: Sequence[int]) -> set[int]:
    """Return which positions may stay: those in rising order that together weigh most."""
    best: list[int] = []
    before: list[int | None] = []
    for at, rank in enumerate(order):
        lower = [earlier for earlier in range(at) if order[earlier] < rank]
        previous = max(lower, key=best.__getitem__, default=None)
        before.append(previous)
        best.append(weights[at] + (0 if previous is None else best[previous]))
    kept = set()
    at_best = max(range(len(best)), key=best.__getitem__, default=None)
    while at_best is not None:
        kept.add(at_best)
        at_best = before[at_best]
    return kept


class Arrangement:
    """The top-level elements of one type, each known by the value of its key attribute."""

    def __init__(self, fragment: XmlFragment, name: str, key: str) -> None:
        self._fragment = fragment
        self._name = name
        self._key = key

    def apply(self, wanted: Sequence[Node]) -> None:
        """Make the elements exactly these, in this order; what has text in it is never removed."""
        ranks = {node["attrs"][self._key]: rank for rank, node in enumerate(wanted)}
        self._withdraw_others(ranks)
        old = self._take_out_moving(ranks)
        at = self._first_place()
        for node in wanted:
            found = self._find(node["attrs"][self._key])
            if found is not None:
                self._set_attrs(self._element(found), node["attrs"])
                at = found + 1
            else:
                insert_node(self._fragment, at, _renewed(node, old.get(node["attrs"][self._key])))
                at += 1

    def _element(self, at: int) -> XmlElement:
        element = self._fragment.children[at]
        assert isinstance(element, XmlElement)
        return element

    def _places(self) -> list[int]:
        return [
            at
            for at, child in enumerate(self._fragment.children)
            if isinstance(child, XmlElement) and child.tag == self._name
        ]

    def _key_at(self, at: int) -> Any:
        return read_attrs(self._element(at)).get(self._key)

    def _find(self, key: Any) -> int | None:
        return next((at for at in self._places() if self._key_at(at) == key), None)

    def _withdraw_others(self, ranks: dict[Any, int]) -> None:
        """Remove what is not wanted, or mark it when somebody has written in it."""
        seen = set()
        gone = []
        for at in self._places():
            key = self._key_at(at)
            if key in ranks and key not in seen:
                seen.add(key)
            elif _has_content(self._element(at)):
                self._set_withdrawn(at, is_copy=key in seen)
            else:
                gone.append(at)
        for at in reversed(gone):
            del self._fragment.children[at]

    def _set_withdrawn(self, at: int, *, is_copy: bool) -> None:
        attributes = self._element(at).attributes
        if attributes.get("withdrawn") is not True:
            attributes["withdrawn"] = True
        if is_copy:
            del attributes[self._key]

    def _take_out_moving(self, ranks: dict[Any, int]) -> dict[Any, Node]:
        """Remove those that have to move, and return them by key."""
        places = [at for at in self._places() if self._key_at(at) in ranks]
        order = [ranks[self._key_at(at)] for at in places]
        kept = choose_kept(order, [len(_words(self._element(at))) + 1 for at in places])
        moving = {}
        for position in reversed(range(len(places))):
            if position not in kept:
                at = places[position]
                moving[self._key_at(at)] = read_nodes(self._element(at))[0]
                del self._fragment.children[at]
        return moving

    def _first_place(self) -> int:
        """Return where the first one goes when nothing is before it."""
        places = self._places()
        if places:
            return places[0]
        return len(self._fragment.children) if read_words(read_content_of(self._fragment)) else 0

    def _set_attrs(self, element: XmlElement, attrs: dict[str, Any]) -> None:
        present = raw_attrs(element)
        for name in list_attrs(self._name):
            if name == "id" and present.get("id"):
                continue
            value = attrs.get(name)
            if value is None and name in present:
                del element.attributes[name]
            elif value is not None and plain(present.get(name)) != value:
                element.attributes[name] = value


def _words(element: XmlElement) -> str:
    return "".join(read_words(node) for child in element.children for node in read_nodes(child))


def _has_content(element: XmlElement) -> bool:
    """Whether more is in it than empty paragraphs."""
    return bool(_words(element)) or any(
        isinstance(child, XmlElement) and child.tag != "paragraph" for child in element.children
    )


def _renewed(node: Node, old: Node | None) -> Node:
    """Return the node with the content and the id that it had."""
    if old is None:
        return node
    attrs = {**node["attrs"], "id": old.get("attrs", {}).get("id") or node["attrs"]["id"]}
    return {**node, "attrs": attrs, "content": old.get("content", node.get("content", []))}
