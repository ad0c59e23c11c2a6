"""Tasks in months, weeks and along a time line."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from collab.accounts.models import Person
from collab.boards.timetable import Line, Sheet, name_month, name_week
from collab.core.clock import now
from collab.core.db import unit_of_work
from tests.boards import MadeBoard, make_board, make_task, owe
from tests.world import World

SignIn = Callable[[Person], FlaskClient]
DAYS = st.dates(date(2000, 3, 1), date(2099, 10, 1))


@given(DAYS)
def test_a_month_has_all_its_days_in_whole_weeks(day: date) -> None:
    sheet = Sheet.of_month(day)
    days = [one for week in sheet.weeks for one in week]
    assert all(len(week) == 7 and week[0].weekday() == 0 for week in sheet.weeks)
    assert {one for one in days if one.month == day.month} >= {day, day.replace(day=1)}
    assert len(days) == len(set(days)) <= 42
    assert Sheet.of_month(sheet.after).before.month == day.month
    assert Sheet.of_month(sheet.before).after == sheet.month


@given(DAYS)
def test_addresses_of_months_and_weeks_lead_back(day: date) -> None:
    assert Sheet.read(name_month(day), "", date(2026, 1, 1)) == Sheet.of_month(day)
    assert Sheet.read("", name_week(day), date(2026, 1, 1)) == Sheet.of_week(day)


@pytest.mark.parametrize(
    ("month", "week"), [("", ""), ("2026-13", ""), ("x", "2026-W60"), ("9999-12", ""), ("", "1")]
)
def test_nonsense_is_the_month_of_today(month: str, week: str) -> None:
    today = date(2026, 11, 22)
    assert Sheet.read(month, week, today) == Sheet.of_month(today)


@given(DAYS, DAYS, st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_bar_stays_on_its_line(start: date, due: date, first: date) -> None:
    line = Line.read(first.isoformat(), first)
    begin, width = line.bar(start, due)
    assert begin >= 0
    assert begin + width <= 100.01


def test_a_bar_is_as_long_as_its_days() -> None:
    line = Line.read("2026-11-23", date(2026, 11, 22))
    assert line.first == date(2026, 11, 23)
    assert line.bar(date(2026, 11, 23), date(2026, 11, 29)) == (0, pytest.approx(100 / 12, 0.01))
    assert line.bar(None, date(2026, 11, 23))[1] == pytest.approx(100 / 84, 0.01)


@pytest.fixture
def board(world: World) -> MadeBoard:
    """A board of the research group with tasks at the beginning of May 2031."""
    with unit_of_work(world.here.scope):
        made = make_board(world.group)
        first = make_task(made, title="Submit the report", due_on=date(2031, 5, 2))
        owe(first, world.membership("member"))
        make_task(made, title="Prepare", starts_on=date(2031, 4, 1), due_on=date(2031, 6, 30))
        make_task(made, made.done, title="Finished", due_on=date(2031, 5, 3))
        make_task(made, title="Put away", due_on=date(2031, 5, 3), archived_at=now())
        for number in range(8):
            make_task(made, title=f"Many {number}", due_on=date(2031, 5, 20))
    return made


def test_a_month_shows_what_is_due_in_it_and_who_has_a_holiday(
    world: World, board: MadeBoard, sign_in: SignIn
) -> None:
    client = sign_in(world.person("member"))
    for path in (f"/boards/{board.id}/calendar", "/tasks/calendar"):
        page = client.get(world.here.url(f"{path}?month=2031-05")).text
        assert "Submit the report" in page
        assert "Finished" in page
        assert "Put away" not in page
        assert "3 more" in page
        # 1 May is one for the delegation from France
        assert "calendar-free" in page
        assert page.count("Prepare") == 0
    assert "Prepare" in client.get(world.here.url("/tasks/calendar?month=2031-06")).text
    week = client.get(world.here.url("/tasks/calendar?week=2031-W21")).text
    assert week.count("Many ") == 8


def test_a_calendar_shows_only_whose_one_wants(
    world: World, board: MadeBoard, sign_in: SignIn
) -> None:
    page = sign_in(world.person("member")).get(
        world.here.url("/tasks/calendar?month=2031-05&owner=me")
    )
    assert "Submit the report" in page.text
    assert "Many" not in page.text


def test_a_time_line_shows_what_is_under_way(
    world: World, board: MadeBoard, sign_in: SignIn
) -> None:
    client = sign_in(world.person("member"))
    page = client.get(world.here.url(f"/boards/{board.id}/timeline?from=2031-05-05")).text
    assert "Prepare" in page
    assert "Submit the report" not in page
    nothing = client.get(world.here.url("/tasks/timeline?from=2035-01-01")).text
    assert "No task has a day in this time." in nothing


def test_guests_see_only_their_groups_in_calendars(
    world: World, board: MadeBoard, sign_in: SignIn
) -> None:
    with unit_of_work(world.here.scope):
        other = make_board(world.here.groups["culture"])
        make_task(other, title="Elsewhere in the house", due_on=date(2031, 5, 5))
    client = sign_in(world.person("guest"))
    assert "Elsewhere" not in client.get(world.here.url("/tasks/calendar?month=2031-05")).text
    assert "Elsewhere" not in client.get(world.here.url("/tasks/timeline?from=2031-05-05")).text
    for view in ("calendar", "timeline"):
        assert client.get(world.here.url(f"/boards/{other.id}/{view}")).status_code == 404


def test_today_is_the_readers(world: World, board: MadeBoard, sign_in: SignIn) -> None:
    page = sign_in(world.person("member")).get(world.here.url("/tasks/calendar"))
    assert 'aria-current="date"' in page.text
    later = now().date() + timedelta(days=400)
    page = sign_in(world.person("member")).get(
        world.here.url(f"/tasks/calendar?month={name_month(later)}")
    )
    assert 'aria-current="date"' not in page.text
