"""Everything by keyboard, from signing in to a decision, the focus seen at every step."""

from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from collab.demo.people import DEMO_PASSWORD
from tests.browser.looks import tab_to
from tests.browser.meetings import plan_meeting
from tests.browser.writers import Writer
from tests.served import LiveServer

Person = Callable[..., Page]


def test_from_signing_in_to_a_decision_without_a_pointer(
    shared_server: LiveServer, person: Person
) -> None:
    tomorrow = date.today() + timedelta(days=1)  # noqa: DTZ011 before all others of the tests
    meeting = plan_meeting(
        person(shared_server, "coordinator.bw"),
        agenda=["Budget"],
        starts_at=f"{tomorrow}T10:00",
        ends_at=f"{tomorrow}T12:00",
    )
    page = person(shared_server)
    page.goto("/login")
    tab_to(page, "input[name=email]")
    page.keyboard.type("chair.lombardia@collab.example")
    page.keyboard.press("Tab")
    page.keyboard.type(DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    tab_to(page, "a[href='/c/four-motors']")
    page.keyboard.press("Enter")
    tab_to(page, "a[href='/c/four-motors/meetings']")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{shared_server.url}/c/four-motors/meetings")
    tab_to(page, f"a[href='{meeting.path}']", limit=200)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{meeting.path}")
    text = page.locator("[data-surface] .minutes-text")
    expect(text).to_be_visible()
    tab_to(page, "[data-surface] .minutes-text")
    page.keyboard.type("We meet in Milano")
    page.keyboard.press("Control+Alt+d")
    expect(text.locator("[data-type=decision]")).to_contain_text("We meet in Milano")
    expect(page.locator("[data-status]")).to_have_attribute("data-state", "saved")


def test_the_first_stop_leads_past_the_navigation(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "coordinator.bw")
    page.goto("/c/four-motors/meetings")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.locator("#main").evaluate("main => main.contains(document.activeElement)")


def test_tab_goes_into_the_text_and_out_of_it(shared_server: LiveServer, person: Person) -> None:
    page = person(shared_server, "coordinator.bw")
    katrin = Writer(page, plan_meeting(page, agenda=["Budget"]).path)
    katrin.go_to_item("Budget")
    tab_to(page, "#agenda a, #agenda summary, #agenda button")
    tab_to(page, "[data-surface] .minutes-text", backwards=True)


def test_the_tools_are_one_stop_with_arrows_inside(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "coordinator.bw")
    katrin = Writer(page, plan_meeting(page, agenda=["Budget"]).path)
    katrin.go_to_item("Budget")
    katrin.type("Everybody agrees")
    katrin.press("Alt+F10")
    decision = page.locator("[data-command=decision]")
    expect(decision).to_be_focused()
    katrin.press("ArrowRight", "ArrowLeft", "End", "Home")
    expect(decision).to_be_focused()
    katrin.press("Enter")
    expect(katrin.decisions).to_contain_text("Everybody agrees")
    expect(katrin.text).to_be_focused()
    katrin.press("Alt+F10", "Escape")
    expect(katrin.text).to_be_focused()


def test_menus_open_and_close_with_keys(shared_server: LiveServer, person: Person) -> None:
    page = person(shared_server, "coordinator.bw")
    page.goto("/")
    menu = page.locator(".topbar details[data-menu]").first
    tab_to(page, ".topbar details[data-menu]:first-of-type > summary")
    page.keyboard.press("Enter")
    expect(menu.locator("button").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(menu.locator("button").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu.locator("button").first).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()
