"""Boards in the browser: several people at once, interrupted lines, and moves that are refused."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.boards import Viewer, make_board
from tests.browsing import Troubles
from tests.served import LiveServer

Person = Callable[..., Page]
OFFLINE = ("ERR_INTERNET_DISCONNECTED", "WebSocket connection")


@pytest.mark.both_ways
def test_what_somebody_does_is_seen_by_the_others_with_their_name(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "coordinator.bw")
    board = make_board(page, "Write the letter", "Call Lyon")
    katrin = Viewer(page, board)
    nuria = Viewer(person(shared_server, "member.catalunya"), board)
    katrin.drag("Write the letter", "In progress")
    nuria.expect_titles("In progress", "Write the letter")
    expect(nuria.card("Write the letter")).to_have_attribute("data-by", "Katrin Vogelsang")
    nuria.expect_titles("To do", "Call Lyon")
    expect(nuria.page.locator(".board-head [data-count]")).to_have_text(["1", "1", "0"])
    katrin.expect_titles("In progress", "Write the letter")
    expect(katrin.page.locator("[data-by]")).to_have_count(0)


def test_two_people_drag_into_the_same_place_at_once(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "coordinator.bw")
    board = make_board(page, "One", "Two", "Three")
    katrin = Viewer(page, board)
    nuria = Viewer(person(shared_server, "member.catalunya"), board)
    katrin.pick_up("One")
    katrin.carry_to("In progress")
    nuria.drag("Two", "In progress")
    nuria.expect_titles("In progress", "Two")
    # under Katrin's hand nothing has moved yet
    katrin.expect_titles("To do", "One", "Two", "Three")
    katrin.let_go()
    for each in (katrin, nuria):
        each.expect_titles("To do", "Three")
        expect(each.cell("In progress").locator("[data-card]")).to_have_count(2)
    order = katrin.cell("In progress").locator("[data-title]").all_inner_texts()
    nuria.expect_titles("In progress", *order)
    nuria.page.reload()
    nuria.expect_titles("In progress", *order)


def test_two_people_drag_the_same_card_at_once(shared_server: LiveServer, person: Person) -> None:
    page = person(shared_server, "coordinator.bw")
    board = make_board(page, "One", "Two")
    katrin = Viewer(page, board)
    nuria = Viewer(person(shared_server, "member.catalunya"), board)
    katrin.pick_up("One")
    katrin.carry_to("In progress")
    nuria.drag("One", "Done")
    nuria.expect_titles("Done", "One")
    katrin.let_go()
    for each in (katrin, nuria):
        each.expect_titles("In progress", "One")
        each.expect_titles("Done")
        each.expect_titles("To do", "Two")


def test_a_card_is_dropped_right_where_the_line_shows(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "coordinator.bw")
    katrin = Viewer(page, make_board(page, "One", "Two", "Three"))
    katrin.drag("Three", "To do", above="Two")
    katrin.expect_titles("To do", "One", "Three", "Two")
    expect(katrin.card("Three")).not_to_have_attribute("data-version", "1")
    page.reload()
    katrin.expect_titles("To do", "One", "Three", "Two")


def test_offline_a_move_is_refused_and_what_was_typed_stays(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow(*OFFLINE)
    page = person(shared_server, "coordinator.bw")
    board = make_board(page, "One", "Two")
    katrin = Viewer(page, board)
    page.context.set_offline(True)
    expect(page.locator(".board-offline")).to_be_visible()
    katrin.drag("One", "In progress")
    expect(page.get_by_role("alert")).to_contain_text("One")
    katrin.expect_titles("To do", "One", "Two")
    katrin.card("Two").focus()
    katrin.press("n")
    page.keyboard.type("Book the train")
    katrin.press("Enter")
    expect(page.locator("[data-add-error]").first).to_be_visible()
    expect(page.locator("[data-add] [name=title]").first).to_have_value("Book the train")
    page.context.set_offline(False)
    expect(katrin.root).to_have_attribute("data-live", "true")
    expect(page.locator(".board-offline")).to_be_hidden()
    katrin.press("Enter")
    katrin.expect_titles("To do", "One", "Two", "Book the train")
    expect(page.locator("[data-add] [name=title]").first).to_have_value("")


def test_a_page_that_was_away_catches_up(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow(*OFFLINE)
    page = person(shared_server, "coordinator.bw")
    board = make_board(page, "One", "Two", "Three")
    katrin = Viewer(page, board)
    nuria = Viewer(person(shared_server, "member.catalunya"), board)
    nuria.page.context.set_offline(True)
    expect(nuria.root).to_have_attribute("data-live", "false")
    katrin.drag("One", "Done")
    katrin.card("Two").focus()
    katrin.press("Delete")
    katrin.expect_titles("To do", "Three")
    katrin.card("Three").focus()
    katrin.press("e")
    page.keyboard.type("Third")
    katrin.press("Enter", "n")
    page.keyboard.type("Four")
    katrin.press("Enter")
    katrin.expect_titles("To do", "Third", "Four")
    nuria.expect_titles("To do", "One", "Two", "Three")
    nuria.page.context.set_offline(False)
    nuria.expect_titles("To do", "Third", "Four")
    nuria.expect_titles("Done", "One")
    expect(nuria.page.locator(".board-head [data-count]")).to_have_text(["2", "0", "1"])


def test_an_interrupted_line_is_opened_again(shared_server: LiveServer, person: Person) -> None:
    page = person(shared_server, "coordinator.bw")
    board = make_board(page, "One")
    katrin = Viewer(page, board)
    nuria = Viewer(person(shared_server, "member.catalunya"), board)
    page.evaluate("dispatchEvent(new Event('offline'))")
    expect(katrin.root).to_have_attribute("data-live", "true")
    nuria.drag("One", "In progress")
    katrin.expect_titles("In progress", "One")


def test_a_full_column_takes_no_more_and_says_why(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow("status of 409")
    page = person(shared_server, "coordinator.bw")
    board = make_board(page, "One", "Two")
    katrin = Viewer(page, board)
    open_column(page, board.path, "In progress")
    page.locator("[name=wip_limit]").fill("1")
    page.locator("[name=is_limit_hard]").check()
    page.locator("main form button.btn-primary").first.click()
    page.wait_for_url("**/settings*")
    katrin = Viewer(page, board)
    katrin.drag("One", "In progress")
    katrin.expect_titles("In progress", "One")
    expect(page.locator("[data-limit]")).to_contain_class("is-full")
    expect(page.locator("[data-limit-words]")).not_to_be_empty()
    katrin.drag("Two", "In progress")
    expect(page.get_by_role("alert")).to_contain_text("In progress")
    katrin.expect_titles("To do", "Two")
    katrin.expect_titles("In progress", "One")


def test_a_column_goes_while_a_card_is_on_its_way_to_it(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow("status of 409")
    page = person(shared_server, "coordinator.bw")
    board = make_board(page, "One", "Two")
    nuria = Viewer(person(shared_server, "member.catalunya"), board)
    nuria.card("Two").focus()
    nuria.press("n")
    nuria.page.keyboard.type("Half a title")
    nuria.pick_up("One")
    nuria.carry_to("In progress")
    open_column(page, board.path, "In progress")
    page.locator("main .btn-quiet-danger").click()
    page.wait_for_url("**/settings*")
    nuria.let_go()
    expect(nuria.page.get_by_role("alert")).to_contain_text("One")
    expect(nuria.page.locator(".board-head h2")).to_have_text(["To do", "Done"])
    nuria.expect_titles("To do", "One", "Two")
    expect(nuria.page.locator("[data-add] [name=title]").first).to_have_value("Half a title")


def open_column(page: Page, board: str, name: str) -> None:
    """Go to the form of a column by the board's settings."""
    page.goto(f"{board}/settings")
    page.locator("main a[href*='/columns/']", has_text=name).first.click()
