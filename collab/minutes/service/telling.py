"""Minutes follow the tasks that their actions are."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from collab.boards.models import Task
from collab.boards.owners import DELEGATION, PERSON
from collab.boards.service.marking import list_owner_keys, name_owners
from collab.boards.service.mirrored import MINUTES, title_of
from collab.core.actor import Actor
from collab.core.db import session
from collab.live import service as live
from collab.meetings.models import Meeting
from collab.minutes.models import Minutes, MinutesAction

SET_ACTION: Final = "set_action"


def list_owed_blocks(document_id: UUID) -> set[UUID]:
    """The actions of which their tasks said something that is not in the text yet."""
    return {UUID(edit["block"]) for edit in live.list_owed(document_id, SET_ACTION)}


def tell_minutes(actor: Actor, task_id: UUID, verb: str, details: Mapping[str, Any]) -> None:
    """Write into the minutes what somebody changed of a task that is an action there.

    Not when it only followed the minutes; and not into those of a meeting that is cancelled, which
    stay as they are.
    """
    if details.get("origin") == MINUTES:
        return
    row = _find_written(MinutesAction.task_id == task_id)
    if row is None:
        return
    action, document_id = row
    task = session().get_one(Task, task_id)
    edit = _describe(action, task, verb, details)
    if edit:
        _request(actor, document_id, action, edit)


def catch_up(actor: Actor, meeting_id: UUID) -> None:
    """Write into the minutes of a meeting what became of its tasks while it was cancelled."""
    found = _written().where(MinutesAction.meeting_id == meeting_id)
    rows = session().execute(found.add_columns(Task).join(Task, Task.id == MinutesAction.task_id))
    for action, document_id, task in rows.all():
        before = title_of(action.text)
        edit: dict[str, Any] = {"attrs": _assign(action, task)}
        edit["attrs"] |= {"due": _day(task), "done": task.closed_at is not None}
        if before != task.title:
            edit |= {"text": task.title, "was": before}
        _request(actor, document_id, action, edit)


def _written() -> Any:
    """Actions that stand in minutes which may change, and the document of those."""
    return (
        select(MinutesAction, Minutes.document_id)
        .join(Minutes, Minutes.id == MinutesAction.minutes_id)
        .join(Meeting, Meeting.id == MinutesAction.meeting_id)
        .where(
            MinutesAction.gone_at.is_(None),
            Meeting.cancelled_at.is_(None),
            Meeting.deleted_at.is_(None),
        )
    )


def _find_written(is_it: Any) -> tuple[MinutesAction, UUID] | None:
    row = session().execute(_written().where(is_it)).first()
    return None if row is None else (row[0], row[1])


def _describe(
    action: MinutesAction, task: Task, verb: str, details: Mapping[str, Any]
) -> dict[str, Any]:
    """The edit that says what changed, and only that: the rest may just be being typed."""
    fields = details.get("fields", {}) if verb == "task.edited" else {}
    attrs: dict[str, Any] = {}
    edit: dict[str, Any] = {}
    if verb == "task.renamed":
        edit = {"text": task.title, "was": details["before"]}
    if "title" in fields:
        edit = {"text": task.title, "was": fields["title"][0]}
    if "due_on" in fields:
        attrs["due"] = _day(task)
    if verb == "task.assigned":
        attrs |= _assign(action, task)
    if verb in ("task.closed", "task.reopened"):
        attrs["done"] = task.closed_at is not None
    return {"attrs": attrs, **edit} if attrs or edit else {}


def _day(task: Task) -> str | None:
    return None if task.due_on is None else task.due_on.isoformat()


def _assign(action: MinutesAction, task: Task) -> dict[str, Any]:
    """Minutes name one: whom they name already, else the first person, else the delegation."""
    keys = list_owner_keys(task.id)
    people = [key for key in keys if key.kind == PERSON]
    named = [key for key in people if key.id == action.assignee_id]
    owing = [key for key in keys if key.kind == DELEGATION]
    chosen = next(iter([*named, *people, *owing]), None)
    if chosen is None:
        return {"assignee": None, "assigneeLabel": None}
    member = chosen.membership_id
    label = name_owners([chosen])[chosen] or None
    return {"assignee": None if member is None else str(member), "assigneeLabel": label}


def _request(
    actor: Actor, document_id: UUID, action: MinutesAction, edit: Mapping[str, Any]
) -> None:
    live.request_edit(actor, document_id, {"op": SET_ACTION, "block": str(action.block), **edit})
