"""Editing a meeting, alone and with somebody else at the same time."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from collab.core.db import session, unit_of_work
from collab.meetings.models import Meeting, MeetingGroup
from tests.planning import GOOD, plan_meeting
from tests.world import World


class Edited:
    """A meeting of the research group, its form, and two people who fill it in."""

    def __init__(self, world: World, sign_in: Any) -> None:
        self.world = world
        self.id = plan_meeting(world.actor("chair"), world.group)
        self.url = world.here.url(f"/meetings/{self.id}/edit")
        self.chair: FlaskClient = sign_in(world.person("chair"))
        self.secretary: FlaskClient = sign_in(world.person("secretary"))

    def data(self, **changes: Any) -> dict[str, Any]:
        """What the form sends, as it was opened at first."""
        return GOOD | {"groups": str(self.world.group.id), "version": "1"} | changes

    def row(self) -> Meeting:
        with unit_of_work(self.world.here.scope, writes=False):
            return session().scalars(select(Meeting).where(Meeting.id == self.id)).one()


@pytest.fixture
def edited(world: World, sign_in) -> Edited:
    return Edited(world, sign_in)


def test_the_form_shows_what_is_planned(edited: Edited) -> None:
    page = edited.chair.get(edited.url).text
    for text in ("Autumn meeting", "2026-12-01T10:00", "2026-12-01T12:00", "Ulm, room 3"):
        assert f'value="{text}"' in page
    assert '<option selected value="Europe/Berlin">' in page
    assert '<option selected value="de">' in page


def test_changes_are_kept(edited: Edited) -> None:
    answer = edited.chair.post(edited.url, data=edited.data(title="Winter", place=""))
    assert answer.status_code == 302
    row = edited.row()
    assert (row.title, row.place, row.version) == ("Winter", "", 2)


def test_saving_without_changes_makes_no_new_version(edited: Edited) -> None:
    assert edited.chair.post(edited.url, data=edited.data()).status_code == 302
    assert edited.row().version == 1


def test_a_meeting_moves_to_another_zone_with_its_clock(edited: Edited) -> None:
    edited.chair.post(edited.url, data=edited.data(timezone="Europe/Lisbon"))
    assert edited.row().starts_at.hour == 10


def test_groups_can_change(edited: Edited) -> None:
    culture = edited.world.here.groups["culture"]
    both = [str(edited.world.group.id), str(culture.id)]
    assert edited.chair.post(edited.url, data=edited.data(groups=both)).status_code == 302
    with unit_of_work(edited.world.here.scope, writes=False):
        groups = session().scalars(select(MeetingGroup.group_id)).all()
    assert set(map(str, groups)) == set(both)


def test_nobody_edits_their_own_group_away(edited: Edited) -> None:
    culture = edited.world.here.groups["culture"]
    answer = edited.chair.post(edited.url, data=edited.data(groups=str(culture.id)))
    assert answer.status_code == 422


def test_the_second_one_sees_what_the_first_one_changed(edited: Edited) -> None:
    edited.chair.post(edited.url, data=edited.data(title="Their title", place="Lyon"))
    late = edited.secretary.post(edited.url, data=edited.data(title="My title"))
    assert late.status_code == 409
    assert "Chair of here changed this meeting while you were editing it." in late.text
    for text in ("Their title", "My title", "please decide", "Lyon", "not changed by you"):
        assert text in late.text
    assert edited.row().title == "Their title"


def test_what_i_typed_stays_and_what_i_did_not_touch_is_theirs(edited: Edited) -> None:
    edited.chair.post(edited.url, data=edited.data(place="Lyon", language="fr"))
    late = edited.secretary.post(edited.url, data=edited.data(title="My title")).text
    assert 'name="title" required type="text" value="My title"' in late
    assert 'value="Lyon"' in late
    assert '<option selected value="fr">' in late
    assert "please decide" not in late


def test_the_second_one_may_save_again(edited: Edited) -> None:
    edited.chair.post(edited.url, data=edited.data(title="Their title"))
    mine = edited.data(title="My title")
    assert 'value="2"' in edited.secretary.post(edited.url, data=mine).text
    again = edited.secretary.post(edited.url, data=mine | {"version": "2"})
    assert again.status_code == 302
    assert (edited.row().title, edited.row().version) == ("My title", 3)


def test_several_edits_in_between_are_told_at_once(edited: Edited) -> None:
    edited.chair.post(edited.url, data=edited.data(title="One"))
    edited.chair.post(edited.url, data=edited.data(title="One", place="Lyon", version="2"))
    late = edited.secretary.post(edited.url, data=edited.data(starts_at="2026-12-01T09:00")).text
    assert "One" in late
    assert "Lyon" in late
    assert 'value="2026-12-01T09:00"' in late


def test_a_change_that_was_taken_back_is_no_difference(edited: Edited) -> None:
    edited.chair.post(edited.url, data=edited.data(title="One"))
    edited.chair.post(edited.url, data=edited.data(version="2"))
    late = edited.secretary.post(edited.url, data=edited.data(place="Lyon"))
    assert late.status_code == 409
    assert "<tbody>" not in late.text


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "99", "9" * 40])
def test_a_version_that_never_was_overwrites_nothing(edited: Edited, version: str) -> None:
    answer = edited.chair.post(edited.url, data=edited.data(title="X", version=version))
    assert answer.status_code == 409
    assert edited.row().title == "Autumn meeting"


def test_an_hour_that_comes_twice_stays_the_one_it_was(world: World, sign_in) -> None:
    edited = Edited(world, sign_in)
    night = {"starts_at": "2026-10-25T01:30", "ends_at": "2026-10-25T02:15"}
    edited.chair.post(edited.url, data=edited.data(**night))
    first = edited.row().ends_at
    edited.chair.post(edited.url, data=edited.data(**night, title="Same night", version="2"))
    assert edited.row().ends_at == first


def test_editing_is_for_whoever_plans(edited: Edited, sign_in, world: World) -> None:
    for name, status in (("coordinator", 200), ("member", 403), ("outsider", 403), ("guest", 403)):
        client = sign_in(world.person(name))
        assert client.get(edited.url).status_code == status
        posted = client.post(edited.url, data=edited.data())
        assert posted.status_code == (302 if status == 200 else 403)
    assert sign_in(world.stranger).get(edited.url).status_code == 404
