"""What the pages of checklist, comments, files, links and blockers have in common."""

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from collab.boards.service.lookups import FoundTask, find_task
from collab.boards.service.parts import Right
from collab.boards.service.people import list_people
from collab.boards.views.mentionable import mentionable
from collab.cooperations.web import current_actor
from collab.core.errors import Invalid, require
from collab.core.fields import note_errors


def back(number: int, anchor: str, **values: Any) -> ResponseReturnValue:
    """To the task's page, at this place."""
    return redirect(url_for("tasks.show", number=number, _anchor=anchor, **values))


def find_allowed(number: int, right: Right) -> FoundTask:
    """The task for a form; Forbidden without the right."""
    actor = current_actor()
    found = find_task(actor, number)
    require(right(actor, found))
    return found


def show_form(found: FoundTask, form: FlaskForm, *, heading: str, submit: str, anchor: str) -> str:
    """The form on a page of its own; it is sent to where it was shown."""
    actor = current_actor()
    has_text = any(field.type == "RichTextField" for field in form)
    return render_template(
        "tasks/part.html",
        found=found,
        task=found.task,
        form=form,
        heading=heading,
        submit=submit,
        anchor=anchor,
        people=mentionable(list_people(actor, found.board)) if has_text else [],
    )


def save(form: FlaskForm, service: Callable[[], object]) -> bool:
    """Whether the form was right and the service took it; else the form says why not."""
    if not form.validate_on_submit():
        return False
    try:
        service()
    except Invalid as error:
        note_errors(form, error)
        return False
    return True
