"""The pages that arrange boards: all boards, a new one, and the settings of one."""

import re
from uuid import UUID

import pytest
from sqlalchemy import select

from collab.boards.models import Board, BoardColumn, Label, Lane, LanesBy
from collab.cooperations.models import Cooperation
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from tests.boards import MadeBoard, make_board, make_label, make_lane, make_task
from tests.world import World


@pytest.fixture
def made(world: World) -> MadeBoard:
    with unit_of_work(world.here.scope):
        return make_board(world.group, name="Rivers", lanes_by=LanesBy.FREE)


@pytest.fixture
def url(world: World, made: MadeBoard) -> str:
    return world.here.url(f"/boards/{made.id}")


@pytest.fixture
def chair(world: World, sign_in):
    return sign_in(world.person("chair"))


def list_names(world: World, kind: type, board_id: UUID) -> list[str]:
    with unit_of_work(world.here.scope, writes=False):
        wanted = select(kind).where(kind.board_id == board_id)
        order = Label.position if kind is Label else kind.rank
        return [row.name for row in session().scalars(wanted.order_by(order))]


def find_undo(page: str) -> str:
    [address] = re.findall(r'action="([^"]+/deletion/undo)"', page)
    return address


def test_boards_are_listed_by_group_with_what_is_open(world: World, made, sign_in) -> None:
    with unit_of_work(world.here.scope):
        make_task(made)
        make_task(made, due_on=now().date().replace(year=2020))
        make_task(made, made.done, due_on=now().date().replace(year=2020))
        make_task(made, archived_at=now())
        make_board(name="Everybody's")
    page = sign_in(world.person("member")).get(world.here.url("/boards")).text
    assert "The whole cooperation" in page
    assert "Research" in page
    assert page.index("Everybody&#39;s") < page.index("Rivers")
    assert "2 open tasks" in page
    assert "1 overdue" in page
    assert "Nothing open" in page


def test_guests_find_the_boards_of_their_groups_only(world: World, made, sign_in) -> None:
    with unit_of_work(world.here.scope):
        make_board(world.here.groups["culture"], name="Hidden")
    page = sign_in(world.person("guest")).get(world.here.url("/boards")).text
    assert "Rivers" in page
    assert "Hidden" not in page
    assert "New board" not in page


def test_a_cooperation_without_boards_says_how_to_get_one(world: World, sign_in) -> None:
    page = sign_in(world.person("coordinator")).get(world.here.url("/boards")).text
    assert "There are no boards yet" in page
    assert "/boards/new" in page


def test_the_number_of_queries_does_not_grow_with_the_boards(
    world: World, made, sign_in, count_queries
) -> None:
    client = sign_in(world.person("member"))
    address = world.here.url("/boards")
    client.get(address)
    with count_queries() as few:
        client.get(address)
    with unit_of_work(world.here.scope):
        for _number in range(10):
            make_task(make_board(world.group))
    with count_queries() as many:
        client.get(address)
    assert len(many) == len(few)


def test_a_board_is_made_by_the_form(world: World, chair) -> None:
    form = chair.get(world.here.url("/boards/new?group=research")).text
    assert re.search(rf'value="{world.group.id}" selected|selected value="{world.group.id}"', form)
    values = {"name": "Air", "home": str(world.group.id), "language": "fr", "template": "event"}
    answer = chair.post(world.here.url("/boards"), data=values)
    assert answer.status_code == 302
    with unit_of_work(world.here.scope, writes=False):
        board = session().scalars(select(Board)).one()
        assert (board.name, board.group_id, board.language) == ("Air", world.group.id, "fr")
        assert answer.location.endswith(f"/boards/{board.id}")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "Please enter a name."),
        ({"home": "culture"}, "Not a valid choice"),
        ({"language": "xx"}, "Not a valid choice"),
        ({"template": "x"}, "Not a valid choice"),
    ],
)
def test_a_bad_form_is_shown_again(world: World, chair, change, words) -> None:
    values = {"name": "Air", "home": str(world.group.id), "language": "fr", "template": "simple"}
    answer = chair.post(world.here.url("/boards"), data=values | change)
    assert answer.status_code == 422
    assert words in answer.text


def test_a_chair_is_offered_their_own_groups(world: World, chair) -> None:
    page = chair.get(world.here.url("/boards/new")).text
    assert "Research</option>" in page
    assert "Culture</option>" not in page


