"""Sharing single meetings with guests, and what guests see at all."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from collab.accounts.models import Person
from collab.cooperations.models import Membership
from collab.core.actor import Role
from collab.core.db import unit_of_work
from collab.meetings import service as meetings
from tests.factories import make_membership, make_person
from tests.planning import plan_meeting
from tests.world import World


class Visit:
    """A guest of no group, and meetings they have not been asked to."""

    def __init__(self, world: World, sign_in) -> None:
        self.world = world
        with unit_of_work(world.here.scope):
            self.person: Person = make_person(name="Gala Guest")
            self.membership: Membership = make_membership(
                self.person, world.here.delegations[0], Role.GUEST
            )
        chair = world.actor("chair")
        self.id = plan_meeting(chair, world.group, title="Shared one", items=["Budget"])
        self.other_id = plan_meeting(chair, world.group, title="Zwitschervogel")
        self.plenary_id = plan_meeting(chair, title="Zwitscherplenum")
        self.url = world.here.url(f"/meetings/{self.id}")
        self.client: FlaskClient = sign_in(self.person)
        self.chair: FlaskClient = sign_in(world.person("chair"))

    def share(self):
        return self.chair.post(f"{self.url}/guests", data={"membership": self.membership.id})

    def unshare(self):
        return self.chair.post(f"{self.url}/guests/{self.membership.id}/removal")


@pytest.fixture
def visit(world: World, sign_in) -> Visit:
    return Visit(world, sign_in)


def test_a_shared_meeting_is_open_with_its_minutes(visit: Visit) -> None:
    paths = ("", "/minutes", "/attendance")
    assert [visit.client.get(visit.url + path).status_code for path in paths] == [404] * 3
    assert visit.share().location == f"{visit.url}#guests"
    assert [visit.client.get(visit.url + path).status_code for path in paths] == [200] * 3
    page = visit.client.get(visit.url).text
    assert 'data-writable="false"' in page
    assert "/edit" not in page
    assert "Share with a guest" not in page


def test_guests_are_listed_for_those_who_manage(visit: Visit) -> None:
    visit.share()
    page = visit.chair.get(visit.url).text
    assert f"{visit.url}/guests/{visit.membership.id}/removal" in page
    assert "Gala Guest" in page
    people = re.search(r'id="minutes-people">(.*?)</script>', page)
    assert people
    assert "Gala Guest" in people.group(1)


def test_taking_back_is_offered_to_be_taken_back(visit: Visit) -> None:
    visit.share()
    answer = visit.unshare()
    assert visit.client.get(visit.url).status_code == 404
    page = visit.chair.get(answer.location).text
    assert "Gala Guest can no longer open this meeting." in page
    assert "Take back" in page
    assert visit.unshare().status_code == 404


def test_sharing_twice_is_sharing(visit: Visit) -> None:
    assert visit.share().status_code == visit.share().status_code == 302
    visit.unshare()
    assert visit.client.get(visit.url).status_code == 404


def test_only_guests_are_shared_with(visit: Visit, world: World) -> None:
    for name, status in (("member", 409), ("outsider", 409)):
        data = {"membership": world.membership(name).id}
        assert visit.chair.post(f"{visit.url}/guests", data=data).status_code == status
    foreign = world.elsewhere.people["guest"].membership.id
    assert visit.chair.post(f"{visit.url}/guests", data={"membership": foreign}).status_code == 404
    assert visit.chair.post(f"{visit.url}/guests", data={"membership": "x"}).status_code == 422


def test_only_who_manages_the_meeting_shares_it(visit: Visit, world: World, sign_in) -> None:
    data = {"membership": visit.membership.id}
    for name in ("member", "outsider", "guest"):
        client = sign_in(world.person(name))
        assert client.post(f"{visit.url}/guests", data=data).status_code == 403
    plenary = world.here.url(f"/meetings/{visit.plenary_id}/guests")
    assert sign_in(world.person("member")).post(plenary, data=data).status_code == 403
    assert visit.chair.post(plenary, data=data).status_code == 302


def test_a_guest_who_becomes_a_member_sees_everything(visit: Visit, world: World) -> None:
    visit.share()
    with unit_of_work(world.here.scope) as opened:
        opened.merge(visit.membership).role = Role.MEMBER
    assert visit.client.get(world.here.url(f"/meetings/{visit.other_id}")).status_code == 200
    assert "Gala Guest" not in visit.chair.get(visit.url).text.split('id="guests"')[-1][:2000]


def test_lists_have_only_what_is_shared(visit: Visit, world: World) -> None:
    visit.share()
    page = visit.client.get(world.here.url("/meetings")).text
    assert "Shared one" in page
    assert "Zwitscher" not in page
    with unit_of_work(world.here.scope, writes=False):
        found = meetings.list_my_next_meetings(world.actor("guest"), 9)
    assert [each.meeting.title for each in found] == ["Shared one", "Zwitschervogel"]


def _pages(app: Flask, visit: Visit) -> Iterator[str]:
    """Every page of a cooperation that can be opened, with the ids of what is not shared."""
    known = {
        "cooperation": visit.world.here.slug,
        "group": "research",
        "meeting_id": visit.other_id,
        "membership_id": visit.world.membership("secretary").id,
    }
    for rule in app.url_map.iter_rules():
        if "cooperation" in rule.arguments and "GET" in (rule.methods or ()):
            names = {name: known.get(name, visit.plenary_id) for name in rule.arguments}
            built = rule.build(names)
            if built is not None:
                yield built[1]


def test_nothing_else_leaks_anywhere(app: Flask, visit: Visit, world: World) -> None:
    visit.share()
    hidden = ("Zwitscher", "Outsider of here", "Coordinator of here", "Culture")
    walked = list(_pages(app, visit))
    assert len(walked) > 15
    for path in walked:
        page = visit.client.get(path)
        assert page.status_code in (200, 302, 403, 404), path
        for words in hidden:
            assert words not in page.text, f"{path} tells a guest of {words}"
