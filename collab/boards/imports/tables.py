"""Tables: our own export, those of Kanboard and Deck, and what people make in a spreadsheet."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext as _l

from collab.boards.imports.checking import Dates, Row, Sorted
from collab.boards.imports.days import is_month_first, is_slashed
from collab.boards.imports.plans import MAX_LINES, Reading, Reason, Source
from collab.boards.imports.words import (
    OTHER,
    find_heading,
    is_of_deck,
    is_of_kanboard,
    says_done,
)
from collab.boards.service.checklist import read_steps
from collab.core.delimited import HINT, Record, choose_delimiter, read_records
from collab.core.errors import Invalid
from collab.core.fields import clean_line
from collab.core.tables import enliven

_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_MAX_UNKNOWN: Final = 20


@dataclass(frozen=True, slots=True)
class _Head:
    """What the columns mean, by their places."""

    fields: tuple[str | None, ...]
    source: Source
    unknown: tuple[str, ...] = ()


def read_table(text: str, zone: str) -> Reading:
    """The tasks in a table; Invalid (field `text`) when it is none."""
    lines = _LINE_END.split(text.replace("\0", ""))
    if lines and HINT.match(lines[0]):
        lines[0] = ""
    begin = next((place for place, line in enumerate(lines) if line.strip(" \t;,")), None)
    if begin is None:
        raise Invalid({"text": _l("There is nothing in it yet.")})
    delimiter = choose_delimiter(lines[begin:], lambda cell: find_heading(cell) is not None)
    records = list(read_records(lines, delimiter))
    if not records:  # only quotation marks with nothing between them
        raise Invalid({"text": _l("There is nothing in it yet.")})
    if len(records) > MAX_LINES:
        words = _l("This table has more than %(max)d lines. Please split it.", max=MAX_LINES)
        raise Invalid({"text": words})
    head = _read_head(records[0].cells)
    dates, month_first = _choose_dates(records[1:], head, zone)
    found = _sort(_in_order(records[1:], head), head, dates)
    return Reading(
        source=head.source,
        tasks=tuple(found.tasks),
        problems=tuple(sorted(found.problems, key=lambda each: each.number)),
        wrong=found.wrong,
        month_first=month_first,
        unknown=head.unknown,
    )


def _read_head(cells: Sequence[str]) -> _Head:
    headings = [clean_line(cell) for cell in cells]
    fields = tuple(find_heading(each) for each in headings)
    if "title" not in fields:
        words = _l("There is no column with titles. Its heading should be “Title”.")
        raise Invalid({"text": words})
    source = Source.TABLE
    if is_of_kanboard(headings):
        source = Source.KANBOARD
    elif is_of_deck(headings):
        source = Source.DECK_TABLE
    unknown = [each[:60] for each, name in zip(headings, fields, strict=True) if each and not name]
    return _Head(fields, source, tuple(unknown[:_MAX_UNKNOWN]))


def _choose_dates(records: Sequence[Record], head: _Head, zone: str) -> tuple[Dates, bool | None]:
    """Whether the month comes first in days with slashes, by all that the table has."""
    slashed = [cell for record in records for cell in record.cells if is_slashed(cell)]
    if not slashed:
        return Dates(zone), None
    usual = head.source is Source.KANBOARD  # as it writes days unless told otherwise
    month_first = is_month_first(slashed, usual=usual)
    return Dates(zone, month_first), month_first


def _in_order(records: Sequence[Record], head: _Head) -> Sequence[Record]:
    """Kanboard lists tasks by their age; their places in a column are in a column of their own."""
    if head.source is not Source.KANBOARD or "position" not in head.fields:
        return records
    place = head.fields.index("position")

    def position(record: Record) -> int:
        text = record.cells[place] if place < len(record.cells) else ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0

    return sorted(records, key=position)


def _sort(records: Sequence[Record], head: _Head, dates: Dates) -> Sorted:
    found = Sorted()
    for record in records:
        surplus = [cell for cell in record.cells[len(head.fields) :] if cell.strip()]
        start = " ".join(record.cells)
        if record.is_open:
            found.refuse(record.number, Reason.OPEN_QUOTE, text=start)
        elif surplus:
            about = clean_line(surplus[0])[:60]
            found.refuse(record.number, Reason.TOO_MANY_CELLS, about, start)
        else:
            found.add(_row(record, head), dates)
    return found


def _row(record: Record, head: _Head) -> Row:
    values: dict[str, str] = {}
    for name, cell in zip(head.fields, record.cells, strict=False):
        if name and name != OTHER and cell.strip():
            values.setdefault(name, enliven(cell.strip()))
    owners = values.get("owners") or values.get("username", "")
    steps = read_steps(values.get("steps", ""))
    return Row(
        number=record.number,
        title=values.get("title", ""),
        column=values.get("column", ""),
        owners=(owners,),
        labels=(values.get("labels", ""), values.get("category", "")),
        starts_on=values.get("starts_on", ""),
        due_on=values.get("due_on", ""),
        description=values.get("description", ""),
        steps=tuple((step.text, step.is_done) for step in steps),
        is_done=says_done(values.get("state", "")),
        done_on=values.get("done_on", ""),
    )