def test_name_language_and_swimlanes_are_changed(world: World, made, url, chair) -> None:
    values = {"name": "Lakes", "language": "de", "lanes_by": "person"}
    assert chair.post(f"{url}/settings", data=values).status_code == 302
    page = chair.get(f"{url}/settings").text
    assert "Lakes" in page
    assert chair.post(f"{url}/settings", data=values | {"name": ""}).status_code == 422
    assert chair.post(f"{url}/settings", data=values | {"lanes_by": "x"}).status_code == 422


def test_whoever_only_works_on_a_board_does_not_arrange_it(world: World, url, sign_in) -> None:
    member = sign_in(world.person("member"))
    for path in ("/settings", "/columns/new", "/lanes/new", "/labels/new"):
        assert member.get(url + path).status_code == 403
    assert member.post(f"{url}/archive").status_code == 403


def test_columns_are_added_changed_and_moved(world: World, made, url, chair) -> None:
    assert chair.post(f"{url}/columns", data={"name": "Review", "color": "red"}).status_code == 302
    column = f"{url}/columns/{made.todo.id}"
    assert 'value="To do"' in chair.get(column).text
    values = {"name": "Next", "color": "blue", "wip_limit": "3", "is_limit_hard": "y"}
    assert chair.post(column, data=values).status_code == 302
    assert chair.post(f"{column}/position", data={"position": "1"}).status_code == 302
    assert list_names(world, BoardColumn, made.id) == ["Doing", "Next", "Review", "Done"]
    with unit_of_work(world.here.scope, writes=False):
        kept = session().get_one(BoardColumn, made.todo.id)
        assert (kept.color, kept.wip_limit, kept.is_limit_hard) == ("blue", 3, True)


@pytest.mark.parametrize(
    "change", [{"name": ""}, {"wip_limit": "0"}, {"wip_limit": "many"}, {"color": "pink"}]
)
def test_a_bad_column_is_not_saved(world: World, made, url, chair, change) -> None:
    values = {"name": "Next", "color": "blue"} | change
    assert chair.post(f"{url}/columns", data=values).status_code == 422
    assert chair.post(f"{url}/columns/{made.todo.id}", data=values).status_code == 422
    assert list_names(world, BoardColumn, made.id) == ["To do", "Doing", "Done"]


@pytest.mark.parametrize("position", ["", "-1", "x", "99999", "١"])
def test_a_position_is_a_number(made, url, chair, position) -> None:
    answer = chair.post(f"{url}/columns/{made.todo.id}/position", data={"position": position})
    assert answer.status_code == 422


def test_the_form_says_why_the_last_done_column_stays(world: World, made, url, chair) -> None:
    values = {"name": "Done", "color": "grey"}
    answer = chair.post(f"{url}/columns/{made.done.id}", data=values)
    assert answer.status_code == 422
    assert "at least one column for open tasks" in answer.text


def test_a_column_with_tasks_asks_where_they_go(world: World, made, url, chair) -> None:
    with unit_of_work(world.here.scope):
        make_task(made)
    column = f"{url}/columns/{made.todo.id}"
    assert "Where its 1 task goes" in chair.get(column).text
    answer = chair.post(f"{column}/deletion")
    assert answer.status_code == 409
    assert "Please choose where it goes" in answer.text
    answer = chair.post(f"{column}/deletion", data={"move_to": str(made.doing.id)})
    page = chair.get(answer.location).text
    assert "The column “To do” was deleted." in page
    chair.post(find_undo(page))
    assert list_names(world, BoardColumn, made.id) == ["To do", "Doing", "Done"]
    assert "was deleted" not in chair.get(answer.location).text


def test_swimlanes_are_added_renamed_moved_deleted_and_taken_back(
    world: World, made, url, chair
) -> None:
    for name in ("Water", "Air"):
        assert chair.post(f"{url}/lanes", data={"name": name}).status_code == 302
    assert chair.post(f"{url}/lanes", data={"name": " "}).status_code == 422
    with unit_of_work(world.here.scope):
        lane_id = session().scalars(select(Lane.id).where(Lane.name == "Air")).one()
    lane = f"{url}/lanes/{lane_id}"
    assert chair.post(lane, data={"name": "Wind"}).status_code == 302
    assert chair.post(lane, data={"name": ""}).status_code == 422
    assert 'value="Wind"' in chair.get(lane).text
    chair.post(f"{lane}/position", data={"position": "0"})
    assert list_names(world, Lane, made.id) == ["Wind", "Water"]
    page = chair.get(chair.post(f"{lane}/deletion").location).text
    assert "The swimlane “Wind” was deleted." in page
    chair.post(find_undo(page))
    assert list_names(world, Lane, made.id) == ["Wind", "Water"]


