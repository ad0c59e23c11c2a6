"""Conversations beside a page: as parts of the live page, and as pages of their own without it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.cooperations.web import current_actor
from collab.core.errors import Invalid
from collab.core.fields import note_errors
from collab.core.fragments import accept, is_fragment, refuse
from collab.core.ids import parse_id
from collab.pages.models import Comment
from collab.pages.service import comments as service
from collab.pages.service import threads as settling
from collab.pages.service.anchors import Anchor, CannotPlace, read_anchors
from collab.pages.service.comments import find_deleted_comment
from collab.pages.service.found import FoundPage, find_page
from collab.pages.service.margin import read_margin
from collab.pages.service.people import list_readers
from collab.pages.views.blueprints import bp
from collab.texts.comment_forms import CommentForm, comment_form
from collab.texts.rendering import render_text

#: of the headings above comments
LEVEL = 3


@dataclass(frozen=True, slots=True)
class _Asking:
    """A form in which something is said: beside which page, and where it is sent."""

    found: FoundPage
    form: CommentForm
    target: str
    heading: str
    submit: str


def draw_margin(found: FoundPage) -> dict[str, Any]:
    """What templates need to show the threads of a page; `?deleted_comment=` offers to undo."""
    actor = current_actor()
    margin = read_margin(actor, found)
    deleted = parse_id(request.args.get("deleted_comment"))
    return {
        "margin": margin,
        "deleted_comment": find_deleted_comment(actor, found, deleted) if deleted else None,
        "render_comment": lambda content: render_text(content, LEVEL, margin.names),
    }


@bp.get("/<uuid:page_id>/threads")
def threads(page_id: UUID) -> ResponseReturnValue:
    """All threads, for the script of the live page; people read them below the text."""
    found = find_page(current_actor(), page_id)
    if not is_fragment():
        return redirect(url_for(".read", page_id=page_id, _anchor="comments"))
    return render_template("pages/threads.html", document=found.document, **draw_margin(found))


@bp.get("/<uuid:page_id>/threads/new")
def new_thread(page_id: UUID) -> ResponseReturnValue:
    """The form of a comment on the page, or on words that the script puts in."""
    return _show(_ask_new(page_id, formdata=None))


def _ask_new(page_id: UUID, **options: Any) -> _Asking:
    found = settling.find_talkable(current_actor(), page_id)
    target = url_for(".begin_thread", page_id=page_id)
    return _Asking(found, _form("new", **options), target, _("New comment"), _("Comment"))


@bp.post("/<uuid:page_id>/threads")
def begin_thread(page_id: UUID) -> ResponseReturnValue:
    """Say something about the page or some words of it."""
    actor, asking, anchors = current_actor(), _ask_new(page_id), _read_anchors()
    return _save(asking, lambda: service.begin_thread(actor, page_id, anchors, *asking.form.words))


def _read_anchors() -> list[Anchor]:
    sent = request.form.get("anchors") or "[]"
    try:
        return read_anchors(json.loads(sent))
    except (ValueError, RecursionError) as error:
        raise CannotPlace from error


@bp.get("/<uuid:page_id>/threads/<uuid:thread_id>/comments")
def new_answer(page_id: UUID, thread_id: UUID) -> ResponseReturnValue:
    """The form of an answer."""
    return _show(_ask_answer(page_id, thread_id, formdata=None))


def _ask_answer(page_id: UUID, thread_id: UUID, **options: Any) -> _Asking:
    found = settling.find_talkable(current_actor(), page_id)
    settling.find_thread(found, thread_id)
    target = url_for(".answer", page_id=page_id, thread_id=thread_id)
    form = _form(f"answer-{thread_id}", **options)
    return _Asking(found, form, target, _("Answer"), _("Answer"))


@bp.post("/<uuid:page_id>/threads/<uuid:thread_id>/comments")
def answer(page_id: UUID, thread_id: UUID) -> ResponseReturnValue:
    """Say something in a thread."""
    actor, asking = current_actor(), _ask_answer(page_id, thread_id)
    return _save(asking, lambda: service.answer(actor, page_id, thread_id, *asking.form.words))


@bp.get("/<uuid:page_id>/comments/<uuid:remark_id>")
def edit_comment(page_id: UUID, remark_id: UUID) -> ResponseReturnValue:
    """The form of a comment of one's own."""
    return _show(_ask_edit(page_id, remark_id, formdata=None))


