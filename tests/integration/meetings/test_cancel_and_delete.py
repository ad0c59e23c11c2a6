"""Cancelling and deleting a meeting, taking that back, and who had it open meanwhile."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from collab.activity.models import Activity
from collab.core import revocation
from collab.core.db import session, unit_of_work
from collab.core.errors import NotFound
from collab.core.revocation import AccessChange
from collab.minutes import service as minutes
from collab.minutes.models import Minutes
from tests.planning import GOOD, plan_meeting
from tests.world import World


class Planned:
    """A meeting of the research group, its chair, and what open pages are told."""

    def __init__(self, world: World, sign_in: Any) -> None:
        self.world = world
        self.id = plan_meeting(world.actor("chair"), world.group)
        self.list = world.here.url("/meetings")
        self.url = f"{self.list}/{self.id}"
        self.client: FlaskClient = sign_in(world.person("chair"))
        with unit_of_work(world.here.scope, writes=False):
            self.document_id = session().scalars(select(Minutes.document_id)).one()

    def can_write(self, name: str) -> bool:
        with unit_of_work(self.world.here.scope, writes=False):
            return minutes.can_write(self.world.actor(name), self.document_id)

    def verbs(self) -> list[str]:
        with unit_of_work(self.world.here.scope, writes=False):
            return list(session().scalars(select(Activity.verb).order_by(Activity.at)))


@pytest.fixture
def planned(world: World, sign_in) -> Planned:
    return Planned(world, sign_in)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[AccessChange]:
    changes: list[AccessChange] = []
    monkeypatch.setattr(revocation, "_listeners", [changes.append])
    return changes


def test_a_cancelled_meeting_stays_and_its_minutes_are_closed(planned: Planned, told) -> None:
    assert planned.can_write("member")
    assert planned.client.post(f"{planned.url}/cancellation").location == planned.url
    page = planned.client.get(planned.url).text
    assert "This meeting is cancelled." in page
    assert 'data-writable="false"' in page
    assert not planned.can_write("member")
    assert told == [AccessChange(document_id=planned.document_id)]


def test_cancelling_can_be_taken_back(planned: Planned, told) -> None:
    planned.client.post(f"{planned.url}/cancellation")
    assert f"{planned.url}/cancellation/undo" in planned.client.get(planned.url).text
    planned.client.post(f"{planned.url}/cancellation/undo")
    assert planned.can_write("member")
    assert len(told) == 2
    assert planned.verbs() == ["meeting.created", "meeting.cancelled", "meeting.uncancelled"]


def test_cancelling_twice_happens_once(planned: Planned) -> None:
    for _time in range(2):
        assert planned.client.post(f"{planned.url}/cancellation").status_code == 302
    assert planned.verbs().count("meeting.cancelled") == 1


def test_a_deleted_meeting_is_gone_for_everybody(planned: Planned, sign_in, told, world) -> None:
    answer = planned.client.post(f"{planned.url}/deletion")
    assert answer.location == f"{planned.list}?deleted={planned.id}"
    assert told == [AccessChange(document_id=planned.document_id)]
    with pytest.raises(NotFound):
        planned.can_write("member")
    member = sign_in(world.person("member"))
    assert "Autumn meeting" not in member.get(planned.list).text
    assert member.get(f"{planned.url}/minutes").status_code == 404


def test_deleting_can_be_taken_back_from_the_list(planned: Planned, sign_in, world) -> None:
    after = planned.client.post(f"{planned.url}/deletion").location
    page = planned.client.get(after).text
    assert "“Autumn meeting” was deleted." in page
    assert f"{planned.url}/deletion/undo" in page
    assert "was deleted" not in sign_in(world.person("member")).get(after).text
    planned.client.post(f"{planned.url}/deletion/undo")
    assert planned.client.get(planned.url).status_code == 200
    assert planned.can_write("member")
    assert "was deleted" not in planned.client.get(after).text


def test_a_meeting_deleted_while_open_in_a_tab(planned: Planned, sign_in, world: World) -> None:
    planned.client.post(f"{planned.url}/deletion")
    secretary = sign_in(world.person("secretary"))
    page = secretary.get(planned.url)
    assert page.status_code == 410
    assert "This meeting was deleted" in page.text
    assert "Take back the deletion" in page.text
    member = sign_in(world.person("member")).get(planned.url)
    assert member.status_code == 410
    assert "Take back the deletion" not in member.text


def test_what_was_typed_for_a_deleted_meeting_can_be_copied(
    planned: Planned, sign_in, world
) -> None:
    planned.client.post(f"{planned.url}/deletion")
    secretary = sign_in(world.person("secretary"))
    for path, data in (
        ("/edit", GOOD | {"title": "Typed for an hour", "version": "1"}),
        ("/agenda", {"title": "Typed for an hour"}),
    ):
        answer = secretary.post(planned.url + path, data=data)
        assert answer.status_code == 404
        assert "This meeting was deleted." in answer.text
        assert "Typed for an hour" in answer.text


def test_whoever_may_not_see_it_learns_nothing_of_a_deletion(
    planned: Planned, sign_in, world
) -> None:
    culture = plan_meeting(world.actor("coordinator"), world.here.groups["culture"])
    url = f"{planned.list}/{culture}"
    sign_in(world.person("coordinator")).post(f"{url}/deletion")
    for person in (world.person("guest"), world.stranger):
        assert sign_in(person).get(url).status_code == 404


def test_cancelling_and_deleting_are_for_whoever_plans(planned: Planned, sign_in, world) -> None:
    verbs = ("cancellation", "cancellation/undo", "deletion", "deletion/undo")
    for name in ("member", "outsider", "guest"):
        client = sign_in(world.person(name))
        assert {client.post(f"{planned.url}/{verb}").status_code for verb in verbs} == {403}
    stranger = sign_in(world.stranger)
    assert {stranger.post(f"{planned.url}/{verb}").status_code for verb in verbs} == {404}
    assert planned.verbs() == ["meeting.created"]


def test_other_groups_mean_other_rights_at_once(planned: Planned, told, world: World) -> None:
    both = [str(world.group.id), str(world.here.groups["culture"].id)]
    assert not planned.can_write("outsider")
    planned.client.post(f"{planned.url}/edit", data=GOOD | {"groups": both, "version": "1"})
    assert planned.can_write("outsider")
    assert AccessChange(document_id=planned.document_id) in told
