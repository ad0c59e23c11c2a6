"""Importing a board of Trello: without a script, while somebody else looks on."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.boards import Viewer, make_board
from tests.served import LiveServer

Person = Callable[..., Page]
TRELLO = Path(__file__).parents[1] / "data" / "imports" / "trello.json"


def test_a_board_is_imported_without_a_script_and_others_see_it_at_once(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "coordinator.bw", java_script_enabled=False)
    board = make_board(page)
    onlooker = person(shared_server, "coordinator.catalunya")
    Viewer(onlooker, board)
    page.goto(f"{board.path}/settings")
    page.locator("a[href$='/import']").click()
    page.locator("input[type=file]").set_input_files(TRELLO)
    page.locator("main form .btn-primary").click()
    expect(page.locator("main")).to_contain_text("Ideas")
    expect(page.locator("main")).to_contain_text("Somebody Else")
    expect(onlooker.locator("[data-card]")).to_have_count(0)
    page.locator(".import-run .btn-primary").click()
    expect(page.locator("[data-card]")).to_have_count(3)
    expect(onlooker.locator("[data-card]")).to_have_count(3)
    expect(onlooker.locator('[data-cell][aria-label="Done"]')).to_contain_text("Book the hall")
