"""Finding things: the palette by its keys, the page of results, and both without scripts."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.looks import find_overflow
from tests.served import LiveServer


def find_in_index(page: Page, question: str) -> None:
    """Wait until the server that has just started knows its texts; then show the results."""
    for _try in range(40):
        page.goto(f"/search?q={question}")
        if page.locator(".search-result").count():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"nothing is found for {question}")


def test_the_palette_finds_and_opens_by_keyboard(
    shared_server: LiveServer, person: Any, check_accessibility: Any
) -> None:
    page: Page = person(shared_server, "coordinator.bw")
    find_in_index(page, "hydrogen")
    page.goto("/c/four-motors/meetings")
    page.goto("/c/four-motors")
    page.keyboard.press("Control+k")
    field = page.get_by_role("dialog").get_by_role("combobox")
    expect(field).to_be_focused()
    recent = page.locator("#palette-list [role=group]").first
    expect(recent.get_by_role("option")).to_have_count(1)
    expect(recent.get_by_role("option")).to_have_attribute("href", "/c/four-motors/meetings")
    check_accessibility(page)
    field.fill("hydrog")
    everything = page.locator("#palette-list [href$='/search?q=hydrog']")
    expect(everything).to_be_visible()
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_have_count(1)
    first = chosen.get_attribute("id")
    expect(field).to_have_attribute("aria-activedescendant", first or "")
    page.keyboard.press("ArrowUp")  # round to the last one: all results
    expect(everything).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=hydrog$"))
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_page_of_results_is_narrowed_and_read_in_the_original(
    shared_server: LiveServer, person: Any, check_accessibility: Any
) -> None:
    page: Page = person(shared_server, "coordinator.bw", viewport={"width": 390, "height": 844})
    find_in_index(page, "r%C3%A9unions")
    assert not find_overflow(page)
    check_accessibility(page)
    expect(page.locator("[lang=fr] mark").first).to_have_text(re.compile("réunion", re.IGNORECASE))
    page.locator(".search-kinds a").nth(1).click()
    expect(page).to_have_url(re.compile("kind="))
    expect(page.locator(".search-result").first).to_be_visible()


def test_without_scripts_the_top_bar_searches(shared_server: LiveServer, person: Any) -> None:
    page: Page = person(shared_server, "coordinator.bw", java_script_enabled=False)
    find_in_index(page, "hydrogen")
    page.goto("/c/four-motors")
    field = page.locator(".top-search input")
    field.fill("hydrogen")
    field.press("Enter")
    expect(page.locator(".search-result").first).to_be_visible()
