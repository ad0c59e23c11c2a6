"""Texts as plain words and back, for where no editor runs, for lists and for searching."""

from collections.abc import Iterator
from uuid import uuid4

from collab.texts.nodes import MAX_DEPTH, Node, attrs_of, children_of, is_inline, words_of

Lines = Iterator[str]


def write_plain(document: Node | None) -> str:
    """Its words: paragraphs with an empty line between them, items of lists with a dash."""
    return "\n\n".join(_blocks(document, 0)) if document else ""


def _blocks(node: Node, depth: int) -> Lines:
    if depth > MAX_DEPTH:
        return
    for child in children_of(node):
        if child.get("type") in ("bulletList", "orderedList", "taskList"):
            yield "\n".join(_items(child, depth + 1))
        elif child.get("type") == "tableRow":
            yield " | ".join(" ".join(_blocks(cell, depth + 1)) for cell in children_of(child))
        elif all(is_inline(each) for each in children_of(child)):
            if line := _line(child):
                yield line
        else:
            yield from _blocks(child, depth + 1)


def _items(node: Node, depth: int) -> Lines:
    for number, item in enumerate(children_of(node), start=1):
        sign = f"{number}." if node.get("type") == "orderedList" else "-"
        inside = "\n".join(_blocks(item, depth + 1))
        yield f"{sign} " + inside.replace("\n", "\n  ")


def _line(node: Node) -> str:
    parts = ("\n" if one.get("type") == "hardBreak" else words_of(one) for one in children_of(node))
    return "".join(parts).strip()


def read_plain(text: str) -> Node | None:
    """The paragraphs that somebody typed; None when there are no words."""
    blocks = (block.strip("\n") for block in _lines(text).split("\n\n"))
    content = [_paragraph(block) for block in blocks if block.strip()]
    return {"type": "doc", "content": content} if content else None


def _lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines())


def _paragraph(block: str) -> Node:
    inside: list[Node] = []
    for number, line in enumerate(block.split("\n")):
        inside += [{"type": "hardBreak"}] if number else []
        inside += [{"type": "text", "text": line}] if line else []
    return {"type": "paragraph", "attrs": {"id": str(uuid4())}, "content": inside}


def summarise(document: Node | None) -> str:
    """All its words in one line, for searching and for excerpts."""
    return " ".join(words_of(document).split()) if document else ""


def is_same(one: Node | None, other: Node | None) -> bool:
    """Whether two texts say the same in the same form; the ids of their blocks do not count."""
    return without_ids(one) == without_ids(other)


def without_ids(node: Node | None, depth: int = 0) -> Node:
    """The text without the ids of its blocks, to compare it."""
    if node is None or depth > MAX_DEPTH:
        return {}
    attrs = attrs_of(node)
    if not is_inline(node):
        attrs = {key: value for key, value in attrs.items() if key != "id"}
    inside = [without_ids(child, depth + 1) for child in children_of(node)]
    return {**node, "attrs": attrs, "content": inside}