def _ask_edit(page_id: UUID, remark_id: UUID, **options: Any) -> _Asking:
    found, comment = service.find_changeable(current_actor(), page_id, remark_id)
    target = url_for(".save_comment", page_id=page_id, remark_id=remark_id)
    form = _form(f"comment-{remark_id}", comment, **options)
    return _Asking(found, form, target, _("Change the comment"), _("Save"))


@bp.post("/<uuid:page_id>/comments/<uuid:remark_id>")
def save_comment(page_id: UUID, remark_id: UUID) -> ResponseReturnValue:
    """Say it in other words."""
    actor, asking = current_actor(), _ask_edit(page_id, remark_id)
    return _save(
        asking, lambda: service.edit_comment(actor, page_id, remark_id, *asking.form.words)
    )


@bp.post("/<uuid:page_id>/comments/<uuid:remark_id>/deletion")
def delete_comment(page_id: UUID, remark_id: UUID) -> ResponseReturnValue:
    """Delete it; the page then offers to take that back."""
    service.delete_comment(current_actor(), page_id, remark_id)
    return _done(page_id, "comments", deleted_comment=remark_id)


@bp.post("/<uuid:page_id>/comments/<uuid:remark_id>/deletion/undo")
def restore_comment(page_id: UUID, remark_id: UUID) -> ResponseReturnValue:
    """Bring it back."""
    service.restore_comment(current_actor(), page_id, remark_id)
    return _done(page_id, f"comment-{remark_id}")


@bp.post("/<uuid:page_id>/threads/<uuid:thread_id>/resolution")
def resolve_thread(page_id: UUID, thread_id: UUID) -> ResponseReturnValue:
    """It is settled."""
    settling.resolve_thread(current_actor(), page_id, thread_id)
    return _done(page_id, f"thread-{thread_id}")


@bp.post("/<uuid:page_id>/threads/<uuid:thread_id>/resolution/undo")
def reopen_thread(page_id: UUID, thread_id: UUID) -> ResponseReturnValue:
    """It is not settled after all."""
    settling.reopen_thread(current_actor(), page_id, thread_id)
    return _done(page_id, f"thread-{thread_id}")


def _form(prefix: str, comment: Comment | None = None, **options: Any) -> CommentForm:
    """A form whose ids are its own, as several may be open beside a page."""
    return comment_form(current_actor().language, comment, prefix=prefix, **options)


def _save(asking: _Asking, call: Callable[[], Comment]) -> ResponseReturnValue:
    form = asking.form
    if not form.validate_on_submit():
        return _refuse(asking)
    try:
        comment = call()
    except Invalid as error:
        note_errors(form, error)
        return _refuse(asking)
    if is_fragment():
        return accept(thread=str(comment.thread_id), comment=str(comment.id))
    return _done(asking.found.id, f"comment-{comment.id}")


def _refuse(asking: _Asking) -> ResponseReturnValue:
    if is_fragment():
        errors = {name: wrong[0] for name, wrong in asking.form.errors.items() if name}
        return refuse(422, Invalid(errors))
    return _show(asking), 422


def _show(asking: _Asking) -> str:
    """The form alone for a script, else on a page of its own."""
    document = asking.found.document
    if is_fragment():
        return render_template("pages/comment_form.html", asking=asking, form=asking.form)
    return render_template(
        "pages/comment.html",
        asking=asking,
        form=asking.form,
        document=document,
        people=[each.choice for each in list_readers(current_actor(), document)],
    )


def _done(page_id: UUID, anchor: str, **values: Any) -> ResponseReturnValue:
    if is_fragment():
        return accept()
    return redirect(url_for(".read", page_id=page_id, _anchor=anchor, **values))
