"""The frame of every page: menus, light and dark, languages, and pages about oneself."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import find_overflow
from tests.served import LiveServer

ACCOUNT = ("/account/preferences", "/account/password", "/account/sessions", "/nothing")


def background(page: Page) -> int:
    """How light the page is, 0 to 255."""
    return page.evaluate(
        """() => {
          const canvas = document.createElement("canvas").getContext("2d");
          canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
          canvas.fillRect(0, 0, 1, 1);
          return canvas.getImageData(0, 0, 1, 1).data[0];
        }"""
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_look_like_the_device_at_first(shared_server, person, scheme: str) -> None:
    page = person(shared_server, color_scheme=scheme)
    page.goto("/login")
    assert (background(page) > 200) is (scheme == "light")


def test_light_and_dark_switch_at_once_and_stay(shared_server, person) -> None:
    page = person(shared_server, color_scheme="light")
    page.goto("/")
    menu = page.locator("details", has=page.locator("form[data-theme-form]"))
    menu.locator("summary").click()
    light = page.locator("body").evaluate("(body) => getComputedStyle(body).backgroundColor")
    with page.expect_response("**/theme"):
        page.get_by_role("button", name="Dark").click()
    expect(page.locator("body")).not_to_have_css("background-color", light)
    assert background(page) < 60
    expect(menu.locator("summary")).to_be_focused()
    page.reload()
    assert background(page) < 60


def test_without_scripts_everything_switches_by_forms(shared_server, person) -> None:
    page = person(shared_server, java_script_enabled=False)
    page.goto("/login?next=/account/sessions")
    page.locator("summary", has_text="Appearance").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.locator("summary", has_text="Language").click()
    page.get_by_role("button", name="Italiano").click()
    expect(page.locator("html")).to_have_attribute("lang", "it")
    expect(page).to_have_url(re.compile(r"/login\?next=/account/sessions"))


def test_a_menu_opens_and_closes_by_keyboard(shared_server, person) -> None:
    page = person(shared_server)
    page.goto("/")
    summary = page.locator("summary", has_text="Language")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Deutsch")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text(re.compile("English"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Deutsch")).to_be_hidden()
    expect(summary).to_be_focused()


def test_a_menu_closes_when_something_else_is_clicked(shared_server, person) -> None:
    page = person(shared_server)
    page.goto("/")
    page.locator("summary", has_text="Language").click()
    page.locator("h1").click()
    expect(page.get_by_role("button", name="Deutsch")).to_be_hidden()


def test_the_first_tab_leads_past_the_frame(shared_server, person) -> None:
    page = person(shared_server)
    page.goto("/login")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_demo_person_is_one_click_and_the_password_away(shared_server, person) -> None:
    page = person(shared_server)
    page.goto("/")
    password = page.locator(".demo-password").inner_text()
    page.locator("a[href*='chair.lombardia']").click()
    page.locator("input[name=password]").fill(password)
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "it")
    expect(page.locator("h1")).to_contain_text("Chiara Brambilla")


def test_the_switcher_leads_to_my_work(shared_server, person) -> None:
    page = person(shared_server, "secretary.ara")
    page.goto("/c/four-motors/members")
    menu = page.locator(".switcher")
    with page.expect_response("**/cooperations"):
        menu.locator("summary").click()
    expect(menu.locator(".menu-list a").last).to_have_attribute("href", "/")
    expect(menu.locator("a[href='/c/four-motors']")).to_have_attribute("aria-current", "true")
    expect(menu.locator("a[href='/c/mobility-alliance']")).to_have_count(0)


def test_a_mistake_gets_the_focus(shared_server, person, troubles) -> None:
    troubles.allow("status of 422")
    page = person(shared_server)
    page.goto("/login")
    page.locator("main button").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.locator("[data-error-summary] a").first.click()
    expect(page.locator("#email")).to_be_focused()


def test_preferences_offer_the_time_zone_of_the_device(shared_server, person) -> None:
    page = person(shared_server, "member.catalunya", timezone_id="Europe/Lisbon")
    page.goto("/account/preferences")
    page.locator("[data-timezone-hint] button").click()
    expect(page.locator("#timezone")).to_have_value("Europe/Lisbon")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_about_oneself_are_open_to_everybody(
    shared_server: LiveServer,
    person: Callable[..., Page],
    check_accessibility: Callable[[Page], None],
    troubles,
    width: int,
    scheme: str,
) -> None:
    troubles.allow("status of 404")
    viewport = {"width": width, "height": 844}
    page = person(shared_server, "secretary.ara", viewport=viewport, color_scheme=scheme)
    for path in ACCOUNT:
        page.goto(path)
        check_accessibility(page)
        assert find_overflow(page) == []
