"""Who owes a task, and its labels: rows with their places, and what the log says about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from collab.accounts.models import Person
from collab.activity import service as activity
from collab.boards.models import Board, Label, Task, TaskLabel, TaskOwner
from collab.boards.owners import DELEGATION, PERSON, OwnerKey, owner_key
from collab.boards.service.changes import touch
from collab.boards.service.people import keep_seeing
from collab.cooperations.models import Delegation, Membership
from collab.core.actor import Actor
from collab.core.db import session
from collab.core.errors import Invalid


@dataclass(frozen=True, slots=True)
class Marked:
    """What a change of owners or labels brought and took."""

    added: tuple[Any, ...]
    removed: tuple[Any, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def list_owner_keys(task_id: UUID) -> list[OwnerKey]:
    """Who owes the task, the first one first."""
    rows = session().execute(
        select(TaskOwner.membership_id, TaskOwner.delegation_id)
        .where(TaskOwner.task_id == task_id)
        .order_by(TaskOwner.position, TaskOwner.id)
    )
    return [owner_key(member, delegation) for member, delegation in rows]


def set_owners(task: Task, keys: Sequence[OwnerKey]) -> Marked:
    """Let exactly these owe the task, in this order; hold the board's lock.

    Invalid (field `owners`) when a new one is no member, or no delegation, of the cooperation.
    """
    wanted = list(dict.fromkeys(keys))
    before = list_owner_keys(task.id)
    added = tuple(key for key in wanted if key not in before)
    removed = tuple(key for key in before if key not in wanted)
    if wanted == before:
        return Marked((), ())
    _check_owners(added)
    session().execute(delete(TaskOwner).where(TaskOwner.task_id == task.id))
    for position, key in enumerate(wanted):
        session().add(
            TaskOwner(
                cooperation_id=task.cooperation_id,
                task_id=task.id,
                membership_id=key.membership_id,
                delegation_id=key.delegation_id,
                position=position,
            )
        )
    _changed(task)
    return Marked(added, removed)


def assign(actor: Actor, task: Task, keys: Sequence[OwnerKey]) -> Marked:
    """The same, with a line in the log when somebody came or went.

    Invalid also when a new one does not see the task's board.
    """
    marked = set_owners(task, keys)
    if marked:
        _check_seeing(task, marked.added)
        names = name_owners((*marked.added, *marked.removed))
        activity.record(
            actor,
            "task.assigned",
            task.id,
            number=task.number,
            name=task.title,
            added=[names[key] for key in marked.added],
            removed=[names[key] for key in marked.removed],
            members=[str(key.id) for key in marked.added if key.kind == PERSON],
            former=[str(key.id) for key in marked.removed if key.kind == PERSON],
            delegations=[str(key.id) for key in marked.added if key.kind == DELEGATION],
        )
    return marked


def name_owners(keys: Iterable[OwnerKey]) -> dict[OwnerKey, str]:
    """What they are called, for the log; empty for those whose account was erased."""
    names = dict.fromkeys(keys, "")
    members = [key.id for key in names if key.kind == PERSON]
    delegations = [key.id for key in names if key.kind == DELEGATION]
    if members:
        found = select(Membership.id, Person.name).join(Person, Person.id == Membership.person_id)
        rows = session().execute(found.where(Membership.id.in_(members)))
        names.update({OwnerKey(PERSON, one): name for one, name in rows})
    if delegations:
        wanted = select(Delegation.id, Delegation.name).where(Delegation.id.in_(delegations))
        names.update({OwnerKey(DELEGATION, one): name for one, name in session().execute(wanted)})
    return names


def set_labels(task: Task, label_ids: Iterable[UUID]) -> Marked:
    """Put exactly these labels on the task; hold the board's lock.

    Invalid (field `labels`) when its board has no such label.
    """
    wanted = set(label_ids)
    present = select(TaskLabel.label_id).where(TaskLabel.task_id == task.id)
    before = set(session().scalars(present))
    if wanted == before:
        return Marked((), ())
    added = _list_labels(task, wanted - before)
    removed = _list_labels(task, before - wanted)
    if len(added) < len(wanted - before):
        raise Invalid({"labels": _l("This board has no such label any more.")})
    gone = TaskLabel.label_id.in_(before - wanted)
    session().execute(delete(TaskLabel).where(TaskLabel.task_id == task.id, gone))
    for label in added:
        session().add(
            TaskLabel(cooperation_id=task.cooperation_id, task_id=task.id, label_id=label.id)
        )
    _changed(task)
    return Marked(tuple(added), tuple(removed))


def label(actor: Actor, task: Task, label_ids: Iterable[UUID]) -> Marked:
    """The same, with a line in the log when a label came or went."""
    marked = set_labels(task, label_ids)
    if marked:
        activity.record(
            actor,
            "task.labelled",
            task.id,
            number=task.number,
            name=task.title,
            added=[one.name for one in marked.added],
            removed=[one.name for one in marked.removed],
        )
    return marked


def _list_labels(task: Task, ids: Iterable[UUID]) -> list[Label]:
    wanted = select(Label).where(Label.board_id == task.board_id, Label.id.in_(list(ids)))
    return list(session().scalars(wanted.order_by(Label.position, Label.id)))


def _check_owners(keys: Sequence[OwnerKey]) -> None:
    members = [key.id for key in keys if key.kind == PERSON]
    delegations = [key.id for key in keys if key.kind == DELEGATION]
    known: set[UUID] = set()
    if members:
        active = Membership.id.in_(members) & Membership.ended_at.is_(None)
        known |= set(session().scalars(select(Membership.id).where(active)))
    if delegations:
        wanted = select(Delegation.id).where(Delegation.id.in_(delegations))
        known |= set(session().scalars(wanted))
    if known != {key.id for key in keys}:
        raise Invalid({"owners": _l("Somebody whom you chose is not in this cooperation now.")})


def _check_seeing(task: Task, keys: Iterable[OwnerKey]) -> None:
    members = {key.id for key in keys if key.kind == PERSON}
    if keep_seeing(session().get_one(Board, task.board_id), members) != members:
        raise Invalid({"owners": _l("Somebody whom you chose cannot see this board.")})


def _changed(task: Task) -> None:
    task.revision += 1
    touch(task)
    session().flush()
