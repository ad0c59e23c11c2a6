"""The blocks that were read, as a page: with a title, within what a page may be."""

from collections import Counter
from typing import Final

from collab.conversion.results import MAX_CHARACTERS, Converted, Loss, TooLong
from collab.live import schema
from collab.texts.nodes import Node, is_inline, words_of

_DEEPEST_LEVEL: Final = 4
#: nodes in nodes; the schema allows a little more
_MAX_DEPTH: Final = 26
_MAX_TITLE: Final = 200


def assemble(
    blocks: list[Node], losses: Counter[Loss], images: dict[str, bytes], title: str = ""
) -> Converted:
    """A page of these blocks, valid by the schema; TooLong. A title that is known is kept."""
    known = title.strip()[:_MAX_TITLE]
    title, rest = _take_title(blocks)
    if known and title != known:
        title, rest = known, blocks
    document = {"type": "doc", "content": [_shallow(each, 1) for each in rest]}
    _limit_levels(document, losses)
    document["content"] = document["content"] or [{"type": "paragraph"}]
    if len(words_of(document)) > MAX_CHARACTERS:
        raise TooLong
    made = schema.complete(document)
    schema.check(made)
    return Converted(made, images, losses, title)


def _take_title(blocks: list[Node]) -> tuple[str, list[Node]]:
    """The words of the title, and the blocks without it.

    A title is marked as one, or is the only heading of its level and stands in front of all.
    """
    levels = [_level(each) for each in blocks]
    if 0 in levels:
        at = levels.index(0)
    elif levels[:1] == [1] and levels.count(1) == 1:
        at = 0
    else:
        return "", blocks
    title = " ".join(words_of(blocks[at]).split())[:_MAX_TITLE]
    rest = blocks[:at] + blocks[at + 1 :]
    return title, rest if levels[at] == 0 else [_raised(each) for each in rest]


def _level(block: Node) -> int | None:
    return block["attrs"]["level"] if block["type"] == "heading" else None


def _raised(block: Node) -> Node:
    level = _level(block)
    return {**block, "attrs": {"level": level - 1}} if level else block


def _limit_levels(node: Node, losses: Counter[Loss]) -> None:
    for child in node.get("content", ()):
        level = _level(child)
        if level is not None and level > _DEEPEST_LEVEL:
            losses[Loss.LEVELS] += 1
        if level is not None:
            child["attrs"] = {"level": max(1, min(level, _DEEPEST_LEVEL))}
        _limit_levels(child, losses)


def _shallow(node: Node, depth: int) -> Node:
    """The node, what is nested too deeply in it as plain words."""
    inside = node.get("content")
    if not inside or all(is_inline(each) for each in inside):
        return node
    if depth >= _MAX_DEPTH and node["type"] not in {"tableRow", "bulletList", "orderedList"}:
        text = " ".join(words_of(node).split())
        words = {"content": [{"type": "text", "text": text}]} if text else {}
        paragraph = {"type": "paragraph", **words}
        is_block = node["type"] not in {"listItem", "taskItem", "tableCell", "tableHeader"}
        return paragraph if is_block else {**node, "content": [paragraph]}
    return {**node, "content": [_shallow(each, depth + 1) for each in inside]}