def test_labels_are_named_in_several_languages(world: World, made, url, chair) -> None:
    with unit_of_work(world.here.scope):
        session().get_one(Cooperation, world.here.id).languages = ["en", "fr", "de"]
    values = {"name": "Budget", "language": "en", "color": "red", "names-fr": "Le budget"}
    assert 'name="names-fr"' in chair.get(f"{url}/labels/new").text
    assert chair.post(f"{url}/labels", data=values).status_code == 302
    assert chair.post(f"{url}/labels", data=values).status_code == 422
    with unit_of_work(world.here.scope):
        label = session().scalars(select(Label)).one()
        assert label.names == {"fr": "Le budget"}
        label_id = label.id
    address = f"{url}/labels/{label_id}"
    assert 'value="Le budget"' in chair.get(address).text
    answer = chair.post(address, data=values | {"names-fr": "", "names-de": "Haushalt"})
    assert answer.status_code == 302
    assert chair.post(address, data=values | {"language": "xx"}).status_code == 422
    with unit_of_work(world.here.scope):
        assert session().get_one(Label, label_id).names == {"de": "Haushalt"}


def test_labels_are_moved_deleted_and_taken_back(world: World, made, url, chair) -> None:
    with unit_of_work(world.here.scope):
        first, second = (make_label(made.board, name=name).id for name in ("A", "B"))
    chair.post(f"{url}/labels/{second}/position", data={"position": "0"})
    assert list_names(world, Label, made.id) == ["B", "A"]
    page = chair.get(chair.post(f"{url}/labels/{first}/deletion").location).text
    assert "The label “A” was deleted." in page
    chair.post(find_undo(page))
    assert list_names(world, Label, made.id) == ["B", "A"]


def test_what_somebody_else_deleted_is_gone(world: World, made, url, chair) -> None:
    with unit_of_work(world.here.scope):
        lane_id = make_lane(made.board).id
    for path in (f"columns/{lane_id}", f"lanes/{made.todo.id}", f"labels/{lane_id}"):
        answer = chair.get(f"{url}/{path}")
        assert answer.status_code == 409
        assert "Somebody deleted this in the meantime." in answer.text


def test_a_board_is_archived_and_brought_back(world: World, made, url, chair, sign_in) -> None:
    page = chair.get(chair.post(f"{url}/archive").location).text
    assert "“Rivers” was archived." in page
    assert f"{url}/archive/undo" in page
    index = world.here.url("/boards")
    assert "Rivers" not in chair.get(index).text
    assert "Rivers" in chair.get(f"{index}?archived=1").text
    assert f"{url}/archive/undo" in chair.get(f"{url}/settings").text
    assert chair.post(f"{url}/columns", data={"name": "x", "color": "grey"}).status_code == 409
    member = sign_in(world.person("member"))
    assert "undo" not in member.get(f"{index}?put_away={made.id}").text
    assert chair.post(f"{url}/archive/undo").status_code == 302
    assert "Rivers" in chair.get(index).text


def test_the_page_of_a_group_shows_its_boards(world: World, made, chair, sign_in) -> None:
    page = chair.get(world.here.url("/groups/research")).text
    assert "Rivers" in page
    assert "/boards/new?group=research" in page
    page = chair.get(world.here.url("/groups/culture")).text
    assert "This group has no board yet." in page
    assert "/boards/new?group=culture" not in page


def test_the_log_says_what_was_done_to_a_board(world: World, made, url, chair, sign_in) -> None:
    chair.post(f"{url}/columns/{made.todo.id}/deletion")
    chair.post(f"{url}/archive")
    page = sign_in(world.person("coordinator")).get(world.here.url("/console/log")).text
    words = re.sub(r"<[^>]+>", "", page)
    assert "Chair of here deleted the column “To do” of the board “Rivers”." in words
    assert "Chair of here archived the board “Rivers”." in words
    assert url in page
