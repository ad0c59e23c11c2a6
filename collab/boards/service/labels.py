"""The labels of a board, with names in the languages of the cooperation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from collab.boards.models import Board, Color, Label, Task, TaskLabel
from collab.boards.service.boards import begin_arranging, check_name, list_labels
from collab.boards.service.changes import touch
from collab.boards.service.shape import (
    MAX_NAME,
    Deleted,
    check_color,
    check_number,
    find_deleted,
    find_part,
    note,
    note_deleted,
)
from collab.core.actor import Actor
from collab.core.db import new_id, session
from collab.core.errors import Invalid

MAX_LABELS = 60


@dataclass(frozen=True, slots=True)
class LabelPlan:
    """What a label is called, and how it looks."""

    name: str
    #: of the name
    language: str
    color: str = Color.GREY
    #: its name in further languages; empty ones do not count
    names: Mapping[str, str] = field(default_factory=dict)


def _checked(plan: LabelPlan) -> dict[str, Any]:
    names = {
        language: name.strip()
        for language, name in plan.names.items()
        if name.strip() and language != plan.language
    }
    if any(len(name) > MAX_NAME for name in names.values()):
        raise Invalid({"names": _l("Please use at most %(max)d characters.", max=MAX_NAME)})
    name = check_name(plan.name, MAX_NAME)
    color = check_color(plan.color)
    return {"name": name, "language": plan.language, "color": color, "names": names}


def _check_free(board: Board, name: str, but: UUID | None = None) -> None:
    taken = any(each.name == name and each.id != but for each in list_labels(board.id))
    if taken:
        raise Invalid({"name": _l("This board has a label of this name already.")})


def count_labelled(board_id: UUID) -> dict[UUID, int]:
    """How many tasks have each label, without archived ones; unused labels are left out."""
    rows = session().execute(
        select(TaskLabel.label_id, func.count(TaskLabel.id))
        .join(Task, Task.id == TaskLabel.task_id)
        .where(Task.board_id == board_id, Task.archived_at.is_(None))
        .group_by(TaskLabel.label_id)
    )
    return dict(rows.all())


def add_label(actor: Actor, board_id: UUID, plan: LabelPlan) -> Label:
    """Add a label after the others; Invalid names the field."""
    values = _checked(plan)
    board = begin_arranging(actor, board_id)
    _check_free(board, values["name"])
    labels = list_labels(board.id)
    check_number(len(labels), MAX_LABELS)
    position = labels[-1].position + 1 if labels else 0
    label = Label(id=new_id(), board_id=board.id, position=position, **values)
    session().add(label)
    session().flush()
    note(actor, "board.label_added", board, label.name)
    return label


def edit_label(actor: Actor, board_id: UUID, label_id: UUID, plan: LabelPlan) -> Label:
    """Change a label's names and colour; Invalid names the field."""
    values = _checked(plan)
    board = begin_arranging(actor, board_id)
    label = find_part(Label, board, label_id)
    _check_free(board, values["name"], but=label.id)
    before = {name: getattr(label, name) for name in values}
    changes = {name: before[name] for name in values if before[name] != values[name]}
    for name, value in values.items():
        setattr(label, name, value)
    if changes:
        note(actor, "board.label_edited", board, label.name, before=changes)
    return label


def move_label(actor: Actor, board_id: UUID, label_id: UUID, position: int) -> Label:
    """Bring the label to that position, 0 is first: the first label of a task chooses its lane."""
    board = begin_arranging(actor, board_id)
    label = find_part(Label, board, label_id)
    others = [each for each in list_labels(board.id) if each.id != label.id]
    others.insert(min(max(position, 0), len(others)), label)
    for place, each in enumerate(others):
        each.position = place
    note(actor, "board.label_moved", board, label.name)
    return label


def delete_label(actor: Actor, board_id: UUID, label_id: UUID) -> Label:
    """Delete a label, and take it off its tasks."""
    board = begin_arranging(actor, board_id)
    label = find_part(Label, board, label_id)
    on_it = select(Task).join(TaskLabel, TaskLabel.task_id == Task.id)
    tasks = session().scalars(on_it.where(TaskLabel.label_id == label.id)).all()
    for task in tasks:
        touch(task)
    values = {name: getattr(label, name) for name in ("language", "names", "color", "position")}
    note_deleted(actor, "board.label_deleted", board, label, [task.id for task in tasks], **values)
    session().delete(label)  # what hangs on tasks goes with it
    session().flush()
    return label


def find_deleted_label(actor: Actor, board_id: UUID, label_id: UUID) -> Deleted:
    """A deleted label that can be taken back; NothingToTakeBack otherwise."""
    return find_deleted(actor, Label, "board.label_deleted", board_id, label_id)


def restore_label(actor: Actor, board_id: UUID, label_id: UUID) -> Label:
    """Take the deletion of a label back, and put it on its tasks again."""
    board = begin_arranging(actor, board_id)
    deleted = find_deleted_label(actor, board_id, label_id)
    _check_free(board, deleted.name)
    check_number(len(list_labels(board.id)), MAX_LABELS)
    label = Label(id=label_id, board_id=board.id, name=deleted.name, **deleted.values)
    session().add(label)
    session().flush()
    wanted = select(Task).where(Task.board_id == board.id, Task.id.in_(deleted.tasks))
    for task in session().scalars(wanted):
        session().add(TaskLabel(id=new_id(), task_id=task.id, label_id=label.id))
        touch(task)
    session().flush()
    note(actor, "board.label_restored", board, label.name)
    return label
