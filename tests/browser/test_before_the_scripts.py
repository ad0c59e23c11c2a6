"""Slow lines: what is done before a script or its words have come is done all the same."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.browser.test_files import open_folder
from tests.browser.test_pages_of_tasks import make_task, open_form, save
from tests.browser.writers import eventually
from tests.served import LiveServer

Person = Callable[..., Page]
WORDS = re.compile(r"/i18n/.*\.json")
#: a file is dropped onto the page; whether the browser would open it in place of the page
DROP = """
() => {
  const files = new DataTransfer();
  files.items.add(new File(["dropped early"], "early.txt", { type: "text/plain" }));
  const options = { dataTransfer: files, bubbles: true, cancelable: true };
  const dropped = new DragEvent("drop", options);
  document.querySelector("[data-upload-zone]").dispatchEvent(dropped);
  return !dropped.defaultPrevented;
}
"""


class Held:
    """Answers that a slow line holds back."""

    def __init__(self, page: Page, address: re.Pattern[str]) -> None:
        self._page = page
        self._waiting: list[Route] = []
        self._is_over = False
        page.route(address, self._meet)

    def _meet(self, route: Route) -> None:
        if self._is_over:
            route.continue_()
        else:
            self._waiting.append(route)

    def wait(self) -> None:
        """Return once one is asked for."""
        eventually(lambda: bool(self._waiting), True, self._page)

    def let_go(self) -> None:
        """Let all of them come, and what follows."""
        self._is_over = True
        for route in self._waiting:
            route.continue_()


def test_a_file_dropped_before_the_words_have_come_is_uploaded(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "coordinator.bw")
    open_folder(page, "Dropped early")
    held = Held(page, WORDS)
    page.reload(wait_until="commit")
    held.wait()
    page.wait_for_load_state("domcontentloaded")
    assert not page.evaluate(DROP)
    held.let_go()
    expect(page.locator("[data-rows]")).to_contain_text("early.txt")


def test_what_is_typed_before_the_editor_has_come_stays_and_goes_on_in_it(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "coordinator.bw")
    task = make_task(page, "Begin early")
    held = Held(page, WORDS)
    page.goto(task, wait_until="commit")
    field = page.locator("textarea[name=content]")
    field.fill("")
    page.keyboard.type("Typed ")
    held.wait()
    held.let_go()
    editor = page.locator("[data-rich-text] [contenteditable=true]")
    expect(editor).to_be_focused()
    page.keyboard.type("early")
    expect(editor).to_have_text("Typed early")
    expect(page.locator("input[name=content_json]")).to_have_value(re.compile("Typed early"))


def test_what_is_typed_early_into_a_formatted_text_follows_it(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "coordinator.bw")
    task = make_task(page, "Formatted")
    open_form(page, task).click()
    page.keyboard.type("- one\ntwo")
    save(page)
    page.wait_for_url(f"**{task}")
    held = Held(page, WORDS)
    page.goto(f"{task}/edit", wait_until="commit")
    field = page.locator("textarea[name=description]")
    field.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("\nthree")
    held.wait()
    held.let_go()
    editor = page.locator("[data-rich-text] [contenteditable=true]")
    expect(editor.locator("li")).to_have_text(["one", "two"])
    expect(editor.locator("> p")).to_have_text(["three"])


def test_letters_typed_right_after_the_palettes_keys_go_into_it(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "coordinator.bw")
    page.goto("/c/four-motors/meetings")
    held = Held(page, re.compile(r"/assets/palette.*\.js"))
    page.keyboard.press("Control+k")
    page.keyboard.type("bud")
    held.wait()
    held.let_go()
    expect(page.locator("#palette-list [role=option]").first).to_be_visible()
    page.keyboard.type("get")
    field = page.get_by_role("dialog").get_by_role("combobox")
    expect(field).to_have_value("budget")
    expect(page.locator("#palette-list [href$='/search?q=budget']")).to_be_visible()


def test_a_menu_opened_before_its_script_has_come_is_filled(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "coordinator.bw")
    held = Held(page, re.compile(r"/assets/app-.*\.js"))
    page.goto("/c/four-motors/meetings", wait_until="commit")
    page.locator(".switcher > summary").click()
    held.wait()
    held.let_go()
    expect(page.locator("[data-menu-more] a").first).to_be_visible()
