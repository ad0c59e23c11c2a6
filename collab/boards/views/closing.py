"""What is done with one task in one step: closing, archiving, renaming it, and taking that back."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from collab.boards.models import Task
from collab.boards.service.moving import close_task, reopen_task
from collab.boards.service.tasks import archive_task, rename_task, restore_task
from collab.boards.views.blueprints import tasks as bp
from collab.cooperations.web import current_actor
from collab.core.fragments import accept, is_fragment


def answer(task: Task) -> ResponseReturnValue:
    """Back to the task: on its board where `from` says so, else on its page."""
    if is_fragment():
        return accept(version=task.version, number=task.number)
    if request.form.get("from") == "board":
        return _to_board(task)
    return redirect(url_for("tasks.show", number=task.number))


def _to_board(task: Task) -> ResponseReturnValue:
    if task.archived_at is not None:
        return redirect(url_for("boards.show", board_id=task.board_id, archived=task.number))
    return redirect(url_for("boards.show", board_id=task.board_id, _anchor=f"task-{task.number}"))


@bp.post("/<int:number>/close")
def close(number: int) -> ResponseReturnValue:
    """Put it among those that are done."""
    return answer(close_task(current_actor(), number))


@bp.post("/<int:number>/reopen")
def reopen(number: int) -> ResponseReturnValue:
    """Bring it back to where it was before it was closed."""
    return answer(reopen_task(current_actor(), number))


@bp.post("/<int:number>/archive")
def archive(number: int) -> ResponseReturnValue:
    """Take it off its board, which then offers to take that back."""
    task = archive_task(current_actor(), number)
    if is_fragment():
        return answer(task)
    return _to_board(task)


@bp.post("/<int:number>/restore")
def restore(number: int) -> ResponseReturnValue:
    """Bring it back to its board."""
    return answer(restore_task(current_actor(), number))


@bp.post("/<int:number>/rename")
def rename(number: int) -> ResponseReturnValue:
    """Give it another title."""
    return answer(rename_task(current_actor(), number, request.form.get("title", "")))
