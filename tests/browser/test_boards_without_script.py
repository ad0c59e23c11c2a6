"""Boards where no script runs: everything is a link or a form."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.boards import make_board
from tests.browser.looks import find_overflow
from tests.served import LiveServer

Person = Callable[..., Page]


def test_a_task_is_created_moved_and_closed_without_a_script(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "coordinator.bw", java_script_enabled=False)
    board = make_board(page)
    page.goto(board.path)
    page.locator(".board-add-open").first.click()
    page.locator("[data-add] [name=title]").first.fill("Book the room")
    page.locator("[data-add] button").first.click()
    expect(cell(page, "To do")).to_contain_text("Book the room")
    page.locator("[data-card] [data-move]").click()
    page.locator("select[name=column]").select_option(label="In progress")
    page.locator("main form button.btn-primary").click()
    expect(cell(page, "In progress")).to_contain_text("Book the room")
    page.locator("[data-card] [data-title]").click()
    page.locator("form[action$='/close'] button").click()
    page.goto(board.path)
    expect(cell(page, "Done")).to_contain_text("Book the room")
    expect(page.locator("[data-card] .card-done")).to_be_visible()


def test_the_columns_scroll_sideways_on_a_phone_and_the_page_does_not(
    shared_server: LiveServer, person: Person
) -> None:
    phone = {"width": 390, "height": 844}
    page = person(shared_server, "coordinator.bw", viewport=phone, has_touch=True)
    board = make_board(page, "One", "Donaudampfschifffahrtsgesellschaftskapitänsmützenbeschaffung")
    page.goto(board.path)
    expect(page.locator("[data-board]")).to_have_attribute("data-ready", "true")
    assert find_overflow(page) == []
    width = cell(page, "To do").evaluate("cell => cell.getBoundingClientRect().width")
    assert 280 <= width <= 360, "one column, and a bit of the next"
    page.locator("[data-board-body]").evaluate("body => body.scrollTo({ left: 10_000 })")
    expect(cell(page, "Done")).to_be_in_viewport()


def cell(page: Page, column: str) -> Locator:
    """The place for cards in a column, by its name."""
    return page.locator(f'[data-cell][aria-label="{column}"]')
