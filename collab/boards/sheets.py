"""Lists of tasks as files for spreadsheets, in the reader's language; no cell is a formula."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any, Final

import xlsxwriter
from flask_babel import gettext as _

from collab.boards.service.lists import Listed
from collab.core.clock import now
from collab.core.i18n import reader_zone
from collab.core.tables import stream_table

CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: as many letters as a cell of Excel holds
MAX_CELL: Final = 32_000


def _head() -> list[str]:
    return [
        _("Number"),
        _("Title"),
        _("Board"),
        _("Column"),
        _("Owed by"),
        _("Delegations"),
        _("Labels"),
        _("Start"),
        _("Due"),
        _("Overdue"),
        _("Created"),
        _("Done on"),
        _("Description"),
    ]


def _cells(task: Listed) -> list[Any]:
    delegations = dict.fromkeys(owner.delegation for owner in task.owners)
    return [
        task.number,
        task.title,
        task.board,
        task.column,
        ", ".join(owner.name for owner in task.owners),
        ", ".join(delegations),
        ", ".join(name for name, _language, _color in task.labels),
        task.starts_on,
        task.due_on,
        _("yes") if task.is_overdue else "",
        _day(task.created_at),
        _day(task.closed_at),
        task.description[:MAX_CELL],
    ]


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(reader_zone()).date() if moment else None


def write_csv(pieces: Iterable[list[Listed]]) -> Iterator[str]:
    """The tasks as CSV, piece by piece; days as 2026-11-24."""
    return stream_table(_head(), ([_cells(task) for task in piece] for piece in pieces))


def write_xlsx(pieces: Iterable[list[Listed]]) -> bytes:
    """The tasks as an Excel file: words stay words, days are days."""
    paper = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(paper, options) as book:
        book.set_properties({"created": now().astimezone(UTC).replace(tzinfo=None)})
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(1, 1, 50)
        sheet.set_column(2, 11, 16)
        for place, name in enumerate(_head()):
            sheet.write_string(0, place, name, bold)
        tasks = (task for piece in pieces for task in piece)
        for row, task in enumerate(tasks, start=1):
            _write_row(sheet, row, _cells(task), day)
    return paper.getvalue()


def _write_row(sheet: Any, row: int, cells: list[Any], day: Any) -> None:
    for place, value in enumerate(cells):
        if isinstance(value, date):
            sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 a day of no zone
        elif isinstance(value, int):
            sheet.write_number(row, place, value)
        elif value:
            sheet.write_string(row, place, value)


def file_name(name: str, kind: str) -> str:
    """What the file is called when it is saved."""
    plain = re.sub(r"[^\w-]+", "-", name).strip("-")[:60] or "tasks"
    return f"{plain}-{now().astimezone(reader_zone()).date().isoformat()}.{kind}"
