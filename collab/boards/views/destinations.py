"""The form that moves a task anywhere, also to another board; it works without a script."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collab.boards import policy
from collab.boards.service.destinations import find_board_of, list_destinations
from collab.boards.service.frames import read_frame
from collab.boards.service.lookups import find_task
from collab.boards.service.moving import Place, TaskArchived, move_task
from collab.boards.views.blueprints import tasks as bp
from collab.cooperations.web import current_actor
from collab.core.fragments import accept, is_fragment
from collab.core.ids import parse_id


@bp.get("/<int:number>/move")
def move(number: int) -> ResponseReturnValue:
    """The form: a column of any board that the actor works on, and a lane of the present one."""
    actor = current_actor()
    found = find_task(actor, number)
    if found.task.archived_at is not None:
        raise TaskArchived
    destinations = list_destinations(actor, found)
    may_work = policy.can_work(actor, found.standing)
    lanes = read_frame(found.board).list_lanes(actor.language) if may_work else []
    return render_template(
        "tasks/move.html",
        task=found.task,
        board=found.board,
        destinations=destinations,
        lanes=[lane for lane in lanes if lane.key],
    )


@bp.post("/<int:number>/move")
def save_move(number: int) -> ResponseReturnValue:
    """Move it to `column`, to the top or the end of it, and into `lane` of its own board."""
    actor = current_actor()
    found = find_task(actor, number)
    column_id = parse_id(request.form.get("column", ""))
    board_id = find_board_of(list_destinations(actor, found), column_id)
    assert column_id is not None
    stays = board_id == found.board.id
    place = Place(
        column_id,
        lane=(request.form.get("lane") or None) if stays else None,
        is_first=request.form.get("place") == "top",
        board_id=board_id,
    )
    task = move_task(actor, found.id, place)
    if is_fragment():
        return accept(version=task.version, number=task.number)
    return redirect(url_for("boards.show", board_id=board_id, _anchor=f"task-{task.number}"))
