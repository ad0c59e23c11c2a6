"""Tables of an ODT, with heads that are repeated on each page, and cells that reach over others."""

from collections.abc import Callable

from markupsafe import Markup

from collab.conversion.writing.odf import EMPTY, el
from collab.texts.nodes import Node, attrs_of, children_of

WriteBlocks = Callable[[Node, str], Markup]
"""Writes what is in a cell, its paragraphs in that style."""


def write_table(node: Node, write_blocks: WriteBlocks) -> Markup:
    """The table."""
    rows = children_of(node)
    columns = max(
        (sum(_span(cell, "colspan") for cell in children_of(row)) for row in rows), default=0
    )
    if not columns:
        return EMPTY
    above: dict[int, int] = {}
    written = []
    for row in rows:
        line, above = _row(row, above, write_blocks)
        written.append(line)
    heads = next((i for i, row in enumerate(rows) if not _is_head(row)), len(rows))
    head = el("table:table-header-rows", EMPTY.join(written[:heads])) if heads else EMPTY
    width = el("table:table-column", table_number_columns_repeated=columns)
    return el("table:table", width + head + EMPTY.join(written[heads:]), table_style_name="Table")


def _row(row: Node, above: dict[int, int], write: WriteBlocks) -> tuple[Markup, dict[int, int]]:
    """The row; `above` and the answer: column → rows that a cell still covers."""
    below: dict[int, int] = {}
    cells, column, made = list(children_of(row)), 0, EMPTY
    while cells or any(at >= column for at in above):
        if above.get(column):
            made += el("table:covered-table-cell")
            below[column] = above[column] - 1
            column += 1
        elif cells:
            cell = cells.pop(0)
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            made += _cell(cell, wide, high, write)
            made += el("table:covered-table-cell") * (wide - 1)
            below |= dict.fromkeys(range(column, column + wide), high - 1)
            column += wide
        else:
            column += 1
    return el("table:table-row", made), {at: left for at, left in below.items() if left}


def _cell(cell: Node, wide: int, high: int, write: WriteBlocks) -> Markup:
    is_head = cell.get("type") == "tableHeader"
    inside = write(cell, "Table_20_Heading" if is_head else "Table_20_Contents")
    return el(
        "table:table-cell",
        inside or el("text:p"),
        table_style_name="Cell",
        table_number_columns_spanned=wide if wide > 1 else None,
        table_number_rows_spanned=high if high > 1 else None,
    )


def _is_head(row: Node) -> bool:
    cells = children_of(row)
    return bool(cells) and all(cell.get("type") == "tableHeader" for cell in cells)


def _span(cell: Node, name: str) -> int:
    value = attrs_of(cell).get(name)
    return value if isinstance(value, int) and 1 < value <= 1000 else 1
