"""Tables that people paste or upload: text of any encoding, cells between some delimiter.

What is written for others to open is in `tables`.
"""

import codecs
import csv
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from collab.core.errors import Invalid

DELIMITERS = (";", "\t", ",")
#: what spreadsheets write above everything else
HINT = re.compile(r"^\ufeff?sep=.\s*$", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 200
#: quotation marks that are never closed, after which nothing is taken to span lines any more
_MAX_OPEN = 20


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table: the number of its first line, counted from 1, and its cells."""

    number: int
    cells: list[str]
    #: it begins a quoted cell that never ends
    is_open: bool = False


def _guess(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    head = data[:400]
    # Latin letters in UTF-16 have a zero in every other byte
    if head[1::2].count(0) > len(head) // 4:
        return "utf-16-le"
    if head[0::2].count(0) > len(head) // 4:
        return "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def read_text(data: bytes) -> str:
    """What the file says: UTF-8, UTF-16 or Windows-1252; Invalid when it is no text."""
    text = data.decode(_guess(data), errors="replace")
    if any(letter < " " and letter not in "\t\r\n\f" for letter in text):
        raise Invalid(
            {"file": _l("This file is no list. Please save the table as CSV and choose that file.")}
        )
    return text.removeprefix("\ufeff")


def plain(text: str) -> str:
    """Letters and digits without accents or case: "E-Mail" → "email", "Rôle" → "role"."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def split_line(text: str, delimiter: str) -> list[str]:
    """The cells of one line; a quote that is never closed ends with its line."""
    try:
        rows = list(csv.reader([text], delimiter=delimiter, skipinitialspace=True))
    except csv.Error:  # a cell longer than any
        return text.split(delimiter)
    return rows[0] if rows else []


def choose_delimiter(lines: Sequence[str], knows: Callable[[str], bool]) -> str:
    """The one whose headings in the first line are known; otherwise the one most lines have."""
    known = {each: sum(map(knows, split_line(lines[0], each))) for each in DELIMITERS}
    if max(known.values()) > 1:
        return max(DELIMITERS, key=lambda each: known[each])
    sample = lines[:_SAMPLE]
    found = {each: sum(len(split_line(one, each)) > 1 for one in sample) for each in DELIMITERS}
    return max(DELIMITERS, key=lambda each: found[each])


def read_records(lines: Sequence[str], delimiter: str) -> Iterator[Record]:
    """The rows in these lines, empty ones left out; quoted cells may span lines.

    Of a quote that is never closed only its own line is taken, so the lines after it count.
    """
    start, opened = 0, 0
    while start < len(lines):
        end, cells = _read_one(lines, start, delimiter)
        is_open = cells is None
        if cells is None or opened >= _MAX_OPEN:
            opened += is_open
            end, cells = start + 1, split_line(lines[start], delimiter)
        if any(cell.strip() for cell in cells):
            yield Record(start + 1, cells, is_open)
        start = end


def _read_one(lines: Sequence[str], start: int, delimiter: str) -> tuple[int, list[str] | None]:
    """Where the next row begins, and the cells; None when a quoted one is never closed."""
    taken = start

    def feed() -> Iterator[str]:
        nonlocal taken
        while taken < len(lines):
            taken += 1
            yield f"{lines[taken - 1]}\n"

    try:
        cells = next(csv.reader(feed(), delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:  # a cell longer than any
        return taken, None
    if taken == len(lines) and _is_open(lines[start:], delimiter):
        return taken, None
    return taken, cells


def _is_open(lines: Sequence[str], delimiter: str) -> bool:
    """Whether what comes after these lines would be in their last cell."""
    longer = [*(f"{line}\n" for line in lines), "."]
    return len(list(csv.reader(longer, delimiter=delimiter, skipinitialspace=True))) == 1
