"""Comments on a task; each is changed and deleted by whoever wrote it."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.boards.models import TaskComment
from collab.boards.service import comments as service
from collab.boards.service.parts import may_comment
from collab.boards.views.blueprints import tasks as bp
from collab.boards.views.part_pages import back, find_allowed, save, show_form
from collab.cooperations.web import current_actor
from collab.texts.comment_forms import CommentForm, comment_form

ANCHOR = "comments"


@bp.post("/<int:number>/comments")
def add_comment(number: int) -> ResponseReturnValue:
    """Say something about the task."""
    actor = current_actor()
    found = find_allowed(number, may_comment)
    form = comment_form(actor.language)
    added: list[TaskComment] = []
    if save(form, lambda: added.append(_add(number, form))):
        return back(number, f"comment-{added[0].id}")
    words = {"heading": _("New comment"), "submit": _("Comment")}
    return show_form(found, form, anchor=ANCHOR, **words), 422


def _add(number: int, form: CommentForm) -> TaskComment:
    return service.add_comment(current_actor(), number, form.content.data, form.language.data)


@bp.get("/<int:number>/comments/<uuid:comment_id>")
def edit_comment(number: int, comment_id: UUID) -> ResponseReturnValue:
    """The form of a comment of one's own."""
    actor = current_actor()
    found = find_allowed(number, may_comment)
    comment = service.find_own_comment(actor, found, comment_id)
    form = comment_form(actor.language, comment, formdata=None)
    words = {"heading": _("Change the comment"), "submit": _("Save")}
    return show_form(found, form, anchor=f"comment-{comment_id}", **words)


@bp.post("/<int:number>/comments/<uuid:comment_id>")
def save_comment(number: int, comment_id: UUID) -> ResponseReturnValue:
    """Say it in other words."""
    actor = current_actor()
    found = find_allowed(number, may_comment)
    comment = service.find_own_comment(actor, found, comment_id)
    form = comment_form(actor.language, comment)
    if save(form, lambda: _save(number, comment_id, form)):
        return back(number, f"comment-{comment_id}")
    words = {"heading": _("Change the comment"), "submit": _("Save")}
    return show_form(found, form, anchor=f"comment-{comment_id}", **words), 422


def _save(number: int, comment_id: UUID, form: CommentForm) -> None:
    content, language = form.content.data, form.language.data
    service.edit_comment(current_actor(), number, comment_id, content, language)


@bp.post("/<int:number>/comments/<uuid:comment_id>/deletion")
def delete_comment(number: int, comment_id: UUID) -> ResponseReturnValue:
    """Delete it; the task's page then offers to take that back."""
    service.delete_comment(current_actor(), number, comment_id)
    return back(number, ANCHOR, deleted_comment=comment_id)


@bp.post("/<int:number>/comments/<uuid:comment_id>/deletion/undo")
def restore_comment(number: int, comment_id: UUID) -> ResponseReturnValue:
    """Bring it back."""
    service.restore_comment(current_actor(), number, comment_id)
    return back(number, f"comment-{comment_id}")
