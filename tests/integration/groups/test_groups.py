"""Working groups: who sees them, founds them, and is in them."""

import pytest
from sqlalchemy import select

from collab.core.db import session, unit_of_work
from collab.groups.models import GroupMember, WorkingGroup
from tests.factories import make_meeting
from tests.planning import plan_meeting
from tests.world import World

PLAN = {"name": "Énergie & climat", "description": "What we burn.", "language": "fr"}


@pytest.fixture
def url(world: World) -> str:
    return world.here.url("/groups")


def find_groups(world: World) -> dict[str, WorkingGroup]:
    with unit_of_work(world.here.scope, writes=False):
        return {group.slug: group for group in session().scalars(select(WorkingGroup))}


def find_members(world: World) -> set:
    with unit_of_work(world.here.scope, writes=False):
        wanted = select(GroupMember.membership_id).where(GroupMember.group_id == world.group.id)
        return set(session().scalars(wanted))


def test_members_see_every_group_and_guests_their_own(url, sign_in, world: World) -> None:
    page = sign_in(world.person("outsider")).get(url).text
    assert "Research" in page
    assert "Culture" in page
    guest = sign_in(world.person("guest"))
    assert "Culture" not in guest.get(url).text
    assert guest.get(f"{url}/research").status_code == 200
    assert guest.get(f"{url}/culture").status_code == 404


def test_the_page_of_a_group_shows_people_and_meetings(url, sign_in, world: World) -> None:
    plan_meeting(world.actor("chair"), world.group, title="Next research meeting")
    plan_meeting(world.actor("coordinator"), world.here.groups["culture"], title="Elsewhere")
    page = sign_in(world.person("member")).get(f"{url}/research").text
    assert "Next research meeting" in page
    assert "Elsewhere" not in page
    assert "Secretary of here" in page
    assert "Outsider of here" not in page
    assert "New meeting" not in page


def test_chairs_plan_from_the_page_of_their_group(url, sign_in, world: World) -> None:
    chair = sign_in(world.person("chair"))
    assert "/meetings/new?group=research" in chair.get(f"{url}/research").text
    assert "/meetings/new?group=culture" not in chair.get(f"{url}/culture").text


def test_past_meetings_are_listed_too(url, sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        meeting = make_meeting(world.membership("chair"), world.group, title="Last year")
        meeting.starts_at = meeting.starts_at.replace(year=2025, day=1)
        meeting.ends_at = meeting.starts_at.replace(hour=23)
    page = sign_in(world.person("member")).get(f"{url}/research").text
    assert page.index("Past meetings") < page.index("Last year")


def test_a_coordinator_founds_a_group(url, sign_in, world: World) -> None:
    coordinator = sign_in(world.person("coordinator"))
    assert coordinator.post(url, data=PLAN).location == f"{url}/energie-climat"
    group = find_groups(world)["energie-climat"]
    assert (group.name, group.language) == ("Énergie & climat", "fr")
    again = coordinator.post(url, data=PLAN)
    assert again.location == f"{url}/energie-climat-2"
    page = coordinator.get(f"{url}/energie-climat").text
    assert '<span lang="fr">Énergie &amp; climat</span>' in page


def test_names_that_leave_no_letters_still_make_an_address(url, sign_in, world: World) -> None:
    coordinator = sign_in(world.person("coordinator"))
    for name in ("技術", "!!!", "New"):
        location = coordinator.post(url, data=PLAN | {"name": name}).location
        assert coordinator.get(location).status_code == 200
        assert name in coordinator.get(location).text


def test_a_group_is_renamed_and_keeps_its_address(url, sign_in, world: World) -> None:
    coordinator = sign_in(world.person("coordinator"))
    assert 'value="Research"' in coordinator.get(f"{url}/research/edit").text
    answer = coordinator.post(f"{url}/research/edit", data=PLAN)
    assert answer.location == f"{url}/research"
    assert find_groups(world)["research"].name == "Énergie & climat"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Please enter a name."),
        ({"name": "x" * 10_000}, "at most 120 characters"),
        ({"description": "x" * 2001}, "at most 2000 characters"),
        ({"language": "tlh"}, "aria-invalid"),
    ],
)
def test_what_is_wrong_is_said(url, sign_in, world: World, changes, words) -> None:
    coordinator = sign_in(world.person("coordinator"))
    for path in (url, f"{url}/research/edit"):
        answer = coordinator.post(path, data=PLAN | changes)
        assert answer.status_code == 422
        assert words in answer.text
    assert len(find_groups(world)) == 2


def test_groups_are_arranged_by_coordinators_alone(url, sign_in, world: World) -> None:
    for name in ("chair", "secretary", "member", "outsider", "guest"):
        client = sign_in(world.person(name))
        assert client.get(f"{url}/new").status_code == 403
        assert client.post(url, data=PLAN).status_code == 403
        assert client.get(f"{url}/research/edit").status_code == 403
        assert client.post(f"{url}/research/edit", data=PLAN).status_code == 403
    stranger = sign_in(world.stranger)
    for path in ("", "/new", "/research", "/research/edit"):
        assert stranger.get(url + path).status_code == 404


def test_people_of_other_cooperations_cannot_be_put_in(url, sign_in, world: World) -> None:
    chair = sign_in(world.person("chair"))
    foreign = world.elsewhere.people["member"].membership.id
    for membership in (foreign, "nobody", ""):
        answer = chair.post(f"{url}/research/members", data={"membership": membership})
        assert answer.status_code in (404, 422)
    assert chair.post(f"{url}/research/members/{foreign}/removal").status_code == 404


def test_others_place_nobody(url, sign_in, world: World) -> None:
    member = world.membership("member").id
    for name in ("secretary", "member", "outsider"):
        client = sign_in(world.person(name))
        data = {"membership": world.membership("outsider").id}
        assert client.post(f"{url}/research/members", data=data).status_code == 403
        assert client.post(f"{url}/research/members/{member}/removal").status_code == 403
    assert member in find_members(world)
