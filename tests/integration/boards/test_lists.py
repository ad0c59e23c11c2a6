"""Lists of tasks: filters, order, headings, what is kept, and files for spreadsheets."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from collab.accounts.models import Person
from collab.boards.listing import Due, Grouping, Order, State, TaskFilter, Who
from collab.boards.models import SavedFilter
from collab.boards.owners import delegation, person
from collab.boards.service import filters, lists
from collab.boards.service.finding import today_of
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.core.errors import Invalid, NotFound
from tests.boards import MadeBoard, make_board, make_label, make_task, make_tasks, owe, put_label
from tests.queries import Queries
from tests.world import World

SignIn = Callable[[Person], FlaskClient]
CountQueries = Callable[[], AbstractContextManager[Queries]]


def titles(world: World, who: str = "member", **wanted: Any) -> list[str]:
    """What the list of that filter says, in order."""
    with unit_of_work(world.here.scope, writes=False):
        page = lists.list_tasks(world.actor(who), TaskFilter(**wanted))
        return [task.title for task in page.tasks]


@pytest.fixture
def board(world: World) -> MadeBoard:
    """A board of the research group with five tasks."""
    with unit_of_work(world.here.scope):
        made = make_board(world.group, name="Hydrogen")
        today = today_of(world.actor("member"))
        late = make_task(made, title="Late", due_on=today - timedelta(days=2))
        soon = make_task(made, title="Soon", due_on=today + timedelta(days=3))
        make_task(made, title="Someday", description_text="Call the ministry about 100% funding")
        make_task(made, made.done, title="Finished", due_on=today - timedelta(days=9))
        make_task(made, title="Put away", archived_at=now())
        owe(late, world.membership("member"))
        owe(soon, world.here.delegations[0], world.membership("chair"))
        put_label(soon, make_label(made, name="Urgent", names={"de": "Dringend"}))
    return made


def test_a_list_shows_what_is_not_done_those_due_first_at_the_top(
    world: World, board: MadeBoard
) -> None:
    assert titles(world) == ["Late", "Soon", "Someday"]
    assert titles(world, state=State.CLOSED) == ["Finished"]
    assert titles(world, state=State.ARCHIVED) == ["Put away"]
    assert titles(world, state=State.ALL) == ["Finished", "Late", "Soon", "Someday"]


def test_words_are_found_in_title_and_description_as_they_stand(
    world: World, board: MadeBoard
) -> None:
    assert titles(world, text="ministry 100%") == ["Someday"]
    assert titles(world, text="LATE") == ["Late"]
    assert titles(world, text="1_0") == []
    with unit_of_work(world.here.scope, writes=False):
        page = lists.list_tasks(world.actor("member"), TaskFilter())
        number = next(task.number for task in page.tasks if task.title == "Soon")
    assert "Soon" in titles(world, text=f"#{number}")


def test_tasks_are_found_by_who_owes_them(world: World, board: MadeBoard) -> None:
    home = world.here.delegations[0]
    assert titles(world, owner=Who.ME) == ["Late"]
    assert titles(world, owner=Who.NOBODY) == ["Someday"]
    assert titles(world, owner=person(world.membership("chair").id)) == ["Soon"]
    of_member = world.membership("member").delegation_id
    assert "Late" in titles(world, owner=delegation(of_member))
    assert titles(world, "coordinator", owner=Who.MY_DELEGATION) == titles(
        world, owner=delegation(home.id)
    )


def test_tasks_are_found_by_their_day(world: World, board: MadeBoard) -> None:
    assert titles(world, due=Due.OVERDUE, state=State.ALL) == ["Late"]
    assert titles(world, due=Due.WEEK) == ["Soon"]
    assert titles(world, due=Due.TODAY) == []
    assert titles(world, due=Due.NONE) == ["Someday"]


def test_a_list_turns_round_and_what_has_no_day_stays_last(world: World, board: MadeBoard) -> None:
    assert titles(world, is_descending=True) == ["Soon", "Late", "Someday"]
    assert titles(world, order=Order.TITLE) == ["Late", "Someday", "Soon"]


@pytest.mark.parametrize("grouping", list(Grouping))
def test_headings_never_come_twice(
    world: World, board: MadeBoard, sign_in: SignIn, grouping: Grouping
) -> None:
    page = sign_in(world.person("member")).get(world.here.url(f"/tasks?group={grouping}&state=all"))
    assert page.status_code == 200
    with unit_of_work(world.here.scope, writes=False):
        wanted = TaskFilter(grouping=grouping, state=State.ALL)
        found = [task.heading for task in lists.list_tasks(world.actor("member"), wanted).tasks]
    runs = [key for place, key in enumerate(found) if not place or found[place - 1] != key]
    assert len(runs) == len(set(runs))
    assert len(found) == 4


def test_guests_see_the_tasks_of_their_groups_only(world: World, board: MadeBoard) -> None:
    with unit_of_work(world.here.scope):
        make_task(make_board(world.here.groups["culture"]), title="Elsewhere in the house")
        make_task(make_board(), title="Of everybody")
    assert titles(world, "guest") == ["Late", "Soon", "Someday"]
    assert len(titles(world, "outsider")) == 5


def test_tasks_of_an_archived_board_are_in_no_list(world: World, board: MadeBoard) -> None:
    with unit_of_work(world.here.scope):
        session().merge(board.board).archived_at = now()
    assert titles(world) == []


def test_labels_come_in_the_language_of_the_reader(
    world: World, board: MadeBoard, sign_in: SignIn
) -> None:
    client = sign_in(world.person("member"))
    client.get(world.here.url("/tasks"))
    with unit_of_work(world.here.scope, writes=False):
        found = lists.list_tasks(world.actor("member"), TaskFilter(text="Soon")).tasks[0]
    language = world.actor("member").language
    assert found.labels[0][0] == ("Dringend" if language == "de" else "Urgent")


def test_the_page_of_a_long_list_needs_few_queries(
    world: World, board: MadeBoard, sign_in: SignIn, count_queries: CountQueries
) -> None:
    with unit_of_work(world.here.scope):
        make_tasks(board, board.todo, 400)
    client = sign_in(world.person("member"))
    client.get(world.here.url("/tasks"))
    with count_queries() as queries:
        page = client.get(world.here.url("/tasks?group=delegation&page=3"))
    assert page.status_code == 200
    assert len(queries) <= 17  # PostgreSQL is told the cooperation with each transaction


def test_nonsense_in_the_address_does_not_count(
    world: World, board: MadeBoard, sign_in: SignIn
) -> None:
    client = sign_in(world.person("member"))
    address = "/tasks?owner=x:y&due=never&order=-moon&group=1&board=2&page=-3&state=%00"
    page = client.get(world.here.url(address))
    assert page.status_code == 200
    assert b"Late" in page.data


def test_a_file_says_the_same_as_the_list_and_nothing_in_it_is_a_formula(
    world: World, board: MadeBoard, sign_in: SignIn
) -> None:
    with unit_of_work(world.here.scope):
        make_task(board, title='=HYPERLINK("http://evil.example";"Click")')
        make_task(board, title="  +1+1")
    client = sign_in(world.person("member"))
    answer = client.get(world.here.url("/tasks/export/csv"))
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len(rows) == 6
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "@"))]
    answer = client.get(world.here.url("/tasks/export/xlsx"))
    sheet: Any = load_workbook(io.BytesIO(answer.data)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert sheet.max_row == 6
    assert all(cell.data_type != "f" for cell in cells)
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    assert any(getattr(cell.value, "year", 0) >= date.today().year - 1 for cell in cells)  # noqa: DTZ011 any zone will do
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_file_of_one_board_has_the_tasks_of_that_board(
    world: World, board: MadeBoard, sign_in: SignIn
) -> None:
    with unit_of_work(world.here.scope):
        make_task(make_board(), title="Of everybody")
    client = sign_in(world.person("guest"))
    answer = client.get(world.here.url(f"/tasks/export/csv?board={board.id}"))
    assert b"Of everybody" not in answer.data
    assert b"Someday" in answer.data


def test_a_filter_is_kept_replaced_shown_and_removed(
    world: World, board: MadeBoard, sign_in: SignIn
) -> None:
    client = sign_in(world.person("member"))
    for query in ("due=overdue", "owner=me&evil=1"):
        form = {"name": "Mine", "query": query, "board": ""}
        answer = client.post(world.here.url("/tasks/filters"), data=form)
        assert answer.status_code == 302
    page = client.get(world.here.url("/tasks"))
    assert b"?owner=me" in page.data
    assert b"evil" not in page.data
    with unit_of_work(world.here.scope, writes=False):
        kept = session().query(SavedFilter).one()
    client.post(world.here.url(f"/tasks/filters/{kept.id}/removal"))
    with unit_of_work(world.here.scope, writes=False):
        assert session().query(SavedFilter).count() == 0


def test_a_filter_needs_a_name_and_is_nobody_elses(world: World, board: MadeBoard) -> None:
    with unit_of_work(world.here.scope), pytest.raises(Invalid):
        filters.save_filter(world.actor("member"), "  ", "due=today", None)
    with unit_of_work(world.here.scope):
        kept = filters.save_filter(world.actor("member"), "Mine", "due=today", board.id)
    with unit_of_work(world.here.scope), pytest.raises(NotFound):
        filters.remove_filter(world.actor("chair"), kept.id)
    with unit_of_work(world.here.scope, writes=False):
        assert not filters.list_saved(world.actor("chair"), board.id)
        assert len(filters.list_saved(world.actor("member"), board.id)) == 1


def test_a_board_of_a_group_of_others_has_no_list_for_a_guest(
    app: Flask, world: World, sign_in: SignIn
) -> None:
    with unit_of_work(world.here.scope):
        made = make_board(world.here.groups["culture"])
    client = sign_in(world.person("guest"))
    assert client.get(world.here.url(f"/boards/{made.id}/list")).status_code == 404
    assert client.get(world.here.url(f"/tasks/export/csv?board={made.id}")).status_code == 404
