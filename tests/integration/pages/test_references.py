"""What a page refers to, as it is now and as far as the reader may see it."""

from typing import Any
from uuid import uuid4

import pytest

from collab.core.db import unit_of_work
from collab.documents.models import Document
from collab.pages.service import embeds
from tests.boards import MadeBoard, make_board, make_task
from tests.documents import make_file, make_library, make_page, throw_away
from tests.factories import make_group
from tests.integration.minutes.minuted import Minuted, text
from tests.world import World

Node = dict[str, Any]


@pytest.fixture
def page(world: World) -> Document:
    """A page of the group."""
    with unit_of_work(world.here.scope):
        return make_page(make_library(world.group), "Charter")


@pytest.fixture
def board(world: World) -> MadeBoard:
    """A board of the group."""
    with unit_of_work(world.here.scope):
        return make_board(world.group)


def show(sign_in, world: World, page: Document, name: str, *keys: str) -> dict[str, Any]:
    url = world.here.url(f"/pages/{page.id}/known")
    return sign_in(world.person(name)).get(url, query_string={"of": keys}).json


def choose(sign_in, world: World, page: Document, what: str, words: str) -> list[str]:
    url = world.here.url(f"/pages/{page.id}/choices/{what}")
    answer = sign_in(world.person("member")).get(url, query_string={"q": words})
    return [each["words"] for each in answer.json]


def test_documents_and_tasks_are_known_by_what_they_are_called_now(
    world: World, page: Document, board: MadeBoard, sign_in
) -> None:
    with unit_of_work(world.here.scope):
        file = make_file(make_library(world.group), "Figures.ods")
        task = make_task(board, board.doing, title="Order the room")
    keys = (f"document:{file.id}", f"task:{task.number}", "task:99999", "document:x", "nonsense")
    known = show(sign_in, world, page, "member", *keys)
    assert {key: (each["words"], each["detail"]) for key, each in known.items()} == {
        keys[0]: ("Figures.ods", ""),
        keys[1]: ("Order the room", f"Task {task.number} · Doing"),
    }
    assert known[keys[1]]["url"].endswith(f"/tasks/{task.number}")


def test_nothing_is_told_of_what_the_reader_may_not_see(
    world: World, board: MadeBoard, sign_in
) -> None:
    with unit_of_work(world.here.scope):
        own = make_page(make_library(), is_for_guests=True)
        hidden = make_page(make_library(make_group()))
        gone = make_page(make_library())
        throw_away(gone)
        task = make_task(make_board(make_group()))
    with unit_of_work(world.elsewhere.scope):
        foreign = make_page(make_library())
    keys = [f"document:{each.id}" for each in (hidden, gone, foreign)]
    assert show(sign_in, world, own, "guest", *keys, f"task:{task.number}") == {}
    assert show(sign_in, world, own, "member", *keys) == {}


def test_a_decision_is_shown_by_its_words_in_the_minutes(
    world: World, page: Document, sign_in
) -> None:
    minuted = Minuted(world, world.group)
    block, said = str(uuid4()), {"type": "paragraph", "content": [text("We meet in Lyon.")]}
    minuted.write({"type": "decision", "attrs": {"id": block}, "content": [said]})
    key = f"decision:{minuted.id}:{block}"
    known = show(sign_in, world, page, "member", key)
    assert known[key]["words"] == "We meet in Lyon."
    assert choose(sign_in, world, page, "decisions", "Lyon") == ["We meet in Lyon."]


def test_what_can_be_put_in_is_found_by_words(
    world: World, page: Document, board: MadeBoard, sign_in
) -> None:
    with unit_of_work(world.here.scope):
        make_page(make_library(world.group), "Budget of 2027")
        make_page(make_library(world.group), "Budget of 2026")
        task = make_task(board, title="Check the budget")
    assert choose(sign_in, world, page, "documents", "2027 budget") == ["Budget of 2027"]
    assert "Charter" not in choose(sign_in, world, page, "documents", "")
    assert choose(sign_in, world, page, "tasks", "budg") == ["Check the budget"]
    assert choose(sign_in, world, page, "tasks", f"#{task.number}") == ["Check the budget"]
    assert choose(sign_in, world, page, "documents", "100%") == []


def test_a_text_is_asked_for_all_its_references_at_once(count_queries, world: World) -> None:
    with unit_of_work(world.here.scope):
        library = make_library(world.group)
        keys = {f"document:{make_page(library).id}" for _ in range(10)}
    with unit_of_work(world.here.scope, writes=False), count_queries() as queries:
        assert set(embeds.look_up(world.actor("member"), keys)) == keys
    assert len(queries) <= 3
