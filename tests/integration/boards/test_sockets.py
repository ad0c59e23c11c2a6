"""Everybody who looks at a board sees at once what others do, in one order for all."""

from datetime import date

import pytest
import socketio

from collab.accounts.models import Person
from collab.boards.service.tasks import TaskPlan, create_task
from collab.core.db import GLOBAL, session, unit_of_work
from collab.groups.service import add_group_member
from tests.boards import MadeBoard, make_board, make_task
from tests.integration.boards.conftest import Hall
from tests.integration.boards.peers import until
from tests.world import World


def make(hall: Hall, tasks: int = 2) -> tuple[MadeBoard, list[str]]:
    with unit_of_work(hall.world.here.scope):
        made = make_board(hall.world.group)
        return made, [str(make_task(made, version=1).id) for _number in range(tasks)]


def test_a_move_is_told_to_all_who_look_and_says_who_did_it(hall: Hall) -> None:
    made, (first, second) = make(hall)
    ana, ben = hall.page(made.id).join(), hall.page(made.id, "guest").join()
    answer = hall.post(f"/boards/{made.id}/moves", task=first, column=made.todo.id, after=second)
    assert answer["ok"], answer
    for page in (ana, ben):
        page.wait_for(answer["version"])
        assert page.order() == {str(made.todo.id): [second, first]}
    (told,) = ben.told
    member = hall.world.membership("member")
    assert told["by"] == {
        "id": str(member.id),
        "name": hall.world.person("member").name,
        "color": hall.world.person("member").color,
    }
    assert (told["board"], told["from"], told["reload"]) == (str(made.id), 1, False)
    assert [card["id"] for card in told["cards"]] == [first]
    assert told["counts"] == {str(made.todo.id): 2}


def test_each_viewer_gets_cards_in_their_language_and_everybody_the_news(hall: Hall) -> None:
    with unit_of_work(hall.world.here.scope):
        made = make_board(hall.world.group)
        task = make_task(made, version=1, due_on=date(2030, 3, 1))
    with unit_of_work(GLOBAL):
        session().get_one(Person, hall.world.person("secretary").id).language = "de"
    pages = [hall.page(made.id, name).join() for name in ("chair", "secretary")]
    hall.post(f"/boards/{made.id}/moves", task=task.id, column=made.doing.id)
    for page, day in zip(pages, ("1 Mar 2030", "1. März 2030"), strict=True):
        page.wait_for(2)
        (told,) = page.told
        assert day in told["cards"][0]["html"]
        assert f"#{task.number}" in told["words"]


def test_who_comes_back_gets_what_they_missed_and_nothing_else(hall: Hall) -> None:
    made, (first, second) = make(hall)
    page = hall.page(made.id).join()
    page.socket.disconnect()
    number = hall.post(f"/boards/{made.id}/tasks", title="New")["number"]
    hall.post(f"/boards/{made.id}/bulk", action="archive", task=first)
    page.connect().join()
    assert first not in page.cards
    assert sorted(page.cards) == sorted([second, *(set(page.cards) - {second})])
    assert any(f'data-number="{number}"' in card["html"] for card in page.cards.values())
    assert page.reloads == 0
    answer = page.ask()
    assert (answer["cards"], answer["gone"], answer["version"]) == ([], [], page.version)


def test_a_version_or_shape_that_is_not_ours_reads_the_whole_board(hall: Hall) -> None:
    made, _tasks = make(hall)
    page = hall.page(made.id)
    assert page.ask(version=10_000, shape=10_000)["reload"]
    assert page.ask(version=1, shape=0)["reload"]
    assert not page.ask(version=1, shape=1)["reload"]


def test_what_another_process_changes_is_told_a_little_later(hall: Hall) -> None:
    made, _tasks = make(hall)
    page = hall.page(made.id).join()
    with unit_of_work(hall.world.here.scope):
        task = create_task(hall.world.actor("chair"), made.id, TaskPlan("From afar"))
    page.wait_for(task.version)
    assert str(task.id) in page.cards


@pytest.mark.parametrize("message", [None, 7, {}, {"cooperation": "here"}, {"board": "x"}])
def test_messages_that_no_page_sends_are_refused(hall: Hall, message: object) -> None:
    made, _tasks = make(hall)
    page = hall.page(made.id)
    answer = page.socket.call("join", message, namespace="/boards", timeout=10)
    assert (answer["ok"], answer["code"]) == (False, "invalid")


def test_nobody_learns_of_boards_elsewhere(hall: Hall) -> None:
    with unit_of_work(hall.world.elsewhere.scope):
        made = make_board()
    page = hall.page(made.id)
    for changes in ({}, {"cooperation": "elsewhere"}, {"cooperation": "nowhere"}):
        answer = page.ask(**changes)
        assert (answer["ok"], answer["code"]) == (False, "not_found")
    with unit_of_work(hall.world.here.scope):
        hidden = make_board(hall.world.here.groups["culture"])
    assert hall.page(hidden.id, "guest").ask()["code"] == "not_found"


def test_who_is_taken_out_of_the_group_is_told_nothing_more(hall: Hall) -> None:
    made, _tasks = make(hall)
    world: World = hall.world
    guest, chair = world.membership("guest"), world.membership("chair")
    assert chair.delegation_id == guest.delegation_id
    page = hall.page(made.id, "guest").join()
    try:
        hall.post(f"/groups/research/members/{guest.id}/removal", name="chair")
        until(lambda: page.resyncs)
        assert page.ask()["code"] == "not_found"
        version = hall.post(f"/boards/{made.id}/tasks", name="chair", title="Secret")["version"]
        hall.page(made.id, "chair").join().wait_for(version)
        assert page.told == []
    finally:
        with unit_of_work(world.here.scope):
            add_group_member(world.actor("chair"), "research", guest.id)


def test_sockets_of_strangers_pages_and_of_nobody_do_not_connect(hall: Hall) -> None:
    made, _tasks = make(hall)
    page = hall.page(made.id)
    page.socket.disconnect()
    with pytest.raises(socketio.exceptions.ConnectionError):
        page.connect(origin="https://evil.example")
    page.cookie = "nothing"
    with pytest.raises(socketio.exceptions.ConnectionError):
        page.connect()
    until(lambda: not page.socket.connected)
