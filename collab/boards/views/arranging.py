"""All boards, the form of a new one, and a board's settings."""

from itertools import groupby
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.boards import policy, service
from collab.boards.drawing import today_of
from collab.boards.forms import COMMON, BoardForm, NewBoardForm
from collab.boards.models import LanesBy
from collab.boards.service import FoundBoard
from collab.boards.service.templates import TEMPLATES
from collab.boards.views.blueprints import boards as bp
from collab.boards.words import COLOR_NAMES, LANES_NAMES
from collab.cooperations.web import current_actor
from collab.core.errors import Invalid, NotFound, require
from collab.core.fields import note_errors
from collab.core.i18n import choose_language, find_language, offered_languages
from collab.core.ids import parse_id
from collab.core.phrases import translate


@bp.get("")
def index() -> ResponseReturnValue:
    """The boards of the cooperation and its groups; `?archived=1`: those that were put away."""
    actor = current_actor()
    is_archive = bool(request.args.get("archived"))
    boards = service.list_boards(actor, archived=is_archive)
    common, groups = service.list_homes(actor)
    return render_template(
        "boards/index.html",
        homes=[list(found) for _home, found in groupby(boards, lambda one: one.board.group_id)],
        counts=service.count_open((one.id for one in boards), today_of(actor.timezone)),
        is_archive=is_archive,
        can_create=common or bool(groups),
        put_away=_put_away(),
    )


def _put_away() -> FoundBoard | None:
    """The board that was just archived, when the reader may take that back."""
    board_id = parse_id(request.args.get("put_away", ""))
    if board_id is None:
        return None
    try:
        found = service.find_board(current_actor(), board_id)
    except NotFound:
        return None
    may = policy.can_arrange(current_actor(), found.standing)
    return found if may and found.board.archived_at else None


def _templates() -> list[dict[str, Any]]:
    """What a board can begin with, in the reader's language."""
    language = choose_language()
    return [
        {
            "key": each.key,
            "name": translate(each.name, language),
            "description": translate(each.description, language),
            "columns": [translate(column.name, language) for column in each.columns],
        }
        for each in TEMPLATES.values()
    ]


def _new_form(**options: Any) -> NewBoardForm:
    is_common, groups = service.list_homes(current_actor())
    require(is_common or bool(groups))
    form = NewBoardForm(**options)
    form.offer(is_common, groups)
    return form


@bp.get("/new")
def new() -> ResponseReturnValue:
    """The form of a new board; `?group=` chooses whose it is."""
    actor = current_actor()
    _common, groups = service.list_homes(actor)
    chosen = next((one for one in groups if one.slug == request.args.get("group")), None)
    language = chosen.language if chosen else actor.language
    values = {
        "home": str(chosen.id) if chosen else COMMON,
        "language": find_language(language, offered_languages()),
        "name": chosen.name if chosen else "",
    }
    form = _new_form(formdata=None, data=values)
    return render_template("boards/new.html", form=form, templates=_templates())


@bp.post("")
def create() -> ResponseReturnValue:
    """Make a board."""
    form = _new_form()
    if form.validate_on_submit():
        try:
            board = service.create_board(current_actor(), form.plan)
        except Invalid as error:
            note_errors(form, error)
        else:
            return redirect(url_for(".show", board_id=board.id))
    return render_template("boards/new.html", form=form, templates=_templates()), 422


def show_settings(found: FoundBoard, form: BoardForm, **more: Any) -> str:
    """The page of a board's settings."""
    board = found.board
    return render_template(
        "boards/settings/index.html",
        found=found,
        board=board,
        form=form,
        columns=service.list_columns(board.id),
        inside=service.count_inside(board.id),
        lanes=service.list_lanes(board.id) if board.lanes_by == LanesBy.FREE else None,
        labels=service.list_labels(board.id),
        labelled=service.count_labelled(board.id),
        lanes_names=LANES_NAMES,
        color_names=COLOR_NAMES,
        deleted=more.get("deleted"),
    )


def find_arranged(board_id: UUID) -> FoundBoard:
    """The board for its settings; Forbidden when the reader only works on it."""
    found = service.find_board(current_actor(), board_id)
    require(policy.can_arrange(current_actor(), found.standing))
    return found


@bp.get("/<uuid:board_id>/settings")
def settings(board_id: UUID) -> ResponseReturnValue:
    """Name, columns, swimlanes and labels; after a deletion it offers to take that back."""
    found = find_arranged(board_id)
    form = BoardForm(formdata=None, obj=found.board)
    form.offer(found.board)
    return show_settings(found, form, deleted=_deleted(board_id))


_FINDERS = {
    "column": service.find_deleted_column,
    "lane": service.find_deleted_lane,
    "label": service.find_deleted_label,
}


def _deleted(board_id: UUID) -> dict[str, Any] | None:
    """The column, swimlane or label that was just deleted."""
    for kind, find in _FINDERS.items():
        part_id = parse_id(request.args.get(f"deleted_{kind}", ""))
        if part_id is None:
            continue
        try:
            return {"kind": kind, "part": find(current_actor(), board_id, part_id)}
        except service.NothingToTakeBack:
            return None
    return None


@bp.post("/<uuid:board_id>/settings")
def save(board_id: UUID) -> ResponseReturnValue:
    """Change name, language and swimlanes."""
    found = find_arranged(board_id)
    form = BoardForm()
    form.offer(found.board)
    if form.validate_on_submit():
        service.edit_board(current_actor(), board_id, form.edit)
        flash(_("The changes are saved."), "success")
        return redirect(url_for(".settings", board_id=board_id))
    return show_settings(found, form), 422


@bp.post("/<uuid:board_id>/archive")
def archive(board_id: UUID) -> ResponseReturnValue:
    """Put the board away; the list then offers to take that back."""
    service.archive_board(current_actor(), board_id)
    return redirect(url_for(".index", put_away=board_id))


@bp.post("/<uuid:board_id>/archive/undo")
def unarchive(board_id: UUID) -> ResponseReturnValue:
    """Bring the board back."""
    service.restore_board(current_actor(), board_id)
    flash(_("The board is back."), "success")
    return redirect(url_for(".show", board_id=board_id))
