"""Signing in, languages and appearance, as people do it in a browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.meetings import plan_meeting
from tests.browser.writers import Writer
from tests.browsing import Troubles, lose_cookies, sign_in_with_form
from tests.served import LiveServer

Person = Callable[..., Page]
SPOKEN = {"de-DE": "de", "fr-FR": "fr", "it-IT": "it", "es-ES": "es", "ca-ES": "ca", "en-IE": "en"}


@pytest.mark.parametrize("locale", SPOKEN)
def test_strangers_are_greeted_in_the_language_of_their_browser(
    shared_server: LiveServer, person: Person, locale: str
) -> None:
    page = person(shared_server, locale=locale)
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", SPOKEN[locale])


def test_a_wrong_password_is_told_and_the_address_is_still_there(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow("status of 4")
    page = person(shared_server, locale="fr-FR")
    page.goto("/login?next=/account/preferences")
    page.locator("input[name=email]").fill("secretary.ara@collab.example")
    page.locator("input[name=password]").fill("wrong")
    page.locator("input[name=password]").press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.locator("input[name=email]")).to_have_value("secretary.ara@collab.example")
    page.locator("input[name=password]").fill("Zusammenarbeit-2026")
    page.locator("input[name=password]").press("Enter")
    expect(page).to_have_url(f"{shared_server.url}/account/preferences")


def test_the_start_page_tells_as_whom_to_sign_in(shared_server: LiveServer, person: Person) -> None:
    page = person(shared_server)
    page.goto("/")
    page.locator("#demo a[href*='coordinator.bw']").click()
    expect(page.locator("input[name=email]")).to_have_value("coordinator.bw@collab.example")


def test_the_language_is_switched_on_every_page_and_remembered(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, locale="en-IE")
    page.goto("/login")
    page.locator(".topbar details").first.locator("summary").click()
    page.locator("button[name=language][value=ca]").click()
    expect(page.locator("html")).to_have_attribute("lang", "ca")
    expect(page).to_have_url(f"{shared_server.url}/login")
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "ca")
    sign_in_with_form(page, "operator@collab.example")
    page.locator(".topbar details").first.locator("summary").click()
    page.locator("button[name=language][value=it]").click()
    expect(page.locator("html")).to_have_attribute("lang", "it")
    elsewhere = person(shared_server, "operator", locale="en-IE", session="own")
    elsewhere.goto("/")
    expect(elsewhere.locator("html")).to_have_attribute("lang", "it")


def test_the_appearance_changes_at_once_and_stays(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "operator", session="own")
    page.goto("/")
    light = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    page.locator(".topbar details").nth(1).locator("summary").click()
    with page.expect_response(re.compile("/theme$")):
        page.locator("button[name=theme][value=dark]").click()
    dark = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    assert dark != light
    page.goto("/account/preferences")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.locator("input[name=theme][value=dark]")).to_be_checked()
    page.locator("input[name=theme][value=auto]").check()
    page.locator("main form button.btn-primary").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "auto")


def test_preferences_are_said_to_be_saved_in_the_new_language(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "member.ara", locale="en-IE", timezone_id="Europe/Lisbon")
    page.goto("/account/preferences")
    expect(page.locator("[data-timezone-hint] span")).not_to_be_empty()
    page.locator("[data-timezone-hint] button").click()
    expect(page.locator("select[name=timezone]")).to_have_value("Europe/Lisbon")
    page.locator("select[name=language]").select_option("es")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("[data-flashes]")).to_contain_text("preferencias")


def test_my_other_devices_are_signed_out_at_once(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow("status of 4", "WebSocket connection to")
    phone = person(shared_server, "member.catalunya", session="own")
    path = plan_meeting(person(shared_server, "coordinator.bw"), agenda=["Budget"]).path
    nuria = Writer(phone, path)
    desk = person(shared_server, "member.catalunya", session="own")
    desk.goto("/account/sessions")
    desk.locator(".page-actions button").click()
    expect(desk.locator("[data-flashes] .alert")).to_be_visible()
    nuria.expect_state("signed-out")
    phone.reload()
    expect(phone).to_have_url(re.compile("/login"))


def test_signing_out_closes_open_minutes_in_other_tabs(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow("status of 4", "WebSocket connection to")
    page = person(shared_server, "secretary.ara", session="own")
    minutes = Writer(page, plan_meeting(page, agenda=["Budget"]).path)
    other = page.context.new_page()
    other.goto("/")
    other.locator(".topbar details").nth(2).locator("summary").click()
    other.locator("form[action='/logout'] button").click()
    expect(other.locator("input[name=password]")).to_be_visible()
    minutes.expect_state("signed-out")


def test_what_was_typed_into_a_form_survives_signing_out(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow("status of 4")
    page = person(shared_server, "secretary.ara", session="own")
    page.goto("/c/four-motors/meetings/new")
    page.locator("input[name=title]").fill("Réunion préparatoire à Zürich")
    lose_cookies(page)
    page.locator("main form button.btn-primary").click()
    expect(page.locator("main")).to_contain_text("Réunion préparatoire à Zürich")
