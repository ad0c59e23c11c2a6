"""Each person sees the whole interface in their language: no English left anywhere."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from collab.demo.cooperations import read_cooperations
from tests.browser.meetings import COOPERATION, plan_meeting
from tests.browser.words import find_english, read_words
from tests.browser.writers import Writer
from tests.browsing import Troubles
from tests.served import LiveServer

Person = Callable[..., Page]
HOME = f"/c/{COOPERATION}"
CALL = read_cooperations()[0].id_of("board", "call")
PLACES = (
    "/",
    HOME,
    f"{HOME}/meetings",
    f"{HOME}/meetings?when=past",
    f"{HOME}/meetings/new",
    f"{HOME}/members",
    f"{HOME}/groups",
    f"{HOME}/groups/research",
    f"{HOME}/boards",
    f"{HOME}/boards/{CALL}",
    f"{HOME}/boards/{CALL}/settings",
    f"{HOME}/boards/{CALL}/import",
    f"{HOME}/tasks?group=due",
    f"{HOME}/tasks/calendar",
    f"{HOME}/tasks/timeline",
    f"{HOME}/tasks/owed",
    f"{HOME}/tasks/4",
    f"{HOME}/tasks/4/edit",
    f"{HOME}/tasks/4/move",
    f"{HOME}/notifications/choices",
    "/notifications",
    "/account/preferences",
    "/account/password",
    "/account/sessions",
)
#: language → who coordinates or writes in it, and how their browser asks
SPEAKERS = {
    "de": ("coordinator.bw", "de-DE"),
    "fr": ("coordinator.ara", "fr-FR"),
    "it": ("coordinator.lombardia", "it-IT"),
    "ca": ("coordinator.catalunya", "ca-ES"),
}


@pytest.mark.parametrize("language", SPEAKERS)
def test_pages_are_wholly_in_the_readers_language(
    shared_server: LiveServer, person: Person, troubles: Troubles, language: str
) -> None:
    troubles.allow("status of 4")
    who, locale = SPEAKERS[language]
    page = person(shared_server, who, locale=locale)
    for place in PLACES:
        page.goto(place)
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert find_english(page) == [], place
    page.goto(f"{HOME}/meetings/new")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    assert find_english(page) == []
    page.goto(f"{HOME}/nowhere")
    assert find_english(page) == []


@pytest.mark.parametrize("locale", ["de-DE", "fr-FR", "it-IT", "es-ES", "ca-ES"])
def test_strangers_read_no_english(
    shared_server: LiveServer, person: Person, troubles: Troubles, locale: str
) -> None:
    troubles.allow("status of 4")
    page = person(shared_server, locale=locale)
    page.goto("/")
    assert find_english(page) == []
    page.goto("/login")
    page.locator("form.sign-in-form button").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    assert find_english(page) == []


@pytest.mark.parametrize("language", ["de", "fr"])
def test_the_editor_speaks_the_writers_language(
    shared_server: LiveServer, person: Person, troubles: Troubles, language: str
) -> None:
    troubles.allow("WebSocket connection to", "net::ERR_")
    who, locale = SPEAKERS[language]
    page = person(shared_server, who, locale=locale)
    writer = Writer(page, plan_meeting(page, agenda=["XYZ"]).path)
    writer.go_to_item("XYZ")
    writer.type("Ö")
    writer.press("Control+Alt+d", "Enter", "Enter")
    writer.type("Ü")
    writer.press("Control+Alt+a", "Enter")
    writer.press("Control+Alt+a")
    writer.expect_saved()
    assert find_english(page) == []
    writer.type("/")
    expect(page.get_by_role("listbox")).to_be_visible()
    assert find_english(page) == []
    writer.press("Escape", "Backspace")
    writer.type("@zzz")
    assert find_english(page) == []
    page.locator("[data-command=keyboard]").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert find_english(page) == []
    page.keyboard.press("Escape")
    page.context.set_offline(True)
    writer.type("x")
    writer.expect_state("offline")
    assert find_english(page) == []
    page.context.set_offline(False)
    writer.expect_saved()
    page.goto(f"{writer.path}/minutes")
    assert find_english(page) == []


def test_english_left_on_a_page_is_found(shared_server: LiveServer, person: Person) -> None:
    page = person(shared_server, locale="de-DE")
    page.goto("/login")
    words = read_words(page)
    page.locator("form.sign-in-form button").evaluate("each => { each.textContent = 'Sign in' }")
    page.locator("main").evaluate("each => each.setAttribute('aria-label', 'Appearance')")
    assert sorted(find_english(page)) == ["Appearance", "Sign in"]
    assert len(words) > 10
