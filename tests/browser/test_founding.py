"""A cooperation is proposed in a browser without scripts, from the template to the invitations."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.looks import find_overflow
from tests.browsing import Troubles
from tests.served import LiveServer

Person = Callable[..., Page]
PARTNERS = (("Grand Est", "GE", "FR"), ("Basel-Stadt", "BS", "CH"))


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Go on", exact=True).last.click()


def fill_partner(page: Page, number: int, name: str, short: str, country: str) -> None:
    row = page.locator(f"#partners-{number}")
    row.get_by_label("Name", exact=True).fill(name)
    row.get_by_label("A few letters for it").fill(short)
    row.get_by_label("Country").select_option(country)
    row.get_by_label("E-mail of the coordinator").fill(f"{short.lower()}@region.example")


def test_a_cooperation_is_proposed_without_scripts(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow("status of 422")
    page = person(shared_server, "operator", java_script_enabled=False)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/foundings")
    page.locator("li", has_text="Bilateral alliance").get_by_role("button").click()
    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text("Please enter a name.")
    page.get_by_label("Name of the cooperation").fill("Rhine Alliance")
    page.get_by_role("button", name="Add a language").click()
    page.locator("#texts-0").get_by_label("Language").select_option("de")
    page.locator("#texts-0").get_by_label("Name").fill("Rheinallianz")
    go_on(page)
    for number, partner in enumerate(PARTNERS):
        fill_partner(page, number, *partner)
    go_on(page)
    page.get_by_role("button", name="Review").click()
    expect(page.get_by_text("2 mails go out:")).to_be_visible()
    assert find_overflow(page) == []
    page.get_by_role("button", name="Propose it and send the invitations").click()
    expect(page.get_by_role("heading", name="Rhine Alliance")).to_be_visible()
    expect(page.get_by_text("2 partners have not agreed yet.")).to_be_visible()
    expect(page.get_by_text("ge@region.example")).to_be_visible()
    assert find_overflow(page) == []


def test_whoever_founds_with_a_delegation_of_their_own_is_asked_for_no_address(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "operator")
    page.goto("/foundings")
    page.locator("li", has_text="Blank").get_by_role("button").click()
    page.get_by_label("Name of the cooperation").fill("On my own")
    go_on(page)
    row = page.locator("#partners-0")
    expect(row.get_by_label("E-mail of the coordinator")).to_be_visible()
    row.get_by_label("This is my own delegation").check()
    expect(row.get_by_label("E-mail of the coordinator")).to_be_hidden()
