"""Tasks in a calendar of a month or a week, and along a time line."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from collab.boards.list_forms import ListForm
from collab.boards.listing import Order, State, TaskFilter
from collab.boards.service import filters, lists
from collab.boards.service.boards import FoundBoard, find_board
from collab.boards.service.finding import today_of
from collab.boards.service.lists import Listed
from collab.boards.service.people import list_people
from collab.boards.timetable import Line, Sheet, name_month, name_week
from collab.boards.views.blueprints import boards as boards_bp
from collab.boards.views.blueprints import tasks as bp
from collab.cooperations import service as cooperations
from collab.cooperations.models import Delegation
from collab.cooperations.web import current_actor
from collab.core.actor import Actor
from collab.core.holidays import FreeDay, find_free_day

#: of one sheet or line; more can be read by nobody
MOST: Final = 1000
#: in a day of a month; the week shows all
IN_A_DAY: Final = 5


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a calendar."""

    day: date
    is_outside: bool
    is_today: bool
    tasks: list[Listed]
    #: delegations whose people are off, and why
    free: list[tuple[Delegation, FreeDay]]


def _form(actor: Actor, found: FoundBoard | None) -> ListForm:
    """Only whose tasks: calendars choose the time by themselves, and show what is done too."""
    form = ListForm(
        formdata=request.args,
        people=list_people(actor, found.board) if found else filters.list_everybody(actor),
        delegations=cooperations.list_delegations(actor),
        language=actor.language,
    )
    for name in ("q", "state", "due", "board", "label", "order", "group"):
        del form[name]
    form.validate()
    return form


def _context(found: FoundBoard | None, form: ListForm, endpoint: str) -> dict[str, Any]:
    route: dict[str, Any] = {"board_id": found.id} if found else {}
    package = "boards" if found else "tasks"
    here = partial(url_for, f"{package}.{endpoint}", **route)
    return {"found": found, "form": form, "chosen": form.values, "here": here}


def _show_calendar(found: FoundBoard | None) -> ResponseReturnValue:
    actor = current_actor()
    form, today = _form(actor, found), today_of(actor)
    sheet = Sheet.read(request.args.get("month", ""), request.args.get("week", ""), today)
    wanted = replace(
        form.find(found.id if found else None),
        state=State.ALL,
        due_within=(sheet.first, sheet.last),
    )
    tasks = lists.list_first(actor, wanted, MOST)
    return render_template(
        "tasks/calendar.html",
        sheet=sheet,
        weeks=_fill(sheet, tasks, today, cooperations.list_delegations(actor), actor.language),
        most=IN_A_DAY if sheet.month else MOST,
        today=today,
        count=len(tasks),
        name_month=name_month,
        name_week=name_week,
        **_context(found, form, "calendar"),
    )


def _fill(
    sheet: Sheet,
    tasks: Sequence[Listed],
    today: date,
    delegations: Sequence[Delegation],
    language: str,
) -> list[list[Day]]:
    by_day: defaultdict[date | None, list[Listed]] = defaultdict(list)
    for task in tasks:
        by_day[task.due_on].append(task)
    return [
        [
            Day(
                day,
                sheet.month is not None and day.month != sheet.month.month,
                day == today,
                by_day[day],
                _list_free(day, delegations, language),
            )
            for day in week
        ]
        for week in sheet.weeks
    ]


def _list_free(
    day: date, delegations: Sequence[Delegation], language: str
) -> list[tuple[Delegation, FreeDay]]:
    """Public holidays; that nobody works at the weekend need not be said."""
    found = ((each, find_free_day(day, each.country, each.name, language)) for each in delegations)
    return [(each, free) for each, free in found if free is not None and free.name]


def _show_timeline(found: FoundBoard | None) -> ResponseReturnValue:
    actor = current_actor()
    form, today = _form(actor, found), today_of(actor)
    line = Line.read(request.args.get("from", ""), today)
    wanted: TaskFilter = replace(
        form.find(found.id if found else None),
        state=State.ALL,
        runs_within=(line.first, line.last),
        order=Order.START,
    )
    return render_template(
        "tasks/timeline.html",
        line=line,
        tasks=lists.list_first(actor, wanted, MOST),
        today=today,
        one_day=timedelta(days=1),
        **_context(found, form, "timeline"),
    )


@bp.get("/calendar")
def calendar() -> ResponseReturnValue:
    """Due dates of all boards that the reader may see."""
    return _show_calendar(None)


@boards_bp.get("/<uuid:board_id>/calendar", endpoint="calendar")
def board_calendar(board_id: UUID) -> ResponseReturnValue:
    """Due dates of a board."""
    return _show_calendar(find_board(current_actor(), board_id))


@bp.get("/timeline")
def timeline() -> ResponseReturnValue:
    """Tasks of all boards along a time line."""
    return _show_timeline(None)


@boards_bp.get("/<uuid:board_id>/timeline", endpoint="timeline")
def board_timeline(board_id: UUID) -> ResponseReturnValue:
    """Tasks of a board along a time line."""
    return _show_timeline(find_board(current_actor(), board_id))
