"""Importing tasks: what the preview says, what is written, and what refuses it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from collab.activity.models import Activity
from collab.boards.import_models import TaskImport
from collab.boards.imports.duties import forget_imports
from collab.boards.imports.reading import read_tasks, read_upload
from collab.boards.models import (
    Board,
    BoardColumn,
    ChecklistItem,
    Label,
    Task,
    TaskLabel,
    TaskOwner,
)
from collab.boards.service import changes, importing
from collab.boards.service.boards import archive_board
from collab.boards.service.changes import BoardChange
from collab.boards.service.importing import Imported
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.core.errors import Forbidden, NotFound
from tests.boards import MadeBoard, make_board, make_label, make_task, owe, put_label
from tests.queries import watch_queries
from tests.world import World

DATA = Path(__file__).parents[2] / "data" / "imports"


@pytest.fixture
def made(world: World) -> MadeBoard:
    with unit_of_work(world.here.scope):
        return make_board(world.group, name="Rivers")


@pytest.fixture
def chair(world: World, sign_in) -> FlaskClient:
    return sign_in(world.person("chair"))


@pytest.fixture
def url(world: World, made: MadeBoard) -> str:
    return world.here.url(f"/boards/{made.id}/import")


def prepare(world: World, made: MadeBoard, content: str | bytes, name: str = "chair") -> UUID:
    if isinstance(content, bytes):
        reading = read_upload(content, "Europe/Berlin", "en")
    else:
        reading = read_tasks(content, "Europe/Berlin", "en")
    with unit_of_work(world.here.scope):
        return importing.prepare_import(world.actor(name), made.id, "tasks.csv", reading)


def run(world: World, made: MadeBoard, import_id: UUID, *, leave_out: bool = False) -> Imported:
    with unit_of_work(world.here.scope):
        return importing.run_import(world.actor("chair"), made.id, import_id, leave_out=leave_out)


def import_all(world: World, made: MadeBoard, content: str | bytes) -> Imported:
    return run(world, made, prepare(world, made, content), leave_out=True)


def preview(world: World, made: MadeBoard, content: str | bytes) -> importing.ImportPreview:
    import_id = prepare(world, made, content)
    with unit_of_work(world.here.scope, writes=False):
        found = importing.preview_import(world.actor("chair"), made.id, import_id)
    assert found is not None
    return found


def read_all(world: World, kind: Any) -> list[Any]:
    with unit_of_work(world.here.scope, writes=False):
        return list(session().scalars(select(kind)))


def by_column(world: World) -> dict[str, list[str]]:
    with unit_of_work(world.here.scope, writes=False):
        rows = session().execute(
            select(BoardColumn.name, Task.title)
            .outerjoin(Task, Task.column_id == BoardColumn.id)
            .order_by(BoardColumn.rank, Task.rank)
        )
        found: dict[str, list[str]] = {}
        for column, title in rows:
            found.setdefault(column, []).extend([title] if title else [])
        return found


def send(client: FlaskClient, url: str, data: bytes, name: str = "tasks.csv") -> Any:
    """As a browser does; the client of the tests leaves large files open."""
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + b"\r\n--x--\r\n"
    return client.post(url, data=body, content_type="multipart/form-data; boundary=x")


def test_a_board_of_trello_comes_with_everything(world: World, made: MadeBoard) -> None:
    done = import_all(world, made, (DATA / "trello.json").read_bytes())
    assert done == Imported(3, 0)
    assert by_column(world) == {
        "To do": ["Invite the speakers"],
        "Doing": ['=HYPERLINK("http://example.org";"Programme")'],
        "Ideas": [],
        "Done": ["Book the hall"],
    }
    tasks = {task.title: task for task in read_all(world, Task)}
    speakers, hall = tasks["Invite the speakers"], tasks["Book the hall"]
    assert hall.closed_at is not None
    assert speakers.closed_at is None
    assert speakers.description_text == "Two from **each** region. Then ask for photos."
    assert {task.number for task in tasks.values()} == {1, 2, 3}
    owners = {(one.task_id, one.membership_id) for one in read_all(world, TaskOwner)}
    member = world.membership("member").id
    formula = tasks['=HYPERLINK("http://example.org";"Programme")']
    assert owners == {(speakers.id, member), (formula.id, member)}
    labels = {label.name: label for label in read_all(world, Label)}
    assert {name: label.color for name, label in labels.items()} == {
        "Venue": "green",
        "Red": "red",
        "Budget, EU": "teal",
    }
    assert {one.task_id for one in read_all(world, TaskLabel)} == {speakers.id, hall.id}
    steps = [one for one in read_all(world, ChecklistItem) if one.task_id == speakers.id]
    ordered = sorted(steps, key=lambda one: one.rank)
    assert [(one.text, one.done_at is None) for one in ordered] == [
        ("Baden", True),
        ("Catalonia", False),
    ]


def test_the_files_of_kanboard_and_deck_come_in(world: World, made: MadeBoard) -> None:
    import_all(world, made, (DATA / "kanboard.csv").read_bytes())
    import_all(world, made, (DATA / "deck.csv").read_bytes())
    import_all(world, made, (DATA / "deck.json").read_bytes())
    assert by_column(world) == {
        "To do": ["Ask the operators", "Draw the line", "Ask the operators"],
        "Doing": ['Choose "the" pictures', "Write the texts", "Draw the line"],
        "Done": ["Buy the domain"],
        "Fertig": ["Count passengers"],
    }
    closed = {task.title: task.closed_at for task in read_all(world, Task) if task.closed_at}
    assert closed["Buy the domain"].date().isoformat() == "2026-10-02"
    labels = read_all(world, Label)
    names = sorted(label.name for label in labels)
    assert names == ["Content", "Money", "Timetable", "urgent", "web"]
    of_kanboard = {label.color for label in labels if label.name in ("Content", "urgent", "web")}
    assert len(of_kanboard) == 3, "files without colours get them by turns"


def test_what_the_list_exports_comes_in_again(
    world: World, made: MadeBoard, sign_in: Callable[..., FlaskClient]
) -> None:
    with unit_of_work(world.here.scope):
        label = make_label(made.board, name="Travel, hotel", language="en")
        task = make_task(made, made.doing, title="=SUM(A1)", due_on=now().date())
        put_label(task, label)
        owe(task, world.membership("member"))
        make_task(made, made.done, title="Over")
    client = sign_in(world.person("chair"))
    exported = client.get(world.here.url(f"/tasks/export/csv?state=all&board={made.id}"))
    assert exported.status_code == 200
    assert import_all(world, made, exported.data) == Imported(2, 0)
    assert by_column(world) == {
        "To do": [],
        "Doing": ["=SUM(A1)", "=SUM(A1)"],
        "Done": ["Over", "Over"],
    }
    assert len(read_all(world, Label)) == 1
    assert [one.membership_id for one in read_all(world, TaskOwner)] == [
        world.membership("member").id
    ] * 2


def test_nothing_is_written_before_somebody_says_so(world: World, made: MadeBoard) -> None:
    found = preview(world, made, "Title,Column,Labels,Owed by\nA,New,Red,Nobody known\n,,,\n,x")
    assert read_all(world, Task) == []
    assert len(read_all(world, BoardColumn)) == 3
    assert [column.name for column in found.plan.new_columns] == ["New"]
    assert [label.name for label in found.plan.new_labels] == ["Red"]
    assert dict(found.plan.strangers) == {"Nobody known": 1}
    assert [problem.number for problem in found.problems] == [4]


def test_names_are_matched_whatever_their_case_and_accents(world: World, made: MadeBoard) -> None:
    delegation = world.here.delegations[0]
    with unit_of_work(world.here.scope):
        make_label(made.board, name="Budget", language="en", names={"de": "Haushalt"})
    found = preview(
        world,
        made,
        "Title,Column,Labels,Owed by\n"
        f'A,TO DO,haushalt,"member of HERE, {delegation.name}"\n'
        f"B,doing,BUDGET,{delegation.short.lower()}",
    )
    assert found.plan.new_columns == []
    assert found.plan.new_labels == []
    assert not found.plan.strangers
    first, second = found.plan.tasks
    assert [str(key) for key in first.owners] == [
        f"p:{world.membership('member').id}",
        f"d:{delegation.id}",
    ]
    assert [str(key) for key in second.owners] == [f"d:{delegation.id}"]


def test_lines_with_problems_are_left_out_only_on_purpose(world: World, made: MadeBoard) -> None:
    import_id = prepare(world, made, "Title,Due\nA,\nB,never")
    with pytest.raises(importing.LinesNotClean):
        run(world, made, import_id)
    assert read_all(world, Task) == []
    assert run(world, made, import_id, leave_out=True) == Imported(1, 1)
    assert [task.title for task in read_all(world, Task)] == ["A"]


def test_a_file_without_a_right_line_imports_nothing(world: World, made: MadeBoard) -> None:
    import_id = prepare(world, made, "Title,Due\nB,never")
    with pytest.raises(importing.NothingLeft):
        run(world, made, import_id, leave_out=True)


def test_a_second_click_imports_nothing_twice(world: World, made: MadeBoard) -> None:
    import_id = prepare(world, made, "Title\nA")
    assert run(world, made, import_id) == Imported(1, 0)
    assert run(world, made, import_id) == Imported(0, 0, was_imported=True)
    assert len(read_all(world, Task)) == 1
    [kept] = read_all(world, TaskImport)
    assert kept.content == {}


def test_a_hard_limit_refuses_all_of_it(world: World, made: MadeBoard) -> None:
    with unit_of_work(world.here.scope):
        column = session().get_one(BoardColumn, made.doing.id)
        column.wip_limit, column.is_limit_hard = 2, True
        make_task(made, made.doing)
    content = "Title,Column\nA,To do\nB,Doing\nC,Doing"
    found = preview(world, made, content)
    assert "Doing" in str(found.plan.refusals[0])
    with pytest.raises(importing.ImportRefused):
        import_all(world, made, content)
    assert len(read_all(world, Task)) == 1
    with unit_of_work(world.here.scope):
        session().get_one(BoardColumn, made.doing.id).is_limit_hard = False
    assert import_all(world, made, content) == Imported(3, 0)


@pytest.mark.parametrize("heading", ["Column", "Labels"])
def test_more_columns_and_labels_than_a_board_has_are_refused(
    world: World, made: MadeBoard, heading: str
) -> None:
    content = f"Title,{heading}\n" + "\n".join(f"A,Name {n}" for n in range(61))
    found = preview(world, made, content)
    assert "61" in str(found.plan.refusals[0])
    with pytest.raises(importing.ImportRefused):
        import_all(world, made, content)
    assert read_all(world, Task) == []


def test_new_columns_come_before_what_is_done_and_may_be_for_that(
    world: World, made: MadeBoard
) -> None:
    import_all(
        world,
        made,
        "Title,Column,Status\nA,Review,open\nB,Erledigt,\nC,Dropped,closed\nD,Review,done",
    )
    assert list(by_column(world)) == ["To do", "Doing", "Review", "Done", "Erledigt", "Dropped"]
    done = {column.name for column in read_all(world, BoardColumn) if column.is_done}
    assert done == {"Done", "Erledigt", "Dropped"}
    assert by_column(world)["Done"] == ["D"]
    closed = {task.title for task in read_all(world, Task) if task.closed_at}
    assert closed == {"B", "C", "D"}


def test_viewers_are_told_once_and_the_log_says_how_many(
    world: World, made: MadeBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[BoardChange] = []
    monkeypatch.setattr(changes, "_listeners", [told.append])
    import_all(world, made, "Title,Column\nA,New\nB,\nC,")
    assert [change.board_id for change in told] == [made.id]
    with unit_of_work(world.here.scope, writes=False):
        board = session().get_one(Board, made.id)
        assert board.shape_version == board.version == made.board.version + 1
        rows = session().scalars(select(Activity).order_by(Activity.number)).all()
        assert [row.verb for row in rows] == [*["task.created"] * 3, "board.imported"]
        assert rows[-1].details == {
            "name": "Rivers",
            "source": "table",
            "tasks": 3,
            "left_out": 0,
            "columns": 1,
            "labels": 0,
        }


def test_as_many_tasks_as_possible_need_few_queries(world: World, made: MadeBoard) -> None:
    lines = "\n".join(f"Task {n},Label {n % 9},member of here,- a step" for n in range(400))
    import_id = prepare(world, made, f"Title,Labels,Owed by,Checklist\n{lines}")
    with watch_queries() as queries:
        assert run(world, made, import_id).tasks == 400
    assert len(queries) < 60
    with unit_of_work(world.here.scope, writes=False):
        ranks = list(session().scalars(select(Task.rank).order_by(Task.number)))
        assert ranks == sorted(set(ranks))
        assert session().scalar(select(func.count(ChecklistItem.id))) == 400


def test_whoever_only_works_on_a_board_imports_nothing(world: World, made: MadeBoard) -> None:
    with pytest.raises(Forbidden):
        prepare(world, made, "Title\nA", "member")
    import_id = prepare(world, made, "Title\nA", "coordinator")
    with pytest.raises(NotFound):
        run(world, made, import_id)


def test_an_import_is_for_the_board_that_it_was_made_for(world: World, made: MadeBoard) -> None:
    import_id = prepare(world, made, "Title\nA")
    with unit_of_work(world.here.scope):
        other = make_board(world.group)
    with pytest.raises(NotFound):
        run(world, other, import_id)


def test_an_archived_board_takes_nothing(world: World, made: MadeBoard, chair, url: str) -> None:
    import_id = prepare(world, made, "Title\nA")
    with unit_of_work(world.here.scope):
        archive_board(world.actor("chair"), made.id)
    assert chair.get(url).status_code == 409
    assert chair.post(url, data={"text": "Title\nA"}).status_code == 409
    address = f"{url}s/{import_id}"
    assert (chair.get(address).status_code, chair.post(address).status_code) == (409, 409)


def test_files_go_after_a_day_and_only_five_are_kept(
    world: World, made: MadeBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [prepare(world, made, "Title\nA") for _each in range(7)]
    assert {kept.id for kept in read_all(world, TaskImport)} == set(ids[-5:])
    forget_imports()
    assert len(read_all(world, TaskImport)) == 5
    with unit_of_work(world.here.scope):
        for kept in session().scalars(select(TaskImport)):
            kept.expires_at = now()
    with pytest.raises(NotFound):
        run(world, made, ids[-1])
    forget_imports()
    assert read_all(world, TaskImport) == []


def test_the_pages_lead_from_the_settings_to_the_board(
    world: World, made: MadeBoard, chair: FlaskClient, url: str
) -> None:
    assert f'href="{url}"' in chair.get(world.here.url(f"/boards/{made.id}/settings")).text
    assert 'enctype="multipart/form-data"' in chair.get(url).text
    answer = send(chair, url, (DATA / "spreadsheet-windows.csv").read_bytes())
    assert answer.status_code == 302
    page = chair.get(answer.location).text
    assert "There is no title." in page
    assert "“irgendwann” is no date" in page
    assert "Somebody" in page
    refused = chair.post(answer.location)
    assert refused.status_code == 422
    assert "2 lines have problems. Nothing was imported." in refused.text
    done = chair.post(answer.location, data={"leave_out": "1"}, follow_redirects=True)
    assert "1 task is imported." in done.text
    assert "Brief an das Ministerium; dringend" in done.text
    again = chair.post(answer.location, follow_redirects=True)
    assert "nothing was imported twice" in again.text
    assert chair.get(answer.location).status_code == 302


def test_a_pasted_table_is_as_good_as_a_file(chair: FlaskClient, url: str) -> None:
    answer = chair.post(url, data={"text": "Title\tDue\nA\t24.11.2026"})
    page = chair.get(answer.location).text
    assert "All of it can be imported." in page
    assert "2026" in page


def test_what_was_pasted_is_still_there_when_it_is_refused(chair: FlaskClient, url: str) -> None:
    answer = chair.post(url, data={"text": "Dog;Cat\nRex;Mia"})
    assert answer.status_code == 422
    assert "no column with titles" in answer.text
    assert "Rex;Mia" in answer.text
    assert chair.post(url).status_code == 422


def test_ten_thousand_bad_lines_make_a_short_page(
    world: World, made: MadeBoard, chair: FlaskClient, url: str
) -> None:
    answer = send(chair, url, b"Title,Due\nRight,\n" + b"<b>A</b>,never\n" * 10_000)
    page = chair.get(answer.location).text
    assert "10000 lines have problems." in page.replace(",", "")
    assert len(page) < 60_000
    assert len(re.findall(r"is no date", page)) == importing.PAGE_SIZE
    assert "<b>A</b>" not in page
    last = chair.get(f"{answer.location}?page=50").text
    assert "1002" in last
    assert read_all(world, Task) == []


def test_a_file_of_up_to_five_megabytes_is_taken(chair: FlaskClient, url: str) -> None:
    line = b"A," + b"x" * 997 + b"\n"
    large = b"Title,Description\n" + line * 4900
    assert send(chair, url, large).status_code == 302
    too_large = send(chair, url, large + line * 130)
    assert too_large.status_code == 422
    assert "at most 5 MB" in too_large.text
    assert send(chair, url, large * 2).status_code == 413


def test_a_file_can_be_discarded(world: World, made: MadeBoard, chair, url: str) -> None:
    answer = send(chair, url, b"Title\nA")
    done = chair.post(f"{answer.location}/removal", follow_redirects=True)
    assert "Nothing was imported." in done.text
    assert read_all(world, TaskImport) == []
    assert chair.get(answer.location).status_code == 404
