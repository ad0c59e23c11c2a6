"""Boards without a pointer: walking, carrying, adding, renaming, selecting."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.boards import Viewer, make_board
from tests.browser.looks import tab_to
from tests.browsing import Troubles
from tests.served import LiveServer

Person = Callable[..., Page]


def test_a_task_from_creating_to_closing_by_keyboard_only(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "coordinator.bw")
    board = make_board(page)
    katrin = Viewer(page, board)
    tab_to(page, ".board-add-open")
    katrin.press("Enter")
    page.keyboard.type("Book the room")
    katrin.press("Enter")
    katrin.expect_titles("To do", "Book the room")
    page.keyboard.type("Print the signs")
    katrin.press("Enter")
    katrin.expect_titles("To do", "Book the room", "Print the signs")
    katrin.press("Escape")
    tab_to(page, "[data-card]")
    expect(katrin.card("Book the room")).to_be_focused()
    katrin.press("ArrowDown")
    expect(katrin.card("Print the signs")).to_be_focused()
    katrin.press("Alt+ArrowRight")
    katrin.expect_titles("In progress", "Print the signs")
    katrin.press("Alt+ArrowRight")
    katrin.expect_titles("Done", "Print the signs")
    card = katrin.card("Print the signs")
    expect(card).to_be_focused()
    expect(card.locator(".card-done")).to_be_visible()
    katrin.press("ArrowLeft")
    expect(katrin.card("Book the room")).to_be_focused()
    katrin.press("Enter")
    page.wait_for_url("**/tasks/*")
    expect(page.locator("h1")).to_contain_text("Book the room")


def test_the_board_is_one_stop_whatever_is_on_it(shared_server: LiveServer, person: Person) -> None:
    page = person(shared_server, "coordinator.bw")
    katrin = Viewer(page, make_board(page, "One", "Two", "Three"))
    tab_to(page, "[data-card]")
    katrin.press("ArrowDown", "Tab")
    assert not page.evaluate("document.activeElement.closest('[data-card]') !== null")
    katrin.press("Shift+Tab")
    expect(katrin.card("Two")).to_be_focused()


def test_walking_and_carrying_up_and_down(shared_server: LiveServer, person: Person) -> None:
    page = person(shared_server, "coordinator.bw")
    board = make_board(page, "One", "Two", "Three")
    katrin = Viewer(page, board)
    katrin.card("One").focus()
    katrin.press("End")
    expect(katrin.card("Three")).to_be_focused()
    katrin.press("Alt+ArrowUp", "Alt+ArrowUp")
    katrin.expect_titles("To do", "Three", "One", "Two")
    expect(page.locator(".board > p[role=status]")).to_contain_text("Three")
    katrin.press("Alt+ArrowUp", "Alt+ArrowDown")
    katrin.expect_titles("To do", "One", "Three", "Two")
    expect(katrin.card("Three")).to_be_focused()
    katrin.press("Home")
    expect(katrin.card("One")).to_be_focused()
    # the moves follow each other on the server, too
    expect(page.locator("[data-card]").first).to_have_attribute("tabindex", "0")
    again = Viewer(person(shared_server, "coordinator.bw"), board)
    again.expect_titles("To do", "One", "Three", "Two")


def test_a_task_is_renamed_on_its_card(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow("ERR_FAILED")
    page = person(shared_server, "coordinator.bw")
    board = make_board(page, "One")
    katrin = Viewer(page, board)
    nuria = Viewer(person(shared_server, "member.catalunya"), board)
    katrin.card("One").focus()
    katrin.press("e")
    page.keyboard.type("Never mind")
    katrin.press("Escape")
    katrin.expect_titles("To do", "One")
    expect(katrin.card("One")).to_be_focused()
    katrin.press("e")
    page.keyboard.type("First")
    katrin.press("Enter")
    nuria.expect_titles("To do", "First")
    expect(katrin.card("First")).to_be_focused()
    page.route("**/rename", lambda route: route.abort())
    katrin.press("e")
    page.keyboard.type("Lost?")
    katrin.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator(".card-rename")).to_have_value("Lost?")
    nuria.expect_titles("To do", "First")


def test_several_tasks_are_moved_labelled_and_archived_at_once(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "coordinator.bw")
    board = make_board(page, "One", "Two", "Three", "Four", template="event")
    katrin = Viewer(page, board)
    nuria = Viewer(person(shared_server, "member.catalunya"), board)
    columns = page.locator(".board-head h2").all_inner_texts()
    katrin.card("One").focus()
    katrin.press("Shift+ArrowDown")
    expect(page.locator(".board-bar")).to_contain_text("2")
    katrin.press("m")
    page.get_by_role("dialog").locator("select").first.select_option(label=columns[1])
    page.get_by_role("dialog").locator("button.btn-primary").click()
    for each in (katrin, nuria):
        each.expect_titles(columns[0], "Three", "Four")
        each.expect_titles(columns[1], "One", "Two")
    expect(page.locator(".board-bar")).to_be_hidden()
    katrin.card("Three").focus()
    katrin.press("x", "ArrowDown", "x", "l")
    page.get_by_role("dialog").locator("label").first.click()
    page.get_by_role("dialog").locator("button.btn-primary").click()
    expect(nuria.cell(columns[0]).locator(".task-label")).to_have_count(2)
    katrin.card("Three").focus()
    katrin.press("a")
    page.get_by_role("dialog").locator("label", has_text="Baden-Württemberg").first.click()
    page.get_by_role("dialog").locator("button.btn-primary").click()
    expect(nuria.card("Three").locator(".card-owners")).to_contain_text("BW")
    katrin.card("Three").focus()
    katrin.press("Shift+ArrowDown", "Delete")
    nuria.expect_titles(columns[0])
    page.locator(".board-notice .btn").click()
    nuria.expect_titles(columns[0], "Three", "Four")


def test_the_keys_are_listed(shared_server: LiveServer, person: Person) -> None:
    page = person(shared_server, "coordinator.bw")
    katrin = Viewer(page, make_board(page, "One"))
    katrin.card("One").focus()
    katrin.press("?")
    expect(page.get_by_role("dialog").locator("kbd")).to_have_count(14)
    katrin.press("Escape")
    expect(katrin.card("One")).to_be_focused()
