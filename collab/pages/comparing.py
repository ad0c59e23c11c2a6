"""What changed between two versions of a text, block by block and word by word.

Blocks are known by their ids. Nodes that differ carry what happened to them in `change`, which no
text of an editor has.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, Final

from collab.texts.nodes import MAX_DEPTH, Node, attrs_of, children_of, is_inline

_WORD: Final = re.compile(r"\w+|\s+|[^\w\s]")
#: words of the one times words of the other, compared one by one in a whole text; what comes
#: later, and a block with more of them, is shown as a whole: nobody can make it take for ever
_MOST_PAIRS: Final = 25_000_000


class Change(StrEnum):
    """What happened to a block, or to words in it."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Row:
    """A block as it was and as it is, side by side; None: it is not there."""

    change: Change
    old: Node | None
    new: Node | None


@dataclass(slots=True)
class _Budget:
    """How much may still be compared word by word."""

    pairs: int = _MOST_PAIRS

    def takes(self, left: int, right: int) -> bool:
        """Use up so many words of each side, if there is enough."""
        fits = left * right <= self.pairs
        self.pairs -= left * right if fits else 0
        return fits


def compare(old: Node, new: Node) -> list[Row]:
    """Every block of both texts, in the order of the new one."""
    return list(_rows(children_of(old), children_of(new), _Budget()))


def _rows(old: Sequence[Node], new: Sequence[Node], budget: _Budget) -> Iterator[Row]:
    moved = {_key(node) for node in old} & {_key(node) for node in new}
    for left, right in _aligned(old, new):
        if left is not None and right is not None:
            marked = (left, right) if left == right else _marked(left, right, budget)
            yield Row(Change.SAME if left == right else Change.CHANGED, *marked)
        elif left is not None:
            yield Row(Change.MOVED if _key(left) in moved else Change.REMOVED, left, None)
        elif right is not None:
            yield Row(Change.MOVED if _key(right) in moved else Change.ADDED, None, right)


def _aligned(old: Sequence[Node], new: Sequence[Node]) -> Iterator[tuple[Node | None, Node | None]]:
    """Pairs of what is the same block, and what is only in one of the two."""
    keys = [_key(node) for node in old], [_key(node) for node in new]
    # ids that many blocks share, which no editor makes, are passed over
    for tag, a, b, c, d in SequenceMatcher(None, *keys).get_opcodes():
        if tag == "equal":
            yield from zip(old[a:b], new[c:d], strict=True)
        else:
            yield from ((node, None) for node in old[a:b])
            yield from ((None, node) for node in new[c:d])


def _key(node: Node) -> str:
    """By type too: a paragraph that became a heading is another block."""
    return f"{node.get('type')} {attrs_of(node).get('id') or ''}"


def _marked(old: Node, new: Node, budget: _Budget, depth: int = 0) -> tuple[Node, Node]:
    """Both, with what differs marked in them."""
    is_own = attrs_of(old) != attrs_of(new)
    left, right = children_of(old), children_of(new)
    if left == right or depth > MAX_DEPTH:
        return _noted(old, Change.CHANGED), _noted(new, Change.CHANGED)
    if all(map(is_inline, left)) and all(map(is_inline, right)):
        inner = _marked_lines(left, right, budget)
    else:
        inner = _marked_blocks(left, right, budget, depth)
    made = {**old, "content": inner[0]}, {**new, "content": inner[1]}
    return (_noted(made[0], Change.CHANGED), _noted(made[1], Change.CHANGED)) if is_own else made


def _marked_blocks(
    old: Sequence[Node], new: Sequence[Node], budget: _Budget, depth: int
) -> tuple[list[Node], list[Node]]:
    left: list[Node] = []
    right: list[Node] = []
    for was, became in _aligned(old, new):
        if was is not None and became is not None:
            pair = (was, became) if was == became else _marked(was, became, budget, depth + 1)
            left.append(pair[0])
            right.append(pair[1])
        elif was is not None:
            left.append(_noted(was, Change.REMOVED))
        elif became is not None:
            right.append(_noted(became, Change.ADDED))
    return left, right


def _marked_lines(
    old: Sequence[Node], new: Sequence[Node], budget: _Budget
) -> tuple[list[Node], list[Node]]:
    left, right = list(_words(old)), list(_words(new))
    if not budget.takes(len(left), len(right)):
        return [_noted(n, Change.REMOVED) for n in old], [_noted(n, Change.ADDED) for n in new]
    keys = [_said(each) for each in left], [_said(each) for each in right]
    was: list[Node] = []
    became: list[Node] = []
    for tag, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        is_same = tag == "equal"
        was += left[a:b] if is_same else [_noted(each, Change.REMOVED) for each in left[a:b]]
        became += right[c:d] if is_same else [_noted(each, Change.ADDED) for each in right[c:d]]
    return _joined(was), _joined(became)


def _words(line: Sequence[Node]) -> Iterator[Node]:
    for node in line:
        if node.get("type") == "text":
            for word in _WORD.findall(str(node.get("text", ""))):
                yield {**node, "text": word}
        else:
            yield node


def _said(node: Node) -> str:
    """The node as text, in whatever order its parts were written."""
    return json.dumps(node, sort_keys=True)


def _joined(words: Sequence[Node]) -> list[Node]:
    """Words that look the same are one run again."""
    made: list[Node] = []
    for word in words:
        if made and _look(made[-1]) == _look(word) != {}:
            made[-1] = {**word, "text": made[-1]["text"] + word["text"]}
        else:
            made.append(word)
    return made


def _look(node: Node) -> dict[str, Any]:
    if node.get("type") != "text":
        return {}
    return {name: value for name, value in node.items() if name != "text"}


def _noted(node: Node, change: Change) -> Node:
    return {**node, "change": str(change)}
