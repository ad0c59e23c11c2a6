"""Tables as CSV that a spreadsheet opens as it is, and in which nothing is a formula."""

import csv
import io
from collections.abc import Iterable, Iterator

#: tells a spreadsheet that the file is UTF-8
BOM = "\ufeff"
TYPE = "text/csv; charset=utf-8"
#: what a spreadsheet takes for the beginning of a formula; the last four as East Asia writes them
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def defuse(value: object) -> str:
    """The cell as text that no spreadsheet calculates; numbers stay what they are."""
    if isinstance(value, int | float):
        return str(value)
    text = "" if value is None else str(value)
    if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA):
        return f"'{text}"
    return text


def enliven(text: str) -> str:
    """The text of a cell as it was before it was defused."""
    inside = text[1:]
    return inside if text.startswith("'") and defuse(inside) != inside else text


def write_rows(rows: Iterable[Iterable[object]]) -> str:
    """The rows as CSV text, cells quoted where they need it."""
    paper = io.StringIO()
    writer = csv.writer(paper, lineterminator="\r\n")
    writer.writerows([defuse(cell) for cell in row] for row in rows)
    return paper.getvalue()


def write_table(head: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    """A whole file: the byte order mark, the head, the rows."""
    return BOM + write_rows([head]) + write_rows(rows)


def stream_table(
    head: Iterable[object], pages: Iterable[Iterable[Iterable[object]]]
) -> Iterator[str]:
    """The same piece by piece, as the pages come."""
    yield BOM + write_rows([head])
    for rows in pages:
        yield write_rows(rows)
