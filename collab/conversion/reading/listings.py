"""Lists: with dashes, numbers or boxes; each item begins with a paragraph."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from collab.conversion.reading.markup import Element, ReadIn, tag_of
from collab.texts.nodes import Node, words_of

Item = tuple[bool | None, list[Node]]
"""Whether its box is ticked, None without one; and what is in it."""


def read_list(read_in: ReadIn, element: Element) -> Iterator[Node]:
    """The element as lists: a new one begins where boxes begin or end."""
    return _lists(_items(read_in, element), element)


def as_items(read_in: ReadIn, elements: list[Element]) -> Iterator[Node]:
    """Items that stand in no list."""
    return _lists([_item(read_in(each)) for each in elements], None)


def _items(read_in: ReadIn, element: Element) -> list[Item]:
    items: list[Item] = []
    for child in element:
        tag = tag_of(child)
        if tag in {"ul", "ol"} and items:  # word processors nest lists beside their item
            items[-1][1].extend(read_list(read_in, child))
        elif tag in {"ul", "ol"}:
            items.append(_item(list(read_list(read_in, child))))
        elif tag:
            items.append(_item(read_in(child)))
    return items


def _item(blocks: list[Node]) -> Item:
    first = blocks[0] if blocks else None
    if first and first["type"] == "heading":
        return None, [{"type": "paragraph", "content": first["content"]}, *blocks[1:]]
    if first and first["type"] == "taskList":  # its box was read with its first line
        step, *others = first["content"]
        rest = [{**first, "content": others}] if others else []
        return step["attrs"]["checked"], [*step["content"], *rest, *blocks[1:]]
    if first is None or first["type"] != "paragraph":
        return None, [{"type": "paragraph"}, *blocks]
    return None, blocks


def _lists(items: list[Item], element: Element | None) -> Iterator[Node]:
    is_numbered = element is not None and tag_of(element) == "ol"
    number = _start(element) if is_numbered else 1
    for is_task, run in groupby(items, key=lambda item: item[0] is not None):
        group = list(run)
        if is_task:
            yield from steps([(bool(is_done), blocks) for is_done, blocks in group])
        else:
            entries = [{"type": "listItem", "content": blocks} for _box, blocks in group]
            yield _listing(entries, number if is_numbered else None)
        number += len(group)


def _listing(entries: list[Node], number: int | None) -> Node:
    if number is None:
        return {"type": "bulletList", "content": entries}
    return {"type": "orderedList", "attrs": {"start": number}, "content": entries}


def _start(element: Element) -> int:
    try:
        return max(0, min(int(element.get("start") or 1), 1_000_000))
    except ValueError:
        return 1


def steps(items: Iterable[tuple[bool, list[Node]]]) -> Iterator[Node]:
    """A list with boxes."""
    entries = [
        {"type": "taskItem", "attrs": {"checked": is_done}, "content": blocks}
        for is_done, blocks in items
    ]
    if entries:
        yield {"type": "taskList", "content": entries}


def join_blocks(blocks: Iterable[Node]) -> list[Node]:
    """The blocks, steps that follow each other in one list, and captions with their images.

    Some programs know only boxes, and no lists of them.
    """
    made: list[Node] = []
    for block in blocks:
        before: Node = made[-1] if made else {"type": ""}
        if block["type"] == "taskList" == before["type"]:
            before["content"].extend(block["content"])
        elif block["type"] != "caption":
            made.append(block)
        elif before["type"] == "image" and not before["attrs"].get("caption"):
            words = " ".join(words_of(block).split())
            before["attrs"] = {**before["attrs"], "caption": words[:500]}
        else:
            made.append({**block, "type": "paragraph"})
    return made
