"""Tables of a DOCX, with heads that are repeated on each page, and cells that reach over others."""

from collections.abc import Callable
from typing import Any, Final

from docx.table import Table, _Cell

from collab.conversion.writing.wordxml import Xml, add, make
from collab.texts.nodes import Node, attrs_of, children_of

#: twentieths of a point: what lies between the margins
_WIDTH: Final = 9070
WriteCell = Callable[[Any, Node], None]
"""Writes what is in a cell into the cell of python-docx."""


def write_table(after: Xml, parent: Any, node: Node, write_cell: WriteCell) -> None:
    """The table in front of the paragraph `after`, which belongs to `parent`."""
    rows = children_of(node)
    columns = max((_width(row) for row in rows), default=0)
    if not columns:
        return
    element = make("tbl")
    _describe(element, rows, columns)
    after.addprevious(element)
    table = Table(element, parent)
    above: dict[int, tuple[int, int]] = {}
    for row in rows:
        above = _row(element, table, row, above, write_cell)


def _describe(element: Xml, rows: list[Node], columns: int) -> None:
    properties = add(element, "tblPr")
    add(properties, "tblStyle", val="TableGrid")
    add(properties, "tblW", w=5000, type="pct")
    first = all(_is_header(children_of(row)[:1]) for row in rows)
    add(properties, "tblLook", val="04A0", firstRow=1, firstColumn=int(first), noVBand=1)
    grid = add(element, "tblGrid")
    for __ in range(columns):
        add(grid, "gridCol", w=_WIDTH // columns)


def _row(
    element: Xml,
    table: Table,
    row: Node,
    above: dict[int, tuple[int, int]],
    write_cell: WriteCell,
) -> dict[int, tuple[int, int]]:
    """Write a row; `above` and the answer: column → rows and columns that a cell still covers."""
    line = add(element, "tr")
    properties = add(line, "trPr")
    add(properties, "cantSplit")
    if _is_header(children_of(row)):
        add(properties, "tblHeader")
    below: dict[int, tuple[int, int]] = {}
    cells, column = list(children_of(row)), 0
    while cells or any(at >= column for at in above):
        if column in above:
            left, wide = above[column]
            add(_cell(line, wide, merge="continue"), "p")
            covered = left
        elif cells:
            node = cells.pop(0)
            wide, covered = _span(node, "colspan"), _span(node, "rowspan")
            made = _cell(line, wide, merge="restart" if covered > 1 else "")
            _fill(_Cell(made, table), node, write_cell)
        else:
            column += 1
            continue
        if covered > 1:
            below[column] = (covered - 1, wide)
        column += wide
    return below


def _cell(line: Xml, wide: int, merge: str) -> Xml:
    cell = add(line, "tc")
    properties = add(cell, "tcPr")
    add(properties, "tcW", w=0, type="auto")
    if wide > 1:
        add(properties, "gridSpan", val=wide)
    if merge:
        add(properties, "vMerge", val=merge)
    return cell


def _fill(cell: Any, node: Node, write_cell: WriteCell) -> None:
    write_cell(cell, node)
    last = cell._element[-1]  # noqa: SLF001 - Word wants a paragraph at the end of each cell
    if not last.tag.endswith("}p"):
        cell.add_paragraph()


def _width(row: Node) -> int:
    return sum(_span(cell, "colspan") for cell in children_of(row))


def _is_header(cells: list[Node]) -> bool:
    return bool(cells) and all(cell.get("type") == "tableHeader" for cell in cells)


def _span(cell: Node, name: str) -> int:
    value = attrs_of(cell).get(name)
    return value if isinstance(value, int) and 1 < value <= 1000 else 1
