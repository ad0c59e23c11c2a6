"""What is in texts that were read from files, short enough to compare."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from collab.conversion.reading.texts import read_text
from collab.conversion.results import Converted, Format
from collab.texts.nodes import Node, attrs_of, children_of, words_of

OFFICE = Path(__file__).parent / "data" / "office"


def read_office(name: str) -> Converted:
    """One of the documents of tests/data/office."""
    return read_text(OFFICE / name, Format(name.rpartition(".")[2]))


def read(tmp_path: Path, kind: Format, data: bytes, **more: Any) -> Converted:
    """What a file of that kind says."""
    path = tmp_path / f"given.{kind}"
    path.write_bytes(data)
    return read_text(path, kind, **more)


def walk(node: Node) -> Iterator[Node]:
    """The node and all in it."""
    yield node
    for child in children_of(node):
        yield from walk(child)


def find(node: Node, kind: str) -> list[Node]:
    """All nodes of that type."""
    return [each for each in walk(node) if each["type"] == kind]


def headings(node: Node) -> list[tuple[int, str]]:
    """Levels and words of the headings."""
    return [(attrs_of(each)["level"], words_of(each)) for each in find(node, "heading")]


def sketch(node: Node) -> Any:
    """A list as its words and the lists in it: `["a", ["b"], "c"]`; steps begin with x or o."""
    made: list[Any] = []
    for item in children_of(node):
        sign = ""
        if item["type"] == "taskItem":
            sign = "x " if attrs_of(item).get("checked") else "o "
        for child in children_of(item):
            is_list = child["type"].endswith("List")
            made.append(sketch(child) if is_list else sign + words_of(child))
            sign = ""
    return made


def table(node: Node) -> list[list[str]]:
    """Cells by row: `# words` of a head, `words 2x1` when it is two wide."""
    return [[_cell(cell) for cell in children_of(row)] for row in children_of(node)]


def _cell(cell: Node) -> str:
    attrs = attrs_of(cell)
    spans = (attrs.get("colspan", 1), attrs.get("rowspan", 1))
    size = "" if spans == (1, 1) else f" {spans[0]}x{spans[1]}"
    return ("# " if cell["type"] == "tableHeader" else "") + words_of(cell) + size


def marked(node: Node) -> dict[str, list[str]]:
    """Words by mark."""
    found: dict[str, list[str]] = {}
    for each in find(node, "text"):
        for mark in each.get("marks", ()):
            found.setdefault(mark["type"], []).append(each["text"])
    return found


def links(node: Node) -> dict[str, str]:
    """Addresses by their words."""
    return {
        each["text"]: mark["attrs"]["href"]
        for each in find(node, "text")
        for mark in each.get("marks", ())
        if mark["type"] == "link"
    }


def plain(node: Node) -> Any:
    """The text without ids and without what every node has by default."""
    made: dict[str, Any] = {"type": node["type"]}
    attrs = {
        name: value
        for name, value in attrs_of(node).items()
        if name != "id" and (name, value) not in _USUAL
    }
    made |= {"attrs": attrs} if attrs else {}
    for name in ("text", "marks"):
        made |= {name: node[name]} if node.get(name) else {}
    inside = [plain(child) for child in children_of(node)]
    return made | ({"content": inside} if inside else {})


_USUAL: tuple[tuple[str, Any], ...] = (
    ("colspan", 1),
    ("rowspan", 1),
    ("start", 1),
    ("caption", ""),
    ("checked", False),
)
Reader = Callable[[str], Converted]
