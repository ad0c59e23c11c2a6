"""Tables: every row as long as the others, whatever cells reach over."""

from collections.abc import Iterator
from typing import Final

from collab.conversion.reading.markup import Element, ReadIn, tag_of
from collab.texts.nodes import Node

_MAX_ROWS: Final = 2_000
_MAX_COLUMNS: Final = 60


def read_table(read_in: ReadIn, element: Element) -> Iterator[Node]:
    """What the table is called, then the table; nothing when it has no cells."""
    for child in element:
        if tag_of(child) == "caption":
            yield from read_in(child)
    rows = list(_rows(element))[:_MAX_ROWS]
    made = _laid(read_in, rows)
    if made:
        yield {"type": "table", "content": made}


def _rows(element: Element) -> Iterator[Element]:
    for child in element:
        tag = tag_of(child)
        if tag == "tr":
            yield child
        elif tag in {"thead", "tbody", "tfoot"}:
            yield from (row for row in child if tag_of(row) == "tr")


def _laid(read_in: ReadIn, rows: list[Element]) -> list[Node]:
    """The rows with cells; `taken` says which columns a cell from above still fills, how long."""
    taken: dict[int, int] = {}
    made: list[Node] = []
    ends: list[int] = []
    for index, row in enumerate(rows):
        cells: list[Node] = []
        column = 0
        for cell in row:
            if tag_of(cell) not in {"td", "th"}:
                continue
            column = _free(taken, column)
            if column >= _MAX_COLUMNS:
                break
            node = _cell(read_in, cell, most=len(rows) - index)
            _occupy(taken, column, node["attrs"])
            column += node["attrs"]["colspan"]
            cells.append(node)
        made.append({"type": "tableRow", "content": cells})
        ends.append(max((at + 1 for at, left in taken.items() if left), default=0))
        taken = {at: left - 1 for at, left in taken.items() if left > 1}
    return _filled(made, ends)


def _free(taken: dict[int, int], column: int) -> int:
    while taken.get(column):
        column += 1
    return column


def _occupy(taken: dict[int, int], column: int, attrs: Node) -> None:
    wide = 0
    while wide < attrs["colspan"] and not taken.get(column + wide):
        taken[column + wide] = attrs["rowspan"]
        wide += 1
    attrs["colspan"] = wide


def _filled(rows: list[Node], ends: list[int]) -> list[Node]:
    """The rows, short ones with empty cells behind theirs; none when there is not one cell."""
    width = max(ends, default=0)
    for row, end in zip(rows, ends, strict=True):
        row["content"].extend(_empty() for _ in range(width - end))
    return rows if width else []


def _empty() -> Node:
    return {"type": "tableCell", "content": [{"type": "paragraph"}]}


def _cell(read_in: ReadIn, element: Element, most: int) -> Node:
    name = "tableHeader" if tag_of(element) == "th" else "tableCell"
    attrs = {
        "colspan": _span(element.get("colspan"), _MAX_COLUMNS),
        "rowspan": _span(element.get("rowspan"), most),
    }
    return {
        "type": name,
        "attrs": attrs,
        "content": read_in(element) or [{"type": "paragraph"}],
    }


def _span(value: str | None, most: int) -> int:
    try:
        return max(1, min(int(value or 1), most))
    except ValueError:
        return 1
