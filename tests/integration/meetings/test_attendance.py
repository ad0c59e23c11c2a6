"""Who was there: noted by whoever plans, read by everybody who sees the meeting."""

from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from collab.core.db import session, unit_of_work
from collab.meetings.models import Attendance
from tests.planning import plan_meeting
from tests.world import World


class Sheet:
    """The attendance list of a meeting of the research group."""

    def __init__(self, world: World, sign_in: Any) -> None:
        self.world = world
        meeting_id = plan_meeting(world.actor("chair"), world.group)
        self.page = world.here.url(f"/meetings/{meeting_id}")
        self.url = f"{self.page}/attendance"
        self.client: FlaskClient = sign_in(world.person("chair"))

    def id(self, name: str) -> UUID:
        return self.world.membership(name).id

    def data(self, **statuses: str) -> dict[str, str]:
        return {f"status-{self.id(name)}": status for name, status in statuses.items()}

    def rows(self) -> dict[UUID, tuple[str, UUID | None]]:
        with unit_of_work(self.world.here.scope, writes=False):
            found = session().scalars(select(Attendance))
            return {row.membership_id: (row.status, row.represented_by) for row in found}


@pytest.fixture
def sheet(world: World, sign_in) -> Sheet:
    return Sheet(world, sign_in)


def test_the_list_names_who_is_in_the_groups(sheet: Sheet, world: World) -> None:
    page = sheet.client.get(sheet.url).text
    for name in ("chair", "secretary", "member", "guest"):
        assert f"status-{sheet.id(name)}" in page
    for name in ("coordinator", "outsider"):
        assert f"status-{sheet.id(name)}" not in page


def test_at_a_plenary_everybody_but_guests_is_listed(world: World, sign_in) -> None:
    meeting_id = plan_meeting(world.actor("coordinator"))
    url = world.here.url(f"/meetings/{meeting_id}/attendance")
    page = sign_in(world.person("coordinator")).get(url).text
    listed = [name for name in world.here.people if f"status-{world.membership(name).id}" in page]
    assert listed == ["coordinator", "chair", "secretary", "member", "outsider"]


def test_who_was_there_is_noted(sheet: Sheet) -> None:
    instead = {f"by-{sheet.id('member')}": str(sheet.id("outsider"))}
    answer = sheet.client.post(
        sheet.url,
        data=sheet.data(chair="present", secretary="excused", member="represented") | instead,
    )
    assert answer.location == f"{sheet.page}#attendance"
    assert sheet.rows() == {
        sheet.id("chair"): ("present", None),
        sheet.id("secretary"): ("excused", None),
        sheet.id("member"): ("represented", sheet.id("outsider")),
    }
    page = sheet.client.get(sheet.page).text
    assert '<th scope="row">' in page


def test_a_note_can_be_taken_back(sheet: Sheet) -> None:
    sheet.client.post(sheet.url, data=sheet.data(chair="present", member="absent"))
    was = {f"was-{sheet.id('chair')}": "present/"}
    sheet.client.post(sheet.url, data=sheet.data(chair="") | was)
    assert sheet.rows() == {sheet.id("member"): ("absent", None)}


def test_who_came_instead_is_forgotten_with_the_status(sheet: Sheet) -> None:
    by = {f"by-{sheet.id('member')}": str(sheet.id("outsider"))}
    sheet.client.post(sheet.url, data=sheet.data(member="represented") | by)
    sheet.client.post(sheet.url, data=sheet.data(member="present") | by)
    assert sheet.rows() == {sheet.id("member"): ("present", None)}


def test_two_people_fill_in_the_list_at_once(sheet: Sheet, sign_in, world: World) -> None:
    unseen = {f"was-{sheet.id(name)}": "/" for name in ("chair", "member")}
    sheet.client.post(sheet.url, data=sheet.data(chair="present", member="") | unseen)
    other = sign_in(world.person("secretary"))
    other.post(sheet.url, data=sheet.data(chair="", member="excused") | unseen)
    assert sheet.rows() == {
        sheet.id("chair"): ("present", None),
        sheet.id("member"): ("excused", None),
    }


def test_one_button_notes_all_others_as_present(sheet: Sheet) -> None:
    data = sheet.data(chair="", secretary="", member="excused") | {"rest": "present"}
    sheet.client.post(sheet.url, data=data)
    assert sorted(status for status, _by in sheet.rows().values()) == [
        "excused",
        "present",
        "present",
    ]


def test_what_is_wrong_is_said_and_what_was_chosen_stays(sheet: Sheet) -> None:
    member = sheet.id("member")
    for by, words in (
        ("", "Please choose who came instead."),
        (str(member), "Nobody can represent themselves."),
        (str(sheet.world.elsewhere.people["member"].membership.id), "not a member any more"),
    ):
        data = sheet.data(chair="absent", member="represented") | {f"by-{member}": by}
        answer = sheet.client.post(sheet.url, data=data)
        assert answer.status_code == 422
        assert words in answer.text
        assert '<option value="absent" selected>' in answer.text
        assert sheet.rows() == {}


def test_who_does_not_take_part_cannot_be_noted(sheet: Sheet) -> None:
    for name in ("outsider", "coordinator"):
        answer = sheet.client.post(sheet.url, data=sheet.data(**{name: "present"}))
        assert answer.status_code == 422
    foreign = sheet.world.elsewhere.people["member"].membership.id
    answer = sheet.client.post(sheet.url, data={f"status-{foreign}": "present"})
    assert answer.status_code == 422
    assert sheet.rows() == {}


def test_fields_that_mean_nothing_are_ignored(sheet: Sheet) -> None:
    odd = {"status-": "present", "status-x": "present", f"status-{sheet.id('chair')}": "dancing"}
    assert sheet.client.post(sheet.url, data=odd).status_code == 302
    assert sheet.rows() == {}


def test_whoever_left_stays_in_the_list_of_then(sheet: Sheet, world: World) -> None:
    sheet.client.post(sheet.url, data=sheet.data(member="present"))
    membership = world.membership("member")
    with unit_of_work(world.here.scope):
        session().get(type(membership), membership.id).ended_at = membership.joined_at
    assert world.person("member").name in sheet.client.get(sheet.url).text


def test_members_read_the_list_and_only_planners_write(sheet: Sheet, sign_in, world) -> None:
    sheet.client.post(sheet.url, data=sheet.data(chair="present"))
    for name in ("member", "outsider", "guest"):
        client = sign_in(world.person(name))
        page = client.get(sheet.url)
        assert page.status_code == 200
        assert "<form" not in page.text.partition("<main")[2].partition("</main>")[0]
        assert "Chair of here: present" in " ".join(page.text.split())
        assert client.post(sheet.url, data=sheet.data(chair="absent")).status_code == 403
    stranger = sign_in(world.stranger)
    assert stranger.get(sheet.url).status_code == 404
    assert stranger.post(sheet.url).status_code == 404
