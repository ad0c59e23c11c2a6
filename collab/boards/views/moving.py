"""Moving tasks on a board: one by its place, or several at once."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from collab.boards.owners import OwnerKey
from collab.boards.service.bulk import (
    BulkArchive,
    BulkAssign,
    BulkLabel,
    BulkMove,
    What,
    change_tasks,
)
from collab.boards.service.moving import Place, move_task
from collab.boards.service.places import ColumnGone
from collab.boards.views.blueprints import boards as bp
from collab.cooperations.web import current_actor
from collab.core.errors import Invalid, NotFound
from collab.core.fragments import accept, is_fragment
from collab.core.ids import parse_id


def read_id(name: str) -> UUID | None:
    """The id in a field of the form."""
    return parse_id(request.form.get(name, ""))


@bp.post("/<uuid:board_id>/moves")
def move(board_id: UUID) -> ResponseReturnValue:
    """Bring `task` into `column` and `lane`, next to `after` or `before`."""
    task_id, column_id = read_id("task"), read_id("column")
    if task_id is None:
        raise NotFound
    if column_id is None:
        raise ColumnGone
    place = Place(
        column_id,
        lane=request.form.get("lane") or None,
        after=read_id("after"),
        before=read_id("before"),
        board_id=board_id,
    )
    task = move_task(current_actor(), task_id, place)
    if is_fragment():
        return accept(version=task.version, number=task.number)
    return redirect(url_for("boards.show", board_id=board_id, _anchor=f"task-{task.number}"))


@bp.post("/<uuid:board_id>/bulk")
def bulk(board_id: UUID) -> ResponseReturnValue:
    """Do `action` to every `task`: move, assign, label or archive; all of it or nothing.

    move: `column`, `lane`; assign: each `owner` (p:… or d:…), none for nobody; label: each `label`
    put on, each `unlabel` taken off.
    """
    ids = [one for one in map(parse_id, request.form.getlist("task")) if one]
    if not ids:
        raise NotFound
    tasks = change_tasks(current_actor(), board_id, ids, _read_what())
    if is_fragment():
        version = max(task.version for task in tasks)
        return accept(version=version, numbers=[task.number for task in tasks])
    flash(
        ngettext("%(num)d task was changed.", "%(num)d tasks were changed.", len(tasks)), "success"
    )
    return redirect(url_for("boards.show", board_id=board_id))


def _read_what() -> What:
    action = request.form.get("action", "")
    if action == "move":
        column_id = read_id("column")
        if column_id is None:
            raise ColumnGone
        return BulkMove(column_id, request.form.get("lane") or None)
    if action == "assign":
        keys = map(OwnerKey.parse, request.form.getlist("owner"))
        return BulkAssign(tuple(key for key in keys if key))
    if action == "label":
        return BulkLabel(_read_ids("label"), _read_ids("unlabel"))
    if action == "archive":
        return BulkArchive()
    raise Invalid


def _read_ids(name: str) -> frozenset[UUID]:
    return frozenset(one for one in map(parse_id, request.form.getlist(name)) if one)
