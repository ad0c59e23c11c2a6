"""What the form of a task says, saved at once; two people who save the same form notice it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from collab.activity import service as activity
from collab.activity.models import Activity
from collab.boards import policy
from collab.boards.models import Board, Label, Task, TaskLabel
from collab.boards.owners import DELEGATION, PERSON, OwnerKey
from collab.boards.service import tasks
from collab.boards.service.changes import touch
from collab.boards.service.lookups import FoundTask, find_task
from collab.boards.service.marking import assign, label, list_owner_keys
from collab.boards.service.people import keep_seeing
from collab.cooperations.models import Delegation
from collab.core.actor import Actor
from collab.core.db import session
from collab.core.errors import Conflict, Invalid, require
from collab.core.i18n import offered_languages
from collab.texts.nodes import Node
from collab.texts.plain import is_same, summarise

MAX_OWNERS: Final = 50
YEARS: Final = range(2000, 2101)
_VERBS: Final = ("task.renamed", "task.edited", "task.assigned", "task.labelled")
#: of a description, in the log
_EXCERPT: Final = 500


class TaskChanged(Conflict):
    """Somebody saved the task after its form was opened."""

    code = "task_changed"
    message = _l("Somebody else changed this task while you were editing it.")


@dataclass(frozen=True, slots=True)
class TaskEdit:
    """What the form of a task says."""

    title: str
    language: str
    #: checked already, see collab.texts.fields
    description: Node | None
    starts_on: date | None
    due_on: date | None
    owners: tuple[OwnerKey, ...]
    labels: frozenset[UUID]


def list_task_labels(task: Task) -> set[UUID]:
    """The labels on the task."""
    return set(session().scalars(select(TaskLabel.label_id).where(TaskLabel.task_id == task.id)))


def name_last_editor(actor: Actor, task: Task) -> str:
    """Who last changed what the form shows; "" when nobody is known."""
    latest = session().scalar(
        select(Activity)
        .where(Activity.subject_id == task.id, Activity.verb.in_(_VERBS))
        .order_by(Activity.number.desc())
        .limit(1)
    )
    if latest is None or latest.person_id is None:
        return ""
    return activity.name_people([latest])[latest.person_id]


def edit_task(actor: Actor, number: int, edit: TaskEdit, revision: int) -> Task:
    """Save the form; TaskChanged when it shows an older revision, Invalid names the fields."""
    found = find_task(actor, number)
    require(policy.can_work(actor, found.standing))
    # before the lock, which is a change of the board by itself; and again with it
    _check(found, edit, revision)
    found = tasks.find_workable(actor, number)
    owners = _check(found, edit, revision)
    task = found.task
    _rename(actor, task, edit)
    _write(actor, task, edit)
    # whoever owed it before stays in their place: the first one decides on the swimlane
    kept = [key for key in owners if key in edit.owners]
    assign(actor, task, [*kept, *(key for key in edit.owners if key not in kept)])
    label(actor, task, edit.labels)
    session().flush()
    return task


def _check(found: FoundTask, edit: TaskEdit, revision: int) -> list[OwnerKey]:
    """Raise what is in the way of the edit; who owes the task until now."""
    if found.task.revision != revision:
        raise TaskChanged
    owners = list_owner_keys(found.id)
    wrong = _find_faults(found.board, found.task, edit, owners)
    if wrong:
        raise Invalid(wrong)
    return owners


def _find_faults(
    board: Board, task: Task, edit: TaskEdit, owners: Iterable[OwnerKey]
) -> dict[str, Any]:
    wrong: dict[str, Any] = {}
    try:
        tasks.check_title(edit.title)
    except Invalid as error:
        wrong |= error.fields
    if edit.language not in (*offered_languages(), task.language):
        wrong["language"] = _l("Please choose a language.")
    wrong |= _check_days(edit) | _check_labels(board, edit)
    return wrong | _check_owners(board, edit, owners)


def _check_days(edit: TaskEdit) -> dict[str, Any]:
    days = {"starts_on": edit.starts_on, "due_on": edit.due_on}
    for name, day in days.items():
        if day is not None and day.year not in YEARS:
            return {name: _l("Please enter a date between 2000 and 2100.")}
    if edit.starts_on and edit.due_on and edit.due_on < edit.starts_on:
        return {"due_on": _l("The task is due before it starts.")}
    return {}


def _check_owners(board: Board, edit: TaskEdit, before: Iterable[OwnerKey]) -> dict[str, Any]:
    """Views catch Invalid and go on: everything is checked before anything is written."""
    added = set(edit.owners) - set(before)
    members = {key.id for key in added if key.kind == PERSON}
    if keep_seeing(board, members) != members:
        return {"owners": _l("Somebody whom you chose cannot see this board.")}
    delegations = {key.id for key in added if key.kind == DELEGATION}
    if _keep(Delegation.id, delegations) != delegations:
        return {"owners": _l("There is no such delegation in this cooperation.")}
    if len(edit.owners) > MAX_OWNERS:
        return {"owners": _l("At most %(max)d can owe a task.", max=MAX_OWNERS)}
    return {}


def _check_labels(board: Board, edit: TaskEdit) -> dict[str, Any]:
    if _keep(Label.id, edit.labels, Label.board_id == board.id) != edit.labels:
        return {"labels": _l("This board has no such label any more.")}
    return {}


def _keep(
    column: InstrumentedAttribute[UUID], ids: Collection[UUID], *more: ColumnElement[bool]
) -> set[UUID]:
    """Those of the ids that there are."""
    return set(session().scalars(select(column).where(column.in_(ids), *more))) if ids else set()


def _rename(actor: Actor, task: Task, edit: TaskEdit) -> None:
    before, title = task.title, tasks.check_title(edit.title)
    if title == before:
        return
    task.title = title
    _changed(task)
    activity.record(actor, "task.renamed", task.id, number=task.number, name=title, before=before)


def _write(actor: Actor, task: Task, edit: TaskEdit) -> None:
    fields: dict[str, list[Any]] = {}
    for name in ("language", "starts_on", "due_on"):
        before, after = getattr(task, name), getattr(edit, name)
        if before != after:
            fields[name] = [_told(before), _told(after)]
            setattr(task, name, after)
    if not is_same(task.description, edit.description):
        words = summarise(edit.description)
        fields["description"] = [task.description_text[:_EXCERPT], words[:_EXCERPT]]
        task.description, task.description_text = edit.description, words
    if not fields:
        return
    _changed(task)
    activity.record(
        actor, "task.edited", task.id, number=task.number, name=task.title, fields=fields
    )


def _told(value: date | str | None) -> str | None:
    return value.isoformat() if isinstance(value, date) else value


def _changed(task: Task) -> None:
    task.revision += 1
    touch(task)
