"""Lists of tasks: of the whole cooperation, or of one board; on the page and as files."""

from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from collab.boards import sheets
from collab.boards.list_forms import ListForm
from collab.boards.listing import Grouping
from collab.boards.models import Label
from collab.boards.service import boards, filters, lists
from collab.boards.service.boards import FoundBoard, find_board
from collab.boards.service.lists import Listed
from collab.boards.service.people import list_people
from collab.boards.views.blueprints import boards as boards_bp
from collab.boards.views.blueprints import tasks as bp
from collab.boards.views.headings import head_tasks
from collab.cooperations import service as cooperations
from collab.cooperations.web import current_actor
from collab.core.actor import Actor
from collab.core.errors import Invalid, NotFound
from collab.core.ids import parse_id
from collab.core.paging import page_number

#: of files that a list comes as
KINDS = frozenset({"csv", "xlsx"})
#: fields of the list that a saved filter keeps
KEPT = ("q", "state", "owner", "due", "board", "label", "order", "group")


def _form(actor: Actor, found: FoundBoard | None) -> ListForm:
    labels: list[Label] = list(boards.list_labels(found.id)) if found else []
    form = ListForm(
        formdata=request.args,
        people=list_people(actor, found.board) if found else filters.list_everybody(actor),
        delegations=cooperations.list_delegations(actor),
        boards=[] if found else boards.list_boards(actor),
        labels=labels,
        language=actor.language,
    )
    if found:
        del form.board
    form.validate()
    return form


def _show(found: FoundBoard | None) -> ResponseReturnValue:
    actor = current_actor()
    form = _form(actor, found)
    wanted = form.find(found.id if found else None)
    page = lists.list_tasks(actor, wanted, page=page_number())
    return render_template(
        "tasks/list.html",
        form=form,
        found=found,
        page=page,
        groups=head_tasks(actor, wanted.grouping, page.tasks),
        is_grouped=wanted.grouping is not Grouping.NOTHING,
        saved=filters.list_saved(actor, found.id if found else None),
        here=partial(url_for, request.endpoint or "", **_route(found)),
    )


def _route(found: FoundBoard | None) -> dict[str, Any]:
    return {"board_id": found.id} if found else {}


@bp.get("")
def index() -> ResponseReturnValue:
    """Tasks of all boards that the reader may see."""
    return _show(None)


@boards_bp.get("/<uuid:board_id>/list")
def list_tasks(board_id: UUID) -> ResponseReturnValue:
    """The tasks of a board as a list."""
    return _show(find_board(current_actor(), board_id))


@bp.get("/export/<kind>")
def export(kind: str) -> ResponseReturnValue:
    """The list as a file for spreadsheets, csv or xlsx; `board` in the address limits it to one."""
    if kind not in KINDS:
        raise NotFound
    actor = current_actor()
    board_id = parse_id(request.args.get("board", ""))
    found = find_board(actor, board_id) if board_id else None
    wanted = _form(actor, found).find(board_id)
    name = found.board.name if found else _("tasks")
    pieces: Iterator[list[Listed]] = lists.stream_tasks(actor, wanted)
    if kind == "csv":
        answer = Response("".join(sheets.write_csv(pieces)), mimetype=sheets.CSV)
    else:
        answer = Response(sheets.write_xlsx(pieces), mimetype=sheets.XLSX)
    answer.headers.set("Content-Disposition", "attachment", filename=sheets.file_name(name, kind))
    return answer


@bp.post("/filters")
def save_filter() -> ResponseReturnValue:
    """Keep the filter that the list shows, under a name."""
    board_id = parse_id(request.form.get("board", ""))
    given = MultiDict(parse_qsl(request.form.get("query", "")))
    query = urlencode({name: given[name] for name in KEPT if given.get(name)})
    try:
        kept = filters.save_filter(current_actor(), request.form.get("name", ""), query, board_id)
    except Invalid as wrong:
        flash(next(iter(wrong.fields.values())), "danger")
        return redirect(_address(board_id, query))
    flash(_("The filter “%(name)s” is kept.", name=kept.name), "success")
    return redirect(_address(board_id, query))


@bp.post("/filters/<uuid:filter_id>/removal")
def remove_filter(filter_id: UUID) -> ResponseReturnValue:
    """Forget a filter; the page that follows still shows it, so it can be kept again."""
    gone = filters.remove_filter(current_actor(), filter_id)
    flash(_("“%(name)s” is removed. This list still shows it.", name=gone.name), "success")
    return redirect(_address(gone.board_id, gone.query))


def _address(board_id: UUID | None, query: str) -> str:
    at = url_for("boards.list_tasks", board_id=board_id) if board_id else url_for("tasks.index")
    return f"{at}?{query}" if query else at
