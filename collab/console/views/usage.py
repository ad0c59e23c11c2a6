"""How the cooperation is used: the same numbers as tables, as drawings and as CSV."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_skeleton
from babel.units import format_unit
from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_percent, get_locale
from flask_babel import gettext as _

from collab.console.service import usage
from collab.console.service.usage import Usage
from collab.console.views.blueprint import bp, current_coordinator
from collab.core import tables
from collab.core.clock import now
from collab.core.errors import NotFound
from collab.core.plots import Plot, Row, draw


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers under a title: a head, rows that begin with a name, and their drawing."""

    name: str
    title: str
    head: list[str]
    rows: list[list[object]]
    plot: Plot
    #: of the names that rows begin with; None: of the interface
    languages: Sequence[str | None]


def _month(day: date) -> str:
    return format_skeleton("yMMM", day, locale=str(get_locale() or "en"))


def _held(found: Usage) -> Table:
    rows = [Row(_month(each.month), (each.held,), str(each.held)) for each in found.held]
    return Table(
        "meetings",
        _("Meetings held"),
        [_("Month"), _("Meetings")],
        [[_month(each.month), each.held] for each in found.held],
        draw(rows),
        [None] * len(rows),
    )


def _size(count: int) -> str:
    """The bytes as people read them: “1.2 MB”."""
    units = ("digital-byte", "digital-kilobyte", "digital-megabyte", "digital-gigabyte")
    power = min(len(units) - 1, (len(str(count)) - 1) // 3)
    number = round(count / 1000**power, 1)
    return format_unit(number, units[power], "short", locale=str(get_locale() or "en"))


def _share(part: float | None) -> str:
    return "–" if part is None else str(format_percent(part))


def _attendance(found: Usage) -> Table:
    rows = [
        Row(each.short, (each.here, each.excused, each.absent), _share(each.share))
        for each in found.attendance
    ]
    names = [_("There or represented"), _("Excused"), _("Absent")]
    return Table(
        "attendance",
        _("Attendance by delegation"),
        [_("Delegation"), *names, _("Share")],
        [
            [each.name, each.here, each.excused, each.absent, _share(each.share)]
            for each in found.attendance
        ],
        draw(rows, names),
        _languages(found, len(rows)),
    )


def _tasks(found: Usage) -> Table:
    delegations = {each.delegation.id: each.delegation for each in found.people}
    names = [_("Done"), _("Open, in time"), _("Overdue")]
    rows, cells = [], []
    for each in found.tasks:
        of = delegations.get(each.delegation_id) if each.delegation_id else None
        in_time = each.open - each.overdue
        words = _("%(open)s open, %(overdue)s overdue", open=each.open, overdue=each.overdue)
        rows.append(Row(of.short if of else _("Nobody"), (each.done, in_time, each.overdue), words))
        cells.append([of.name if of else _("Nobody"), each.open, each.overdue, each.done])
    return Table(
        "tasks",
        _("Tasks by delegation"),
        [_("Delegation"), _("Open"), _("Overdue"), _("Done")],
        cells,
        draw(rows, names),
        _languages(found, len(rows)),
    )


def _languages(found: Usage, count: int) -> list[str | None]:
    """Of the names of the delegations, which all tables have in the same order."""
    languages: list[str | None] = [each.delegation.language for each in found.people]
    return [*languages, None][:count]


def _people(found: Usage) -> Table:
    rows = [
        Row(
            each.delegation.short,
            (each.active, each.members - each.active),
            _("%(active)s of %(all)s", active=each.active, all=each.members),
        )
        for each in found.people
    ]
    return Table(
        "people",
        _("Members by delegation"),
        [_("Delegation"), _("Members"), _("Active in the last 30 days")],
        [[each.delegation.name, each.members, each.active] for each in found.people],
        draw(rows, [_("Active in the last 30 days"), _("Not active")]),
        _languages(found, len(rows)),
    )


MAKERS: dict[str, Callable[[Usage], Table]] = {
    "meetings": _held,
    "attendance": _attendance,
    "tasks": _tasks,
    "people": _people,
}


def _period() -> int:
    asked = request.args.get("months", type=int)
    return asked if asked in usage.PERIODS else usage.USUAL_PERIOD


@bp.get("/usage")
def show_usage() -> ResponseReturnValue:
    """The numbers of the chosen period."""
    actor = current_coordinator()
    found = usage.measure(actor, _period())
    return render_template(
        "console/usage.html",
        tables=[make(found) for make in MAKERS.values()],
        found=found,
        storage=_size(found.storage),
        months=_period(),
        periods=usage.PERIODS,
    )


@bp.get("/usage/<table>.csv")
def download_usage(table: str) -> ResponseReturnValue:
    """One of the tables, for a spreadsheet."""
    actor = current_coordinator()
    if table not in MAKERS:
        raise NotFound
    made = MAKERS[table](usage.measure(actor, _period()))
    name = f"{actor.cooperation_slug}-{table}-{now():%Y-%m-%d}.csv"
    return Response(
        tables.write_table(made.head, made.rows),
        content_type=tables.TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
