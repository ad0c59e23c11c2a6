"""The steps of a task: added one by one or many at once, checked, renamed, moved, removed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from collab.activity import service as activity
from collab.boards.models import ChecklistItem, Task
from collab.boards.service.changes import touch
from collab.boards.service.parts import find_changeable, may_finish, may_work, note
from collab.boards.service.shape import Gone, NothingToTakeBack, free_rank, rank_at
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import Conflict, Invalid, NotFound
from collab.core.fields import clean_line
from collab.core.ids import parse_id
from collab.core.ranks import rank_between

MAX_STEPS: Final = 200
MAX_LENGTH: Final = 300
#: what lists that are pasted begin their lines with: a dash, a box, a cross in the box
_SIGN: Final = re.compile(r"^(?:[-*+•–](?:\s+|$))?(?:\[([ xX]?)\](?:\s+|$))?")
_VERB: Final = "checklist_changed"


class ChecklistFull(Conflict):
    """The task has as many steps as one can have."""

    code = "checklist_full"
    message = _l("A checklist has at most %(max)d steps.", max=MAX_STEPS)


@dataclass(frozen=True, slots=True)
class Step:
    """A step that somebody typed."""

    text: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class RemovedStep:
    """A step that was removed, as the log remembers it."""

    id: UUID
    text: str
    values: dict[str, Any]


def list_steps(task: Task) -> list[ChecklistItem]:
    """The steps of the task, in their order."""
    wanted = select(ChecklistItem).where(ChecklistItem.task_id == task.id)
    return list(session().scalars(wanted.order_by(ChecklistItem.rank, ChecklistItem.id)))


def find_step(actor: Actor, task: Task, step_id: UUID) -> ChecklistItem:
    """The step of that task; Gone when it was removed, NotFound when there never was one."""
    step = session().get(ChecklistItem, step_id, populate_existing=True)
    if step is not None and step.task_id == task.id:
        return step
    if _find_removal(actor, task, step_id) is None:
        raise NotFound
    raise Gone


def read_steps(text: str) -> list[Step]:
    """The steps in a text: one for each line that says something; signs of lists are left away."""
    found = []
    for line in text.splitlines():
        clean = clean_line(line)
        sign = _SIGN.match(clean)
        words = clean[sign.end() :] if sign else clean
        if words:
            found.append(Step(words, bool(sign and sign[1] and sign[1] in "xX")))
    return found


def add_steps(actor: Actor, number: int, text: str) -> list[ChecklistItem]:
    """Add a step for each line of the text; all or nothing, Invalid (field `steps`) says why."""
    task = find_changeable(actor, number, may_work).task
    present, wanted = list_steps(task), read_steps(text)
    _check_steps(wanted, MAX_STEPS - len(present))
    rank = present[-1].rank if present else None
    added = []
    for each in wanted:
        rank = rank_between(rank, None)
        added.append(_make(task, each.text, rank))
        if each.is_done:
            _set_done(actor, added[-1], is_done=True)
    session().add_all(added)
    session().flush()
    _changed(actor, task, "added", count=len(added), text=wanted[0].text)
    return added


def _make(task: Task, text: str, rank: str) -> ChecklistItem:
    return ChecklistItem(
        id=new_id(), cooperation_id=task.cooperation_id, task_id=task.id, text=text, rank=rank
    )


def _check_steps(wanted: Sequence[Step], room: int) -> None:
    if not wanted:
        raise Invalid({"steps": _l("Please enter a step.")})
    if len(wanted) > room:
        words = _l(
            "A checklist has at most %(max)d steps: there is room for %(room)d more, "
            "and you entered %(count)d. Nothing was added.",
            max=MAX_STEPS,
            room=room,
            count=len(wanted),
        )
        raise Invalid({"steps": words})
    for place, step in enumerate(wanted, start=1):
        if len(step.text) > MAX_LENGTH:
            words = _l(
                "Step %(place)d is too long: please use at most %(max)d characters. "
                "Nothing was added.",
                place=place,
                max=MAX_LENGTH,
            )
            raise Invalid({"steps": words})


def check_step(actor: Actor, number: int, step_id: UUID, *, is_done: bool) -> None:
    """Say whether the step is done; who owes the task may do so, too."""
    task = find_changeable(actor, number, may_finish).task
    step = find_step(actor, task, step_id)
    if (step.done_at is not None) is is_done:
        return
    _set_done(actor, step, is_done=is_done)
    _changed(actor, task, "checked" if is_done else "unchecked", text=step.text)


def _set_done(actor: Actor, step: ChecklistItem, *, is_done: bool) -> None:
    step.done_at = now() if is_done else None
    step.done_by = actor.membership_id if is_done else None


def rename_step(actor: Actor, number: int, step_id: UUID, text: str) -> None:
    """Let the step say something else; Invalid (field `text`) says why not."""
    task = find_changeable(actor, number, may_work).task
    step = find_step(actor, task, step_id)
    clean = clean_line(text)
    if not clean:
        raise Invalid({"text": _l("Please enter a step.")})
    if len(clean) > MAX_LENGTH:
        words = _l("Please use at most %(max)d characters.", max=MAX_LENGTH)
        raise Invalid({"text": words})
    if clean == step.text:
        return
    before, step.text = step.text, clean
    _changed(actor, task, "renamed", text=clean, before=before)


def move_step(actor: Actor, number: int, step_id: UUID, *, by: int) -> None:
    """Move the step so many places down, or up when `by` is negative; the ends are the end."""
    task = find_changeable(actor, number, may_work).task
    step = find_step(actor, task, step_id)
    steps = list_steps(task)
    place = min(max(steps.index(step) + by, 0), len(steps) - 1)
    if place == steps.index(step):
        return
    step.rank = rank_at(steps, step.id, place)
    _changed(actor, task, "moved", text=step.text)


def remove_step(actor: Actor, number: int, step_id: UUID) -> None:
    """Take the step off the list; `restore_step` takes that back."""
    task = find_changeable(actor, number, may_work).task
    step = find_step(actor, task, step_id)
    values = {
        "rank": step.rank,
        "done_at": step.done_at.isoformat() if step.done_at else None,
        "done_by": str(step.done_by) if step.done_by else None,
    }
    session().delete(step)
    session().flush()
    _changed(actor, task, "removed", id=str(step_id), text=step.text, values=values)


def _find_removal(actor: Actor, task: Task, step_id: UUID) -> RemovedStep | None:
    for row in activity.list_activity(actor, f"task.{_VERB}", task.id):
        told = row.details
        if told.get("what") == "removed" and told.get("id") == str(step_id):
            return RemovedStep(step_id, str(told["text"]), dict(told["values"]))
    return None


def find_removed_step(actor: Actor, task: Task, step_id: UUID) -> RemovedStep | None:
    """What the log remembers of a step that was removed; None when that is gone, or it is back."""
    is_back = session().get(ChecklistItem, step_id) is not None
    return None if is_back else _find_removal(actor, task, step_id)


def restore_step(actor: Actor, number: int, step_id: UUID) -> None:
    """Put a removed step back in its place; NothingToTakeBack, ChecklistFull."""
    task = find_changeable(actor, number, may_work).task
    removed = _find_removal(actor, task, step_id)
    if removed is None:
        raise NotFound
    if session().get(ChecklistItem, step_id) is not None:
        raise NothingToTakeBack
    steps = list_steps(task)
    if len(steps) >= MAX_STEPS:
        raise ChecklistFull
    step = _make(task, removed.text, free_rank(steps, removed.values["rank"]))
    step.id = step_id
    if removed.values["done_at"]:
        step.done_at = datetime.fromisoformat(removed.values["done_at"])
        step.done_by = parse_id(removed.values["done_by"])
    session().add(step)
    session().flush()
    _changed(actor, task, "restored", text=step.text)


def _changed(actor: Actor, task: Task, what: str, **details: Any) -> None:
    touch(task)
    note(actor, _VERB, task, what=what, **details)
