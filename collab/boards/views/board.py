"""The page of a board, and adding tasks to it."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collab.boards import policy
from collab.boards.drawing import draw_card, today_of
from collab.boards.service.boards import FoundBoard, find_board
from collab.boards.service.cards import BoardView, read_board
from collab.boards.service.lookups import FoundTask, find_task
from collab.boards.service.tasks import TaskPlan, create_task
from collab.boards.views.blueprints import boards as bp
from collab.cooperations.web import current_actor
from collab.core.errors import NotFound
from collab.core.fragments import accept, is_fragment
from collab.core.ids import parse_id


@bp.get("/<uuid:board_id>")
def show(board_id: UUID) -> ResponseReturnValue:
    """The board with its cards; `?archived=` offers to bring a task back."""
    actor = current_actor()
    found = find_board(actor, board_id)
    may_work = policy.can_work(actor, found.standing)
    view = read_board(actor, found)
    return render_template(
        "boards/show.html",
        view=view,
        found=found,
        may_work=may_work,
        may_arrange=policy.can_arrange(actor, found.standing),
        choices=_choices(view) if may_work else {"owners": [], "labels": []},
        draw_card=draw_card(actor.cooperation_slug, today_of(actor.timezone)),
        archived=_find_archived(found) if may_work else None,
    )


def _find_archived(found: FoundBoard) -> FoundTask | None:
    number = request.args.get("archived", type=int)
    if number is None:
        return None
    try:
        task = find_task(current_actor(), number)
    except NotFound:
        return None
    is_here = task.board.id == found.id and task.task.archived_at is not None
    return task if is_here else None


def _choices(view: BoardView) -> dict[str, Any]:
    """Who can owe a task and which labels there are, for the script of the page."""
    frame = view.frame
    delegations = [
        {"key": f"d:{one.id}", "name": one.name, "detail": one.short}
        for one in frame.delegations.values()
    ]
    people = [
        {
            "key": f"p:{one.membership_id}",
            "name": one.name,
            "detail": frame.delegations[one.delegation_id].short,
        }
        for one in frame.people.values()
        if one.is_member
    ]
    labels = [
        {"id": str(one.id), "name": one.name, "language": one.language, "color": one.color}
        for one in view.labels
    ]
    return {"owners": delegations + people, "labels": labels}


@bp.post("/<uuid:board_id>/tasks")
def add(board_id: UUID) -> ResponseReturnValue:
    """Put a task with this title at the end of a column."""
    plan = TaskPlan(
        request.form.get("title", ""),
        column_id=parse_id(request.form.get("column", "")),
        lane=request.form.get("lane") or None,
    )
    task = create_task(current_actor(), board_id, plan)
    if is_fragment():
        return accept(version=task.version, id=str(task.id), number=task.number)
    return redirect(url_for("boards.show", board_id=board_id, _anchor=f"task-{task.number}"))
