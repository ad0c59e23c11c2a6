"""A task as its page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.boards.models import BoardColumn, Label, Task, TaskLabel
from collab.boards.owners import DELEGATION, PERSON, OwnerKey
from collab.boards.service.lookups import FoundTask
from collab.boards.service.marking import list_owner_keys
from collab.boards.service.people import name_members
from collab.cooperations.models import Delegation, Membership
from collab.core.actor import Actor
from collab.core.db import session
from collab.core.holidays import FreeDay, find_free_day
from collab.texts.mentions import list_mentions


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who owes a task: a member, or a whole delegation."""

    key: OwnerKey
    name: str
    color: int
    #: theirs, or it
    delegation: Delegation

    @property
    def is_delegation(self) -> bool:
        """Whether a delegation owes it as a whole."""
        return self.key.kind == DELEGATION


@dataclass(frozen=True, slots=True)
class DayOff:
    """A delegation that owes a task does not work on the day on which it is due."""

    delegation: Delegation
    free: FreeDay


@dataclass(frozen=True, slots=True)
class TaskView:
    """What stands on the page of a task beside the task itself."""

    column: BoardColumn
    owners: list[Owner]
    labels: list[Label]
    #: None: it came with minutes or an import
    creator: str | None
    days_off: list[DayOff]
    #: what the members in the description are called now
    names: dict[UUID, str]


def read_task(actor: Actor, found: FoundTask) -> TaskView:
    """The task with everybody and everything around it."""
    task = found.task
    owners = list_owners(task)
    mentioned = list_mentions(task.description)
    names = name_members([*mentioned, *([task.created_by] if task.created_by else [])])
    return TaskView(
        column=session().get_one(BoardColumn, task.column_id),
        owners=owners,
        labels=_list_labels(task),
        creator=names.get(task.created_by) if task.created_by else None,
        days_off=list_days_off(actor, None if task.closed_at else task.due_on, owners),
        names=names,
    )


def list_owners(task: Task) -> list[Owner]:
    """Who owes the task, the first one first."""
    keys = list_owner_keys(task.id)
    return name_keys(keys)


def name_keys(keys: Iterable[OwnerKey]) -> list[Owner]:
    """The members and delegations of those keys, in that order; what there is none of is left."""
    wanted = list(keys)
    people = _find_people([key.id for key in wanted if key.kind == PERSON])
    delegations = _find_delegations([key.id for key in wanted if key.kind == DELEGATION])
    found = people | delegations
    return [found[key] for key in wanted if key in found]


def _find_people(ids: list[UUID]) -> dict[OwnerKey, Owner]:
    if not ids:
        return {}
    rows = session().execute(
        select(Membership.id, Person, Delegation)
        .join(Person, Person.id == Membership.person_id)
        .join(Delegation, Delegation.id == Membership.delegation_id)
        .where(Membership.id.in_(ids))
    )
    keyed = ((OwnerKey(PERSON, one), who, of) for one, who, of in rows)
    return {key: Owner(key, shown_name(who.name), who.color, of) for key, who, of in keyed}


def _find_delegations(ids: list[UUID]) -> dict[OwnerKey, Owner]:
    if not ids:
        return {}
    rows = session().scalars(select(Delegation).where(Delegation.id.in_(ids)))
    keyed = ((OwnerKey(DELEGATION, of.id), of) for of in rows)
    return {key: Owner(key, of.name, 0, of) for key, of in keyed}


def _list_labels(task: Task) -> list[Label]:
    return list(
        session().scalars(
            select(Label)
            .join(TaskLabel, TaskLabel.label_id == Label.id)
            .where(TaskLabel.task_id == task.id)
            .order_by(Label.position, Label.id)
        )
    )


def list_days_off(actor: Actor, day: date | None, owners: Iterable[Owner]) -> list[DayOff]:
    """The owners' delegations that do not work on that day, and why, in the actor's language."""
    if day is None:
        return []
    owing = {owner.delegation.id: owner.delegation for owner in owners}
    free = (
        (one, find_free_day(day, one.country, one.name, actor.language)) for one in owing.values()
    )
    return [DayOff(one, reason) for one, reason in free if reason is not None]
