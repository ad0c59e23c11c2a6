"""The page of a task, and the form that changes it."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.boards import policy
from collab.boards.models import Board
from collab.boards.owners import OwnerKey, delegation
from collab.boards.rivalry import compare, fingerprint
from collab.boards.service import boards as board_service
from collab.boards.service.editing import TaskChanged, edit_task, list_task_labels, name_last_editor
from collab.boards.service.lookups import FoundTask, find_task
from collab.boards.service.marking import list_owner_keys
from collab.boards.service.people import BoardMember, list_people
from collab.boards.service.reading import list_days_off, name_keys, read_task
from collab.boards.task_forms import TaskForm, form_values
from collab.boards.views.blueprints import tasks as bp
from collab.boards.views.mentionable import mentionable
from collab.boards.views.parts import read_parts
from collab.cooperations import service as cooperations
from collab.cooperations.models import Delegation
from collab.cooperations.web import current_actor
from collab.core.clock import now
from collab.core.errors import Invalid, require
from collab.core.fields import note_errors
from collab.core.i18n import reader_zone
from collab.texts.rendering import render_text

#: of the page's heading "Description"
LEVEL = 2
#: owners whose days off are looked up at once
MAX_ASKED = 50


@bp.get("/<int:number>")
def show(number: int) -> ResponseReturnValue:
    """A task with everything that hangs on it."""
    actor = current_actor()
    found = find_task(actor, number)
    view = read_task(actor, found)
    people = list_people(actor, found.board)
    at, is_owner = found.standing, found.is_owner
    return render_template(
        "tasks/show.html",
        found=found,
        task=found.task,
        board=found.board,
        view=view,
        description=render_text(found.task.description, LEVEL, view.names),
        people=mentionable(people),
        is_overdue=_is_overdue(found),
        can_work=policy.can_work(actor, at),
        can_finish=policy.can_finish(actor, at, is_owner=is_owner),
        can_comment=policy.can_comment(actor, at, is_owner=is_owner),
        **read_parts(actor, found),
    )


def _is_overdue(found: FoundTask) -> bool:
    """Whether the due day is over where the reader is."""
    task = found.task
    today = now().astimezone(reader_zone()).date()
    return task.due_on is not None and task.due_on < today and task.closed_at is None


def _find_workable(number: int) -> FoundTask:
    actor = current_actor()
    found = find_task(actor, number)
    require(policy.can_work(actor, found.standing))
    return found


def _values(found: FoundTask) -> dict[str, Any]:
    task = found.task
    return form_values(task, list_owner_keys(task.id), list_task_labels(task))


def _offer(form: TaskForm, board: Board) -> None:
    form.offer(board_service.list_labels(board.id), current_actor().language)


def _show_form(found: FoundTask, form: TaskForm, **more: Any) -> str:
    actor = current_actor()
    people = list_people(actor, found.board)
    delegations = cooperations.list_delegations(actor)
    chosen = set(form.owner_keys)
    offered = {one.key for one in people} | {delegation(one.id) for one in delegations}
    return render_template(
        "tasks/edit.html",
        found=found,
        task=found.task,
        form=form,
        people=mentionable(people),
        labels=board_service.list_labels(found.board.id),
        candidates=_candidates(people, delegations),
        chosen=chosen,
        #: who owes it, but could not be chosen by now
        others=name_keys(key for key in form.owner_keys if key not in offered),
        days_off=list_days_off(actor, form.due_on.data, name_keys(form.owner_keys[:MAX_ASKED])),
        **{"rivalry": None, **more},
    )


def _candidates(
    people: list[BoardMember], delegations: Sequence[Delegation]
) -> list[tuple[Delegation, OwnerKey, list[BoardMember]]]:
    """Each delegation, itself and its members."""
    return [
        (one, delegation(one.id), [who for who in people if who.delegation_id == one.id])
        for one in delegations
    ]


@bp.get("/<int:number>/edit")
def edit(number: int) -> ResponseReturnValue:
    """The form of a task."""
    found = _find_workable(number)
    values = _values(found)
    form = TaskForm(formdata=None, data=values | {"revision": str(found.task.revision)})
    form.seen.data = fingerprint(values)
    _offer(form, found.board)
    return _show_form(found, form)


@bp.post("/<int:number>")
def save(number: int) -> ResponseReturnValue:
    """Save the form; when somebody else was faster, both versions are shown side by side."""
    found = _find_workable(number)
    form = TaskForm(data=_values(found))
    _offer(form, found.board)
    if form.validate_on_submit():
        try:
            edit_task(current_actor(), number, form.edit, _revision(form))
        except Invalid as error:
            note_errors(form, error)
        except TaskChanged:
            return _show_rivalry(found, form)
        else:
            flash(_("The changes are saved."), "success")
            return redirect(url_for(".show", number=number))
    return _show_form(found, form), 422


def _revision(form: TaskForm) -> int:
    text = form.revision.data or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _show_rivalry(found: FoundTask, form: TaskForm) -> ResponseReturnValue:
    """Both versions; what I did not touch takes their value, what I typed stays in the form."""
    present = _values(found)
    keys = {*form.owner_keys, *list_owner_keys(found.task.id)}
    names = {str(one.key): one.name for one in name_keys(keys)}
    rivalry = compare(form, present, names)
    form.seen.data = fingerprint(present)
    form.revision.data = str(found.task.revision)
    by = name_last_editor(current_actor(), found.task)
    return _show_form(found, form, rivalry=rivalry, rival=by), 409


@bp.get("/<int:number>/due-day")
def due_day(number: int) -> ResponseReturnValue:
    """Which of the chosen owners do not work on the chosen day: a piece of the form's page."""
    _find_workable(number)
    form = TaskForm(formdata=request.args, meta={"csrf": False})
    owners = name_keys(form.owner_keys[:MAX_ASKED])
    days_off = list_days_off(current_actor(), form.due_on.data, owners)
    return render_template("tasks/days_off.html", days_off=days_off, day=form.due_on.data)
