"""The agenda of a meeting: its items in their order."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.activity import service as activity
from collab.cooperations import service as cooperations
from collab.cooperations.models import Membership
from collab.core.actor import Actor
from collab.core.db import new_id, session
from collab.core.errors import Conflict, Invalid, NotFound
from collab.meetings.models import AgendaItem
from collab.meetings.service.lookups import find_managed

MAX_TITLE = 200
MAX_MINUTES = 24 * 60
MAX_ITEMS = 100


class ItemRemoved(NotFound):
    """The agenda item was removed in the meantime."""

    message = _l("This agenda item was removed in the meantime.")


class ItemChanged(Conflict):
    """Somebody changed the same words of the item after its form was opened."""

    code = "agenda_item_changed"
    message = _l("Somebody else changed this agenda item while you were editing it.")


@dataclass(frozen=True, slots=True)
class ItemPlan:
    """What an agenda item says; presenter is a membership, minutes its planned length."""

    title: str
    presenter_id: UUID | None = None
    minutes: int | None = None


def list_agenda(actor: Actor, meeting_id: UUID) -> Sequence[AgendaItem]:
    """The items of a meeting that the actor has found, in their order."""
    return (
        session()
        .scalars(
            select(AgendaItem)
            .where(AgendaItem.meeting_id == meeting_id)
            .order_by(AgendaItem.position, AgendaItem.id)
        )
        .all()
    )


def checked_titles(titles: list[str]) -> list[str]:
    """The titles without empty ones; Invalid when one is too long or they are too many."""
    found = [title.strip() for title in titles if title.strip()]
    if any(len(title) > MAX_TITLE for title in found):
        raise Invalid({"agenda": _l("A line may have at most %(max)d characters.", max=MAX_TITLE)})
    if len(found) > MAX_ITEMS:
        raise Invalid({"agenda": _l("An agenda has at most %(max)d items.", max=MAX_ITEMS)})
    return found


def fill_agenda(actor: Actor, meeting_id: UUID, titles: list[str]) -> None:
    """Give a new meeting its first items."""
    session().add_all(
        AgendaItem(
            id=new_id(),
            cooperation_id=actor.cooperation_id,
            meeting_id=meeting_id,
            title=title,
            position=position,
        )
        for position, title in enumerate(titles)
    )
    session().flush()


def _checked(actor: Actor, plan: ItemPlan, kept: UUID | None = None) -> ItemPlan:
    wrong: dict[str, Any] = {}
    title = plan.title.strip()
    if not title:
        wrong["title"] = _l("Please enter a title.")
    if len(title) > MAX_TITLE:
        wrong["title"] = _l("Please use at most %(max)d characters.", max=MAX_TITLE)
    if plan.minutes is not None and not 1 <= plan.minutes <= MAX_MINUTES:
        wrong["minutes"] = _l("Please enter between 1 and %(max)d minutes.", max=MAX_MINUTES)
    if plan.presenter_id is not None and plan.presenter_id != kept:
        try:
            cooperations.find_membership(actor, plan.presenter_id)
        except NotFound:
            wrong["presenter"] = _l("This person is not a member any more.")
    if wrong:
        raise Invalid(wrong)
    return ItemPlan(title, plan.presenter_id, plan.minutes)


def _number(items: Sequence[AgendaItem]) -> None:
    for position, item in enumerate(items):
        item.position = position
    session().flush()


def _pick(items: Sequence[AgendaItem], item_id: UUID) -> AgendaItem:
    found = next((item for item in items if item.id == item_id), None)
    if found is None:
        raise ItemRemoved
    return found


def add_item(actor: Actor, meeting_id: UUID, plan: ItemPlan) -> AgendaItem:
    """Add an item at the end; Invalid names the field."""
    find_managed(actor, meeting_id)
    plan = _checked(actor, plan)
    items = list_agenda(actor, meeting_id)
    if len(items) >= MAX_ITEMS:
        raise Invalid({"title": _l("An agenda has at most %(max)d items.", max=MAX_ITEMS)})
    item = _put(actor, meeting_id, new_id(), plan)
    _number([*items, item])
    activity.record(actor, "agenda_item.added", meeting_id, item_id=str(item.id), title=item.title)
    return item


def _put(actor: Actor, meeting_id: UUID, item_id: UUID, plan: ItemPlan) -> AgendaItem:
    item = AgendaItem(
        id=item_id,
        cooperation_id=actor.cooperation_id,
        meeting_id=meeting_id,
        title=plan.title,
        presenter_id=plan.presenter_id,
        minutes=plan.minutes,
        position=MAX_ITEMS,
    )
    session().add(item)
    session().flush()
    return item


def plan_of(item: AgendaItem) -> ItemPlan:
    """What the item says now."""
    return ItemPlan(item.title, item.presenter_id, item.minutes)


def find_item(actor: Actor, meeting_id: UUID, item_id: UUID) -> AgendaItem:
    """An item of a meeting that the actor has found; ItemRemoved when it is not on the agenda."""
    return _pick(list_agenda(actor, meeting_id), item_id)


def _merged(plan: ItemPlan, seen: ItemPlan, current: ItemPlan) -> ItemPlan:
    """The plan, with what was not touched as it is now; ItemChanged when both changed the same."""
    values = {}
    for name, wished in asdict(plan).items():
        was, stands = getattr(seen, name), getattr(current, name)
        if wished not in (was, stands) and stands != was:
            raise ItemChanged
        values[name] = stands if wished == was else wished
    return ItemPlan(**values)


def edit_item(
    actor: Actor, meeting_id: UUID, item_id: UUID, plan: ItemPlan, seen: ItemPlan | None = None
) -> AgendaItem:
    """Change what an item says; its place and the notes under it stay. Invalid names the field.

    `seen` is what the form had shown: only what differs from it is changed.
    """
    find_managed(actor, meeting_id)
    item = find_item(actor, meeting_id, item_id)
    plan = _checked(actor, plan, item.presenter_id)
    if seen is not None:
        plan = _merged(plan, seen, plan_of(item))
    if plan == plan_of(item):
        return item
    item.title, item.presenter_id, item.minutes = plan.title, plan.presenter_id, plan.minutes
    session().flush()
    activity.record(actor, "agenda_item.edited", meeting_id, item_id=str(item.id), title=item.title)
    return item


def move_item(actor: Actor, meeting_id: UUID, item_id: UUID, *, by: int) -> AgendaItem:
    """Move an item `by` places down (up when negative), at most to the end."""
    find_managed(actor, meeting_id)
    items = list(list_agenda(actor, meeting_id))
    item = _pick(items, item_id)
    here = items.index(item)
    there = min(max(here + by, 0), len(items) - 1)
    if here != there:
        items.insert(there, items.pop(here))
        _number(items)
        activity.record(actor, "agenda_item.moved", meeting_id, item_id=str(item.id))
    return item


def remove_item(actor: Actor, meeting_id: UUID, item_id: UUID) -> AgendaItem:
    """Take an item off the agenda; what was noted under it stays in the minutes."""
    find_managed(actor, meeting_id)
    items = list(list_agenda(actor, meeting_id))
    item = _pick(items, item_id)
    items.remove(item)
    session().delete(item)
    _number(items)
    activity.record(
        actor,
        "agenda_item.removed",
        meeting_id,
        item_id=str(item.id),
        title=item.title,
        presenter_id=str(item.presenter_id) if item.presenter_id else None,
        minutes=item.minutes,
        position=item.position,
    )
    return item


def find_removed(actor: Actor, meeting_id: UUID, item_id: UUID) -> dict[str, Any] | None:
    """What a removed item said; None when it is on the agenda, or never was."""
    if any(item.id == item_id for item in list_agenda(actor, meeting_id)):
        return None
    removals = activity.list_activity(actor, "agenda_item.removed", meeting_id)
    told = (one.details for one in removals)
    return next((one for one in told if one.get("item_id") == str(item_id)), None)


def restore_item(actor: Actor, meeting_id: UUID, item_id: UUID) -> AgendaItem:
    """Put a removed item back where it was, with its notes; Conflict when it is there already."""
    find_managed(actor, meeting_id)
    items = list(list_agenda(actor, meeting_id))
    if any(item.id == item_id for item in items):
        raise Conflict
    told = find_removed(actor, meeting_id, item_id)
    if told is None:
        raise NotFound
    presenter = UUID(told["presenter_id"]) if told["presenter_id"] else None
    item = _put(actor, meeting_id, item_id, ItemPlan(told["title"], presenter, told["minutes"]))
    items.insert(told["position"], item)
    _number(items)
    activity.record(actor, "agenda_item.restored", meeting_id, item_id=str(item.id))
    return item


def name_presenters(actor: Actor, meeting_id: UUID) -> dict[UUID, str]:
    """Who presents items of that meeting: names by membership."""
    rows = session().execute(
        select(Membership.id, Person.name)
        .join(Person, Person.id == Membership.person_id)
        .join(AgendaItem, AgendaItem.presenter_id == Membership.id)
        .where(AgendaItem.meeting_id == meeting_id)
    )
    return {membership_id: shown_name(name) for membership_id, name in rows}
