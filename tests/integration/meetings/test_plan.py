"""Planning a meeting with the form, and everything that can be wrong in it."""

import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from collab.activity.models import Activity
from collab.core.db import session, unit_of_work
from collab.meetings.models import AgendaItem, Meeting, MeetingGroup
from tests.planning import GOOD
from tests.world import World


@pytest.fixture
def url(world: World) -> str:
    return world.here.url("/meetings")


@pytest.fixture
def mine(sign_in, world: World) -> FlaskClient:
    return sign_in(world.person("secretary"))


@pytest.fixture
def data(world: World) -> dict[str, str]:
    return GOOD | {"groups": str(world.group.id)}


def find_meetings(world: World) -> list[Meeting]:
    with unit_of_work(world.here.scope, writes=False):
        return list(session().scalars(select(Meeting)))


def test_a_meeting_is_planned_with_its_agenda(mine, url, data, world: World) -> None:
    answer = mine.post(url, data=data | {"agenda": "Welcome\n\n  Budget \nAny other business"})
    assert answer.status_code == 302
    (meeting,) = find_meetings(world)
    assert answer.location == f"{url}/{meeting.id}"
    assert meeting.starts_at == datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    assert meeting.ends_at == datetime(2026, 12, 1, 11, 0, tzinfo=UTC)
    assert (meeting.title, meeting.place, meeting.language) == (
        "Autumn meeting",
        "Ulm, room 3",
        "de",
    )
    with unit_of_work(world.here.scope, writes=False):
        items = session().scalars(select(AgendaItem).order_by(AgendaItem.position)).all()
        groups = session().scalars(select(MeetingGroup.group_id)).all()
        told = session().scalars(select(Activity.verb)).all()
    assert [item.title for item in items] == ["Welcome", "Budget", "Any other business"]
    assert groups == [world.group.id]
    assert told == ["meeting.created"]


def test_the_form_is_open_to_whoever_may_plan(sign_in, url, world: World) -> None:
    for name in ("coordinator", "chair", "secretary"):
        assert sign_in(world.person(name)).get(f"{url}/new").status_code == 200
    for name in ("member", "guest"):
        assert sign_in(world.person(name)).get(f"{url}/new").status_code == 403
        assert sign_in(world.person(name)).post(url, data=GOOD).status_code == 403
    assert sign_in(world.stranger).get(f"{url}/new").status_code == 404


def test_the_form_begins_with_my_zone_and_the_chosen_group(mine, url, world: World) -> None:
    page = mine.get(f"{url}/new?group=research").text
    checked = re.findall(r"<input[^>]* checked[^>]*>|<input checked[^>]*>", page)
    assert [str(world.group.id) in tag for tag in checked] == [True]
    assert '<option selected value="Europe/Berlin">' in page


#: what is entered, and the words that answer it
WRONG = {
    "a title of ten thousand letters": ({"title": "x" * 10_000}, "at most 200 characters"),
    "no title": ({"title": "  "}, "Please enter a title."),
    "an end before the start": ({"ends_at": "2026-12-01T09:59"}, "ends before it starts"),
    "an end that is the start": ({"ends_at": "2026-12-01T10:00"}, "ends before it starts"),
    "three weeks": ({"ends_at": "2026-12-22T10:00"}, "at most 14 days"),
    "an unknown zone": ({"timezone": "Mars/Olympus"}, "There is no such time zone."),
    "no zone": ({"timezone": ""}, "Please choose a time zone."),
    "a time that clocks skip": (
        {"starts_at": "2027-03-28T02:30", "ends_at": "2027-03-28T04:00"},
        "this time does not exist that day",
    ),
    "no date": ({"starts_at": ""}, "Please enter a date and a time."),
    "half a date": ({"starts_at": "tomorrow"}, "Please enter a date and a time."),
    "the year 1": ({"starts_at": "0001-01-01T00:00"}, "between 2000 and 2100"),
    "a script as link": ({"link": "javascript:alert(1)"}, "begins with https://"),
    "a word as link": ({"link": "zoom"}, "begins with https://"),
    "a link with spaces": ({"link": "https://a b"}, "not a link that can be opened"),
    "a long place": ({"place": "x" * 201}, "at most 200 characters"),
    "an unknown language": ({"language": "tlh"}, "Please choose a language."),
    "an unknown group": (
        {"groups": "00000000-0000-7000-8000-000000000000"},
        "There is no such group any more.",
    ),
    "a long agenda item": ({"agenda": "x" * 201}, "A line may have at most 200"),
    "too many agenda items": ({"agenda": "item\n" * 101}, "at most 100 items"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_and_what_was_typed_stays(mine, url, data, world, case) -> None:
    changes, words = WRONG[case]
    entered = data | {"place": "Kept place"} | changes
    answer = mine.post(url, data=entered)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert find_meetings(world) == []
    for name in ("title", "place", "link", "starts_at"):
        assert entered[name].strip() in answer.text


def test_everything_that_is_wrong_is_said_at_once(mine, url, data) -> None:
    wrong = {"title": "", "ends_at": "2020-01-01T10:00", "link": "javascript:alert(1)"}
    page = mine.post(url, data=data | wrong).text
    for words in ("Please enter a title.", "ends before it starts", "begins with https://"):
        assert words in page


def test_a_chair_cannot_plan_for_groups_of_others(mine, url, data, world: World) -> None:
    culture = world.here.groups["culture"]
    answer = mine.post(url, data=data | {"groups": str(culture.id)})
    assert answer.status_code == 422
    assert "at least one group that you chair or write for" in answer.text
    joint = mine.post(url, data=data | {"groups": [str(culture.id), str(world.group.id)]})
    assert joint.status_code == 302


def test_groups_of_other_cooperations_do_not_exist(mine, url, data, world: World) -> None:
    foreign = world.elsewhere.groups["research"]
    answer = mine.post(url, data=data | {"groups": str(foreign.id)})
    assert answer.status_code == 422
    assert "There is no such group any more." in answer.text


def test_letters_that_nobody_sees_are_left_out(mine, url, data, world: World) -> None:
    assert mine.post(url, data=data | {"title": "A\x00ut\tumn\x1b"}).status_code == 302
    assert find_meetings(world)[0].title == "Aut umn"


def test_a_night_that_is_an_hour_longer(mine, url, data, world: World) -> None:
    night = {"starts_at": "2026-10-25T02:30", "ends_at": "2026-10-25T02:15"}
    assert mine.post(url, data=data | night).status_code == 302
    (meeting,) = find_meetings(world)
    assert (meeting.ends_at - meeting.starts_at).total_seconds() == 45 * 60


@pytest.mark.csrf
def test_a_form_without_its_token_changes_nothing(mine, url, data, world: World) -> None:
    answer = mine.post(url, data=data)
    assert answer.status_code in (400, 422)
    assert "Autumn meeting" in answer.text
    assert find_meetings(world) == []
