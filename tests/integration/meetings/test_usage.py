"""How much a cooperation meets, in numbers."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from collab.core.clock import now
from collab.core.db import unit_of_work
from collab.meetings import service
from collab.meetings.models import Meeting
from tests.factories import make_attendance, make_meeting
from tests.world import Place, World

TODAY = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _march(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("collab.meetings.service.usage.now", lambda: TODAY)


def hold(place: Place, day: datetime, **changes: Any) -> Meeting:
    with unit_of_work(place.scope):
        return make_meeting(
            place.people["chair"].membership,
            starts_at=day,
            ends_at=day + timedelta(hours=2),
            **changes,
        )


def test_meetings_are_counted_by_month(world: World) -> None:
    for day in (
        datetime(2026, 3, 1, 9, tzinfo=UTC),
        datetime(2026, 3, 9, 9, tzinfo=UTC),
        datetime(2026, 1, 31, 23, tzinfo=UTC),
        datetime(2025, 12, 31, 9, tzinfo=UTC),
    ):
        hold(world.here, day)
    hold(world.here, TODAY + timedelta(days=1))
    hold(world.here, TODAY - timedelta(days=1), cancelled_at=now())
    hold(world.here, TODAY - timedelta(days=1), deleted_at=now())
    hold(world.elsewhere, TODAY - timedelta(days=1))
    with unit_of_work(world.here.scope, writes=False):
        found = service.count_held(world.actor("coordinator"), 3)
        assert len(service.count_held(world.actor("coordinator"), 12)) == 12
    assert [(each.month.isoformat(), each.held) for each in found] == [
        ("2026-01-01", 1),
        ("2026-02-01", 0),
        ("2026-03-01", 2),
    ]


def test_attendance_is_counted_by_delegation(world: World) -> None:
    meeting = hold(world.here, TODAY - timedelta(days=9))
    long_ago = hold(world.here, TODAY - timedelta(days=99))
    with unit_of_work(world.here.scope):
        make_attendance(meeting, world.membership("chair"))
        make_attendance(meeting, world.membership("member"), status="represented")
        make_attendance(meeting, world.membership("guest"), status="absent")
        make_attendance(meeting, world.membership("secretary"), status="excused")
        make_attendance(long_ago, world.membership("outsider"))
    with unit_of_work(world.here.scope, writes=False):
        since = TODAY - timedelta(days=30)
        first, second = service.attendance_by_delegation(world.actor("coordinator"), since)
    assert (first.here, first.excused, first.absent, first.share) == (0, 1, 0, 0.0)
    assert (second.here, second.excused, second.absent, second.noted) == (2, 0, 1, 3)
    assert second.delegation_id == world.here.delegations[1].id


def test_without_any_meeting_there_are_zeros(world: World) -> None:
    with unit_of_work(world.here.scope, writes=False):
        actor = world.actor("coordinator")
        assert sum(each.held for each in service.count_held(actor)) == 0
        found = service.attendance_by_delegation(actor, TODAY)
    assert [each.share for each in found] == [None, None]
