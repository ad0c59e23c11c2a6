"""Calendar addresses: what they show, to whom, and when they stop."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from collab.accounts.models import Person
from collab.boards.models import Board, TaskFeed
from collab.boards.service import feeds
from collab.boards.service.feeds import TooManyFeeds
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from tests.boards import MadeBoard, make_board, make_task, owe
from tests.world import World

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def board(world: World) -> MadeBoard:
    """A board of the research group; the member owes one of its tasks."""
    with unit_of_work(world.here.scope):
        made = make_board(world.group, name="Hydrogen")
        task = make_task(made, title="Æther; a, b\nand c", due_on=date(2027, 3, 1))
        owe(task, world.membership("member"))
        make_task(made, title="Somebody else's", due_on=date(2027, 3, 2))
        make_task(made, title="Without a day")
        make_task(made, made.done, title="Finished", due_on=date(2027, 3, 3))
    return made


def make_address(world: World, who: str, made: MadeBoard | None = None) -> str:
    """The path of a new address."""
    with unit_of_work(world.here.scope):
        token = feeds.create_feed(world.actor(who), made.id if made else None)
    return f"/calendars/{token}.ics"


def events(answer: bytes) -> dict[str, date]:
    """What a calendar program understands: summary without the number → first day."""
    found = Calendar.from_ical(answer)
    return {
        str(each["summary"]).partition(" ")[2]: each["dtstart"].dt for each in found.walk("VEVENT")
    }


def test_an_address_shows_what_its_maker_owes_without_signing_in(
    client: FlaskClient, world: World, board: MadeBoard
) -> None:
    answer = client.get(make_address(world, "member"))
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/calendar")
    assert list(events(answer.data).values()) == [date(2027, 3, 1)]


def test_an_address_of_a_board_shows_what_is_open_there(
    client: FlaskClient, world: World, board: MadeBoard
) -> None:
    found = events(client.get(make_address(world, "outsider", board)).data)
    assert sorted(found.values()) == [date(2027, 3, 1), date(2027, 3, 2)]
    assert "Somebody else's" in found


def test_a_calendar_is_called_what_its_board_is_whatever_is_in_that(
    client: FlaskClient, world: World, board: MadeBoard
) -> None:
    with unit_of_work(world.here.scope):
        session().get_one(Board, board.id).name = "Water, bees; and\nX-SECOND:line"
    answer = client.get(make_address(world, "member", board))
    assert answer.status_code == 200
    assert b"X-WR-CALNAME:Water\\, bees\\; and\\nX-SECOND:line\r\n" in answer.data


def test_the_page_shows_an_address_once_and_takes_it_back(
    client: FlaskClient, world: World, board: MadeBoard, sign_in: SignIn
) -> None:
    mine = sign_in(world.person("member"))
    page = mine.post(world.here.url("/tasks/calendars"), data={"board": ""}).get_data(as_text=True)
    path = page.partition("/calendars/")[2].partition(".ics")[0]
    assert client.get(f"/calendars/{path}.ics").status_code == 200
    again = mine.get(world.here.url("/tasks/calendars")).get_data(as_text=True)
    assert path not in again
    with unit_of_work(world.here.scope, writes=False):
        feed_id = session().query(TaskFeed).one().id
    assert mine.post(world.here.url(f"/tasks/calendars/{feed_id}/removal")).status_code == 302
    assert client.get(f"/calendars/{path}.ics").status_code == 404


def test_nobody_removes_the_address_of_somebody_else(
    world: World, board: MadeBoard, sign_in: SignIn
) -> None:
    make_address(world, "member")
    with unit_of_work(world.here.scope, writes=False):
        feed_id = session().query(TaskFeed).one().id
    answer = sign_in(world.person("chair")).post(
        world.here.url(f"/tasks/calendars/{feed_id}/removal")
    )
    assert answer.status_code == 404


@pytest.mark.parametrize("change", ["suspended_at", "ended_at"])
def test_an_address_stops_with_the_membership(
    client: FlaskClient, world: World, board: MadeBoard, change: str
) -> None:
    path = make_address(world, "member")
    with unit_of_work(world.here.scope):
        setattr(session().merge(world.membership("member")), change, now())
    assert client.get(path).status_code in (403, 404)


def test_a_guest_who_left_the_group_reads_its_board_no_more(
    client: FlaskClient, world: World, board: MadeBoard
) -> None:
    with unit_of_work(world.here.scope):
        other = make_board(world.here.groups["culture"])
        task_feed = TaskFeed(
            membership_id=world.membership("guest").id,
            board_id=other.id,
            token_digest="0" * 64,
            created_at=now(),
        )
        session().add(task_feed)
    path = make_address(world, "guest", board)
    token = path.removeprefix("/calendars/").removesuffix(".ics")
    with unit_of_work(world.here.scope):
        feed = session().query(TaskFeed).filter(TaskFeed.token_digest != "0" * 64).one()
        feed.board_id = other.id
    assert client.get(f"/calendars/{token}.ics").status_code == 404


@pytest.mark.parametrize("token", ["", "x", "0" * 32, "0" * 64, "\u2603" * 40])
def test_a_wrong_address_shows_nothing(client: FlaskClient, world: World, token: str) -> None:
    assert client.get(f"/calendars/{token}.ics").status_code == 404


def test_a_token_of_one_cooperation_is_none_of_another(
    client: FlaskClient, world: World, board: MadeBoard
) -> None:
    path = make_address(world, "member")
    forged = path.replace(world.here.id.hex, world.elsewhere.id.hex)
    assert client.get(forged).status_code == 404


def test_nobody_makes_addresses_without_end(world: World, board: MadeBoard) -> None:
    with unit_of_work(world.here.scope):
        for _each in range(feeds.MOST):
            feeds.create_feed(world.actor("member"), None)
        with pytest.raises(TooManyFeeds):
            feeds.create_feed(world.actor("member"), None)
