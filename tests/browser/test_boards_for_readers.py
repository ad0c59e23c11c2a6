"""Boards for those who may only read them, and boards with swimlanes."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from collab.demo.cooperations import read_cooperations
from tests.browser.boards import Viewer, make_board
from tests.served import LiveServer

Person = Callable[..., Page]
RESEARCH = str(read_cooperations()[0].id_of("group", "research"))


def test_a_guest_looks_on_and_cannot_take_anything(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "coordinator.bw")
    board = make_board(page, "One", "Two", home=RESEARCH)
    katrin = Viewer(page, board)
    guest = Viewer(person(shared_server, "guest.wales"), board)
    expect(guest.page.locator("[data-add]")).to_have_count(0)
    expect(guest.page.locator("[data-move]").first).to_be_hidden()
    guest.pick_up("One")
    expect(guest.page.locator(".is-dragged")).to_have_count(0)
    guest.let_go()
    guest.card("One").focus()
    guest.press("Alt+ArrowRight")
    expect(guest.page.get_by_role("alert")).to_contain_text("One")
    guest.expect_titles("To do", "One", "Two")
    katrin.drag("Two", "Done")
    guest.expect_titles("Done", "Two")


def test_whoever_owes_a_task_moves_it_guest_or_not(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "coordinator.bw")
    board = make_board(page, "One", "Two", home=RESEARCH)
    katrin = Viewer(page, board)
    guest = Viewer(person(shared_server, "guest.wales"), board)
    katrin.card("One").focus()
    katrin.press("a")
    page.get_by_role("dialog").locator("label", has_text="Owain Prichard").click()
    page.get_by_role("dialog").locator("button.btn-primary").click()
    expect(guest.card("One").locator(".person-avatar")).to_be_visible()
    guest.drag("One", "Done")
    katrin.expect_titles("Done", "One")


def test_another_swimlane_hands_the_task_over(shared_server: LiveServer, person: Person) -> None:
    page = person(shared_server, "coordinator.bw")
    board = make_board(page, "One")
    nuria = Viewer(person(shared_server, "member.catalunya"), board)
    nuria.card("One").focus()
    nuria.press("n")
    nuria.page.keyboard.type("Half a title")
    page.goto(f"{board.path}/settings")
    page.locator("[name=lanes_by]").select_option("delegation")
    page.locator("main form button.btn-primary").first.click()
    # what is being typed stays while the whole board is drawn anew
    expect(nuria.page.locator("[data-lane-name]")).to_have_count(5)
    expect(nuria.page.locator("[data-add] [name=title]").first).to_have_value("Half a title")
    katrin = Viewer(page, board)
    nobody = page.locator("[data-lane-name]").last.inner_text()
    expect(katrin.cell("To do", nobody).locator("[data-card]")).to_have_count(1)
    katrin.card("One").focus()
    katrin.press("Alt+ArrowUp")
    lane = page.locator("[data-lane-name]").nth(3).inner_text()
    for each in (katrin, nuria):
        expect(each.cell("To do", lane).locator("[data-card]")).to_have_count(1)
        expect(each.card("One").locator(".card-owners .delegation-badge")).to_have_count(1)
