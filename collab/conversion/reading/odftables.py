"""Tables of an ODT."""

from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree, html

from collab.conversion.reading.markup import Element

_TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_MAX_REPEATED: Final = 60
_GROUPS: Final = frozenset({"table-rows", "table-row-group"})


def write_table(
    into: Element, table: Element, write_children: Callable[[Element, Element], None]
) -> None:
    """The table into the text; rows that are repeated on each page become its head."""
    made = html.Element("table")
    into.append(made)
    for row, is_head in _rows(table, is_head=False):
        line = html.Element("tr")
        made.append(line)
        for cell in row:
            if etree.QName(cell).localname != "table-cell":
                continue
            for __ in range(_number(cell, "number-columns-repeated")):
                entry = html.Element("th" if is_head else "td")
                entry.set("colspan", str(_number(cell, "number-columns-spanned")))
                entry.set("rowspan", str(_number(cell, "number-rows-spanned", 2_000)))
                line.append(entry)
                write_children(entry, cell)


def _rows(element: Element, *, is_head: bool) -> Iterator[tuple[Element, bool]]:
    for child in element:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if name == "table-header-rows":
            yield from _rows(child, is_head=True)
        elif name in _GROUPS:
            yield from _rows(child, is_head=is_head)
        elif name == "table-row":
            for __ in range(_number(child, "number-rows-repeated")):
                yield child, is_head


def _number(element: Element, name: str, most: int = _MAX_REPEATED) -> int:
    value = str(element.get(f"{{{_TABLE}}}{name}") or "1")
    return max(1, min(int(value) if value.isdigit() and value.isascii() else 1, most))
