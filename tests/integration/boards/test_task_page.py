"""The page of a task and the form that changes it."""

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from collab.activity.models import Activity
from collab.boards.models import Board, Label, Task
from collab.boards.service.marking import list_owner_keys
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.texts.plain import summarise
from tests.boards import MadeBoard, make_board, make_label, make_task, owe
from tests.world import World

CHRISTMAS = date(2026, 12, 25)
MONDAY = date(2026, 11, 30)


@dataclass(frozen=True)
class Made:
    """A board of the research group with a task and a label."""

    board: MadeBoard
    task: Task
    label: Label
    url: str


@pytest.fixture
def made(world: World) -> Made:
    with unit_of_work(world.here.scope):
        board = make_board(world.group, name="Research board")
        task = make_task(board, title="Write the report", language="en")
        label = make_label(board, name="Urgent", names={"de": "Dringend"})
    return Made(board, task, label, world.here.url(f"/tasks/{task.number}"))


def shown(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    return answer.text


def read_form(client: FlaskClient, url: str) -> dict[str, Any]:
    """What the form sends when nobody touches it."""
    page = shown(client, f"{url}/edit")
    found: dict[str, Any] = {}
    for name in ("revision", "seen", "title", "starts_on", "due_on"):
        tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
        assert tag is not None, name
        value = re.search(r'value="([^"]*)"', tag[0])
        found[name] = unescape(value[1]) if value else ""
    area = re.search(r'<textarea[^>]*name="description"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    assert area is not None
    found["description"] = unescape(area[1])
    for name in ("owners", "labels"):
        boxes = re.findall(rf'<input[^>]*name="{name}"[^>]*>', page)
        chosen = (re.search(r'value="([^"]*)"', box) for box in boxes if "checked" in box)
        found[name] = [value[1] for value in chosen if value]
    languages = re.search(r'<select[^>]*name="language".*?</select>', page, re.DOTALL)
    assert languages is not None
    chosen_one = re.search(r'<option selected value="([^"]*)"', languages[0])
    found["language"] = chosen_one[1] if chosen_one else ""
    return found


def stored(world: World, made: Made) -> Task:
    with unit_of_work(world.here.scope, writes=False):
        return session().get_one(Task, made.task.id)


def test_the_page_shows_the_task(made: Made, sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        task = session().get_one(Task, made.task.id)
        task.due_on = date(2099, 5, 6)
        owe(task, world.membership("secretary"), world.here.delegations[1])
    page = shown(sign_in(world.person("member")), made.url)
    assert "Write the report" in page
    assert "Research board" in page
    assert "Secretary of here" in page
    assert world.here.delegations[1].name in page
    assert "6 May 2099" in page
    assert "Berlin time" in page
    assert "overdue" not in page


def test_a_day_that_is_over_is_overdue_unless_the_task_is_done(
    made: Made, sign_in, world: World
) -> None:
    with unit_of_work(world.here.scope):
        session().get_one(Task, made.task.id).due_on = now().date() - timedelta(days=2)
    member = sign_in(world.person("member"))
    assert "overdue" in shown(member, made.url)
    with unit_of_work(world.here.scope):
        session().get_one(Task, made.task.id).closed_at = now()
    assert "overdue" not in shown(member, made.url)


def test_a_task_is_changed_by_its_form_without_javascript(
    made: Made, sign_in, world: World
) -> None:
    member = sign_in(world.person("member"))
    form = read_form(member, made.url)
    owner = f"p:{world.membership('chair').id}"
    changes = {
        "title": "Write the whole report",
        "description": "First line\r\n\r\n<script>second</script>",
        "owners": [owner, f"d:{world.here.delegations[0].id}"],
        "labels": [str(made.label.id)],
        "starts_on": "2026-11-01",
        "due_on": "2026-12-03",
        "language": "de",
    }
    before = stored(world, made)
    answer = member.post(made.url, data=form | changes)
    assert answer.location == made.url
    task = stored(world, made)
    assert (task.title, task.language) == ("Write the whole report", "de")
    assert (task.starts_on, task.due_on) == (date(2026, 11, 1), date(2026, 12, 3))
    assert task.description_text == "First line <script>second</script>"
    assert task.revision > before.revision
    assert task.version > before.version
    with unit_of_work(world.here.scope, writes=False):
        assert str(list_owner_keys(task.id)[0]) == owner
        assert session().get_one(Board, made.board.id).version == task.version
    page = shown(member, made.url)
    assert "&lt;script&gt;second" in page
    assert "Chair of here" in page
    assert "Urgent" in page


def test_the_editors_text_is_kept_with_its_form(made: Made, sign_in, world: World) -> None:
    member = sign_in(world.person("member"))
    who = str(world.membership("chair").id)
    content = [
        {"type": "heading", "attrs": {"level": 1}, "content": [{"type": "text", "text": "Plan"}]},
        {
            "type": "paragraph",
            "content": [{"type": "mention", "attrs": {"id": who, "label": "Somebody else"}}],
        },
    ]
    written = json.dumps({"type": "doc", "content": content})
    form = read_form(member, made.url)
    del form["description"]
    member.post(made.url, data=form | {"description_json": written})
    page = shown(member, made.url)
    assert "<h3>Plan</h3>" in page
    # people are called what they are called now; only the history says what was written
    text = page[page.index("task-text") : page.index("task-side")]
    assert "@Chair of here" in text
    assert "Somebody else" not in text
    untouched = read_form(member, made.url)
    before = stored(world, made)
    assert member.post(made.url, data=untouched).location == made.url
    after = stored(world, made)
    assert after.description == before.description
    assert after.revision == before.revision


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": " "}, "Please enter a title."),
        ({"title": "x" * 301}, "at most 300 characters"),
        ({"starts_on": "2026-12-04", "due_on": "2026-12-03"}, "due before it starts"),
        ({"due_on": "1999-12-03"}, "between 2000 and 2100"),
        ({"due_on": "soon"}, "Please enter a date."),
        ({"language": "tlh"}, "Please choose a language."),
        ({"labels": ["018f0000-0000-7000-8000-000000000000"]}, "no such label"),
        ({"owners": ["p:018f0000-0000-7000-8000-000000000000"]}, "cannot see this board"),
        ({"owners": ["d:018f0000-0000-7000-8000-000000000000"]}, "no such delegation"),
        ({"description_json": "{"}, "could not be read"),
        ({"description": "x" * 200_001}, "too long"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_changed(
    made: Made, sign_in, world: World, changes, words
) -> None:
    member = sign_in(world.person("member"))
    form = read_form(member, made.url) | {"title": "Another title"}
    before = stored(world, made)
    answer = member.post(made.url, data=form | changes)
    assert answer.status_code == 422
    assert words in answer.text
    after = stored(world, made)
    assert (after.title, after.revision) == (before.title, before.revision)
    with unit_of_work(world.here.scope, writes=False):
        assert session().get_one(Board, made.board.id).version == made.board.board.version
    if "title" not in changes:
        assert "Another title" in answer.text


def test_people_of_another_cooperation_cannot_owe_a_task(made: Made, sign_in, world: World) -> None:
    member = sign_in(world.person("member"))
    form = read_form(member, made.url)
    stranger = world.elsewhere.people["member"].membership.id
    answer = member.post(made.url, data=form | {"owners": [f"p:{stranger}"]})
    assert answer.status_code == 422
    region = world.elsewhere.delegations[0].id
    assert member.post(made.url, data=form | {"owners": [f"d:{region}"]}).status_code == 422
    with unit_of_work(world.here.scope, writes=False):
        assert list_owner_keys(made.task.id) == []


def test_guests_of_no_group_cannot_owe_its_tasks(made: Made, sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        board = make_board(world.here.groups["culture"])
        task = make_task(board)
    url = world.here.url(f"/tasks/{task.number}")
    coordinator = sign_in(world.person("coordinator"))
    form = read_form(coordinator, url)
    guest = f"p:{world.membership('guest').id}"
    assert guest not in shown(coordinator, f"{url}/edit")
    assert coordinator.post(url, data=form | {"owners": [guest]}).status_code == 422
    assert guest in shown(coordinator, f"{made.url}/edit")


def test_whoever_owes_it_stays_in_their_place(made: Made, sign_in, world: World) -> None:
    first, second = world.membership("secretary"), world.membership("chair")
    with unit_of_work(world.here.scope):
        owe(session().get_one(Task, made.task.id), first, second)
    member = sign_in(world.person("member"))
    form = read_form(member, made.url)
    more = f"p:{world.membership('member').id}"
    owners = [more, f"p:{second.id}", f"p:{first.id}"]
    member.post(made.url, data=form | {"owners": owners})
    with unit_of_work(world.here.scope, writes=False):
        assert [str(key) for key in list_owner_keys(made.task.id)] == [*reversed(owners[1:]), more]


def test_two_people_who_save_the_same_form_see_both_versions(
    made: Made, sign_in, world: World
) -> None:
    mine, theirs = sign_in(world.person("member")), sign_in(world.person("chair"))
    form, other = read_form(mine, made.url), read_form(theirs, made.url)
    changed = {"title": "Their title", "description": "Their words", "due_on": "2027-02-01"}
    assert theirs.post(made.url, data=other | changed).status_code == 302
    answer = mine.post(made.url, data=form | {"title": "My title", "description": "My words"})
    assert answer.status_code == 409
    page = answer.text
    assert "Chair of here changed this task" in page
    for words in ("Their title", "My title", "Their words", "My words", "1 Feb 2027"):
        assert words in page
    assert page.count("please decide") == 2
    assert "not changed by you" in page
    # what I typed stays, what I did not touch takes their value
    assert 'value="My title"' in page
    assert 'value="2027-02-01"' in page
    assert stored(world, made).title == "Their title"
    again = read_form_of(page)
    assert mine.post(made.url, data=again).status_code == 302
    task = stored(world, made)
    assert (task.title, task.due_on) == ("My title", date(2027, 2, 1))
    assert summarise(task.description) == "My words"


def read_form_of(page: str) -> dict[str, Any]:
    """What a form sends that was shown again."""

    class Shown:
        def get(self, _url: str) -> Any:
            return type("Answer", (), {"status_code": 200, "text": page})

    return read_form(Shown(), "")  # type: ignore[arg-type]


def test_a_form_of_an_old_revision_that_differs_in_nothing_is_shown_again(
    made: Made, sign_in, world: World
) -> None:
    mine, theirs = sign_in(world.person("member")), sign_in(world.person("chair"))
    form, other = read_form(mine, made.url), read_form(theirs, made.url)
    theirs.post(made.url, data=other | {"title": "Same"})
    answer = mine.post(made.url, data=form | {"title": "Same", "seen": "[]", "revision": "9" * 99})
    assert answer.status_code == 409
    assert "please decide" not in answer.text


def test_holidays_of_those_who_owe_it_are_warned_of(made: Made, sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        task = session().get_one(Task, made.task.id)
        task.due_on = date(2026, 7, 14)  # a Tuesday, and France's national day
        owe(task, world.here.delegations[1])
    member = sign_in(world.person("member"))
    page = shown(member, made.url)
    assert "public holiday" in page
    assert "National Day" in page
    german, french = (f"d:{one.id}" for one in world.here.delegations)
    ask = {"due_on": "2026-07-14", "owners": german}
    assert "public holiday" not in member.get(f"{made.url}/due-day", query_string=ask).text
    ask = {"due_on": "2026-07-14", "owners": [german, french]}
    assert "National Day" in member.get(f"{made.url}/due-day", query_string=ask).text
    ask = {"due_on": "2026-07-18", "owners": german}
    assert "weekend" in member.get(f"{made.url}/due-day", query_string=ask).text
    ask = {"due_on": "x", "owners": "y"}
    assert "days-off" not in member.get(f"{made.url}/due-day", query_string=ask).text


def test_a_task_that_is_done_warns_of_nothing(made: Made, sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        task = session().get_one(Task, made.task.id)
        task.due_on, task.closed_at = CHRISTMAS, now()
        owe(task, world.here.delegations[0])
    assert "days-off" not in shown(sign_in(world.person("member")), made.url)


def test_who_may_only_see_a_task_gets_no_form(made: Made, sign_in, world: World) -> None:
    for name in ("outsider", "guest"):
        client = sign_in(world.person(name))
        page = shown(client, made.url)
        assert f"{made.url}/edit" not in page
        assert "Mark as done" not in page
        assert client.get(f"{made.url}/edit").status_code == 403
        assert client.post(made.url, data={"title": "Mine"}).status_code == 403
    assert stored(world, made).title == "Write the report"


def test_whoever_owes_a_task_may_close_but_not_edit_it(made: Made, sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        owe(session().get_one(Task, made.task.id), world.membership("guest"))
    page = shown(sign_in(world.person("guest")), made.url)
    assert "Mark as done" in page
    assert f"{made.url}/edit" not in page


def test_guests_read_only_who_is_in_the_group(made: Made, sign_in, world: World) -> None:
    page = shown(sign_in(world.person("guest")), made.url)
    assert "Chair of here" in page
    assert "Outsider of here" not in page
    assert "Outsider of here" in shown(sign_in(world.person("member")), made.url)


def test_tasks_of_boards_that_one_may_not_see_are_not_there(made, sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        task = make_task(make_board(world.here.groups["culture"]))
    url = world.here.url(f"/tasks/{task.number}")
    guest = sign_in(world.person("guest"))
    assert guest.get(url).status_code == 404
    assert guest.get(f"{url}/edit").status_code == 404
    assert guest.get(world.here.url("/tasks/99999")).status_code == 404


def test_archived_tasks_can_be_read_and_brought_back(made: Made, sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        session().get_one(Task, made.task.id).archived_at = now()
    page = shown(sign_in(world.person("member")), made.url)
    assert "This task is archived" in page
    assert f"{made.url}/restore" in page
    assert f"{made.url}/edit" not in page


def test_tasks_of_archived_boards_stay_as_they_are(made: Made, sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        session().get_one(Board, made.board.id).archived_at = now()
    member = sign_in(world.person("member"))
    assert "is archived" in shown(member, made.url)
    assert member.post(made.url, data={"title": "New"}).status_code == 403


def test_what_was_changed_is_written_down_once(made: Made, sign_in, world: World) -> None:
    member = sign_in(world.person("member"))
    form = read_form(member, made.url)
    member.post(made.url, data=form | {"title": "New title", "due_on": "2026-12-03"})
    with unit_of_work(world.here.scope, writes=False):
        rows = {row.verb: row.details for row in list_log(made)}
    assert rows["task.renamed"]["before"] == "Write the report"
    assert rows["task.edited"]["fields"] == {"due_on": [None, "2026-12-03"]}
    assert {"number": made.task.number, "name": "New title"}.items() <= rows["task.edited"].items()
    assert set(rows) == {"task.renamed", "task.edited"}


def list_log(made: Made) -> list[Any]:
    from_log = select(Activity).where(Activity.subject_id == made.task.id)
    return list(session().scalars(from_log))


def test_pages_with_an_editor_bring_its_styles(made: Made, sign_in, world: World) -> None:
    page = shown(sign_in(world.person("member")), f"{made.url}/edit")
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]*)"', page)
    assert any(".editor-tool" in sign_in(world.person("member")).get(one).text for one in sheets)
