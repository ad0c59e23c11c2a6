"""What tests of notifications look at: who was told what, and which mails wait."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from collab.accounts.models import Person
from collab.cooperations.models import Membership
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import GLOBAL, new_id, session, unit_of_work
from collab.mail.models import Mail
from collab.notifications import duties, service
from collab.notifications.models import Kind, Notification, NotificationChoice, Pace
from collab.notifications.service import digests, due, late, telling, waiting
from tests.world import World

Told = list[tuple[str, str]]


def told(world: World) -> Told:
    """Who was told what in `here`, as (name, kind), sorted."""
    names = {each.membership.id: name for name, each in world.here.people.items()}
    with unit_of_work(world.here.scope, writes=False):
        rows = session().execute(select(Notification.membership_id, Notification.kind))
        return sorted((names.get(member_id, "?"), kind) for member_id, kind in rows)


def list_rows(world: World) -> list[Notification]:
    """The notifications of `here`, the first one first."""
    with unit_of_work(world.here.scope, writes=False):
        return list(session().scalars(select(Notification).order_by(Notification.id)))


def list_mails(person: Person | None = None) -> list[Mail]:
    """The mails that are queued or kept, to that person or to anybody."""
    wanted = select(Mail).where(Mail.template.startswith("notifications/")).order_by(Mail.id)
    if person is not None:
        wanted = wanted.where(Mail.person_id == person.id)
    with unit_of_work(GLOBAL, writes=False):
        return list(session().scalars(wanted))


def set_pace(membership: Membership, kind: Kind, pace: Pace) -> None:
    """What the member chose; inside a unit of work."""
    session().add(NotificationChoice(membership_id=membership.id, kind=kind, pace=pace))
    session().flush()


def make_notification(membership: Membership, **changes: Any) -> Notification:
    """What the member was told a minute ago, for the next digest; inside a unit of work."""
    values: dict[str, Any] = {
        "id": new_id(),
        "membership_id": membership.id,
        "kind": Kind.MENTIONED,
        "details": {},
        "created_at": now() - timedelta(minutes=1),
        "pace": Pace.DAILY,
    }
    row = Notification(**values | changes)
    session().add(row)
    session().flush()
    return row


def count_unread(actor: Actor) -> int:
    """What their bell says."""
    with unit_of_work(actor.scope, writes=False):
        return service.count_unread(actor)


class Clock:
    """What time it is for notifications."""

    def __init__(self) -> None:
        self.at: datetime | None = None

    def __call__(self) -> datetime:
        assert self.at is not None
        return self.at


@contextmanager
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """Every module of notifications takes the time from this."""
    clock = Clock()
    with monkeypatch.context() as patch:
        for module in (duties, telling, waiting):
            patch.setattr(module, "now", clock)
        yield clock


def run_due(world: World, at: datetime) -> int:
    """What the duty does in `here` at that moment."""
    with unit_of_work(world.here.scope):
        return due.tell_due(world.here.id, at)


def run_digest(world: World, at: datetime) -> int:
    """What the duty does in `here` at that moment."""
    with unit_of_work(world.here.scope):
        return digests.send_digests(world.here.id, at)


def run_late(world: World, at: datetime) -> int:
    """What the duty does in `here` at that moment."""
    with unit_of_work(world.here.scope):
        return late.send_late(world.here.id, at)
