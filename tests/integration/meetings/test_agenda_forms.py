"""The agenda: add, edit, move, remove and take back, with forms that need no JavaScript."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from collab.core.db import session, unit_of_work
from collab.meetings.models import AgendaItem
from tests.planning import plan_meeting
from tests.world import World


class Agenda:
    """The agenda of a meeting of the research group, and who writes it."""

    def __init__(self, world: World, sign_in: Any) -> None:
        self.world = world
        self.meeting_id = plan_meeting(
            world.actor("chair"), world.group, items=["Welcome", "Budget", "Outlook"]
        )
        self.page = world.here.url(f"/meetings/{self.meeting_id}")
        self.url = f"{self.page}/agenda"
        self.client: FlaskClient = sign_in(world.person("chair"))

    def rows(self) -> list[AgendaItem]:
        with unit_of_work(self.world.here.scope, writes=False):
            wanted = select(AgendaItem).order_by(AgendaItem.position)
            return list(session().scalars(wanted))

    def titles(self) -> list[str]:
        return [row.title for row in self.rows()]

    def id_of(self, title: str) -> UUID:
        return next(row.id for row in self.rows() if row.title == title)


@pytest.fixture
def agenda(world: World, sign_in) -> Agenda:
    return Agenda(world, sign_in)


def test_an_item_is_added_at_the_end(agenda: Agenda, world: World) -> None:
    presenter = world.membership("member").id
    answer = agenda.client.post(
        agenda.url, data={"title": "Any other business", "presenter": presenter, "minutes": "15"}
    )
    row = agenda.rows()[-1]
    assert answer.location == f"{agenda.page}#item-{row.id}"
    assert (row.title, row.presenter_id, row.minutes, row.position) == (
        "Any other business",
        presenter,
        15,
        3,
    )


def test_an_item_is_edited_in_its_place(agenda: Agenda) -> None:
    item = agenda.id_of("Budget")
    agenda.client.post(f"{agenda.url}/{item}", data={"title": "Money", "minutes": "20"})
    assert agenda.titles() == ["Welcome", "Money", "Outlook"]
    assert agenda.rows()[1].id == item


@pytest.mark.parametrize(
    ("title", "direction", "order"),
    [
        ("Budget", "up", ["Budget", "Welcome", "Outlook"]),
        ("Budget", "down", ["Welcome", "Outlook", "Budget"]),
        ("Welcome", "up", ["Welcome", "Budget", "Outlook"]),
        ("Outlook", "down", ["Welcome", "Budget", "Outlook"]),
    ],
)
def test_items_move(agenda: Agenda, title: str, direction: str, order: list[str]) -> None:
    url = f"{agenda.url}/{agenda.id_of(title)}/move"
    assert agenda.client.post(url, data={"direction": direction}).status_code == 302
    assert agenda.titles() == order


def test_a_removed_item_comes_back_as_it_was(agenda: Agenda, world: World) -> None:
    item = agenda.id_of("Budget")
    presenter = world.membership("member").id
    data = {"title": "Budget", "presenter": presenter, "minutes": "20"}
    agenda.client.post(f"{agenda.url}/{item}", data=data)
    gone = agenda.client.post(f"{agenda.url}/{item}/removal")
    assert agenda.titles() == ["Welcome", "Outlook"]
    assert gone.location == f"{agenda.page}?removed={item}#agenda"
    page = agenda.client.get(gone.location).text
    assert "“Budget” was taken off the agenda." in page
    assert f"{agenda.url}/{item}/removal/undo" in page
    agenda.client.post(f"{agenda.url}/{item}/removal/undo")
    back = agenda.rows()[1]
    assert (back.id, back.title, back.presenter_id, back.minutes) == (
        item,
        "Budget",
        presenter,
        20,
    )
    assert agenda.titles() == ["Welcome", "Budget", "Outlook"]
    assert "was taken off" not in agenda.client.get(gone.location).text


def test_taking_back_twice_is_no_second_item(agenda: Agenda) -> None:
    item = agenda.id_of("Budget")
    agenda.client.post(f"{agenda.url}/{item}/removal")
    assert agenda.client.post(f"{agenda.url}/{item}/removal/undo").status_code == 302
    assert agenda.client.post(f"{agenda.url}/{item}/removal/undo").status_code == 409
    assert len(agenda.rows()) == 3


WRONG = {
    "no title": ({"title": ""}, "Please enter a title."),
    "a long title": ({"title": "x" * 10_000}, "at most 200 characters"),
    "no time at all": ({"title": "Kept", "minutes": "0"}, "between 1 and 1440"),
    "more than a day": ({"title": "Kept", "minutes": "1441"}, "between 1 and 1440"),
    "a huge number": ({"title": "Kept", "minutes": "9" * 30}, "between 1 and 1440"),
    "a word": ({"title": "Kept", "minutes": "long"}, "aria-invalid"),
    "a stranger": ({"title": "Kept", "presenter": str(uuid4())}, "not a member any more"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_and_what_was_typed_stays(agenda: Agenda, case: str) -> None:
    data, words = WRONG[case]
    for url in (agenda.url, f"{agenda.url}/{agenda.id_of('Budget')}"):
        answer = agenda.client.post(url, data=data)
        assert answer.status_code == 422
        assert words in answer.text
        assert f'value="{data["title"]}"' in answer.text
    assert agenda.titles() == ["Welcome", "Budget", "Outlook"]


def test_two_people_edit_different_parts_of_an_item(agenda: Agenda) -> None:
    url = f"{agenda.url}/{agenda.id_of('Budget')}"
    seen = {"was_title": "Budget", "was_presenter": "", "was_minutes": ""}
    agenda.client.post(url, data=seen | {"title": "Budget", "minutes": "30"})
    agenda.client.post(url, data=seen | {"title": "Money", "minutes": ""})
    row = agenda.rows()[1]
    assert (row.title, row.minutes) == ("Money", 30)


def test_two_people_rename_an_item(agenda: Agenda) -> None:
    url = f"{agenda.url}/{agenda.id_of('Budget')}"
    seen = {"was_title": "Budget", "was_presenter": "", "was_minutes": ""}
    agenda.client.post(url, data=seen | {"title": "Their title"})
    late = agenda.client.post(url, data=seen | {"title": "My title"})
    assert late.status_code == 409
    assert "Somebody else changed this agenda item" in late.text
    assert "Their title" in late.text
    assert 'value="My title"' in late.text
    assert agenda.titles()[1] == "Their title"
    assert 'name="was_title" value="Their title"' in late.text
    again = {"title": "My title", "was_title": "Their title"}
    assert agenda.client.post(url, data=again).status_code == 302
    assert agenda.titles()[1] == "My title"


def test_an_item_removed_meanwhile_is_a_clear_answer(agenda: Agenda) -> None:
    item = agenda.id_of("Budget")
    agenda.client.post(f"{agenda.url}/{item}/removal")
    answer = agenda.client.post(f"{agenda.url}/{item}", data={"title": "My long new title"})
    assert answer.status_code == 404
    assert "This agenda item was removed in the meantime." in answer.text
    assert "My long new title" in answer.text


def test_an_item_of_another_meeting_is_not_found(agenda: Agenda, world: World) -> None:
    other = plan_meeting(world.actor("chair"), world.group, items=["Elsewhere"])
    url = world.here.url(f"/meetings/{other}/agenda/{agenda.id_of('Budget')}")
    for path in ("", "/move", "/removal", "/removal/undo"):
        assert agenda.client.post(url + path, data={"title": "X"}).status_code == 404
    assert len(agenda.rows()) == 4


def test_the_agenda_is_for_whoever_plans(agenda: Agenda, sign_in, world: World) -> None:
    paths = [
        agenda.url,
        *(f"{agenda.url}/{agenda.id_of('Budget')}{end}" for end in ("", "/move", "/removal")),
    ]
    for name in ("member", "outsider", "guest"):
        client = sign_in(world.person(name))
        assert {client.post(path, data={"title": "X"}).status_code for path in paths} == {403}
    stranger = sign_in(world.stranger)
    assert {stranger.post(path, data={"title": "X"}).status_code for path in paths} == {404}
    assert agenda.titles() == ["Welcome", "Budget", "Outlook"]


def test_the_page_shows_when_each_item_begins(agenda: Agenda) -> None:
    for title, minutes in (("Welcome", "15"), ("Budget", "120")):
        data = {"title": title, "minutes": minutes}
        agenda.client.post(f"{agenda.url}/{agenda.id_of(title)}", data=data)
    page = agenda.client.get(agenda.page).text
    for text in ("10:00", "10:15", "12:15"):
        assert f">{text}</time>" in page
    assert "The items take 135 minutes, the meeting 120 minutes." in page
    assert "Some items have no length yet." in page


def test_a_presenter_who_left_stays_named(agenda: Agenda, sign_in, world: World) -> None:
    item, member = agenda.id_of("Budget"), world.membership("member")
    agenda.client.post(f"{agenda.url}/{item}", data={"title": "Budget", "presenter": member.id})
    with unit_of_work(world.here.scope):
        row = session().get(type(member), member.id)
        row.ended_at = row.joined_at
    assert world.person("member").name in agenda.client.get(agenda.page).text
    kept = {"title": "New", "presenter": member.id}
    assert agenda.client.post(f"{agenda.url}/{item}", data=kept).status_code == 302
    assert agenda.rows()[1].presenter_id == member.id
