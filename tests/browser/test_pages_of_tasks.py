"""The page of a task in a browser: formatted texts, mentions, holidays, two who save at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.boards import TASKS, make_board
from tests.browser.looks import find_overflow, tab_to
from tests.browser.meetings import find_token
from tests.browsing import Troubles
from tests.served import LiveServer

Person = Callable[..., Page]
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
HOLIDAY = "2026-12-08"


def make_task(page: Page, title: str, **board: str) -> str:
    """A task on a board of its own; the address of its page."""
    made = make_board(page, home="cooperation", **board)
    request = page.context.request
    token = find_token(request.get(TASKS).text())
    answer = request.post(
        f"{made.path}/tasks",
        form={"csrf_token": token, "title": title},
        headers={"X-Fragment": "1"},
    )
    return f"{TASKS}/{answer.json()['number']}"


def open_form(page: Page, task: str) -> Locator:
    """The form of the task; returns its description, ready to write."""
    page.goto(f"{task}/edit")
    text = page.locator("[data-rich-text] .minutes-text")
    expect(text).to_be_visible()
    return text


def save(page: Page) -> None:
    """Press the button of the form."""
    page.locator("form[data-task-form] .btn-primary").click()


def test_a_description_is_written_with_headings_lists_and_people(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "coordinator.bw")
    task = make_task(page, "Plan the fair")
    text = open_form(page, task)
    page.locator("#description-label").click()
    expect(text).to_be_focused()
    page.keyboard.type("# Programme")
    page.keyboard.press("Enter")
    page.keyboard.type("- Stands")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("Ask @brambilla")
    expect(page.get_by_role("listbox")).to_contain_text("Chiara Brambilla")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+b")
    page.keyboard.type("soon")
    save(page)
    page.wait_for_url(f"**{task}")
    shown = page.locator(".task-text")
    expect(shown.get_by_role("heading", name="Programme")).to_be_visible()
    expect(shown.locator("li")).to_have_text("Stands")
    expect(shown.locator(".mention")).to_have_text("@Chiara Brambilla")
    expect(shown.locator("strong")).to_have_text("soon")

    # it comes back into the editor as it was, and nothing of minutes is offered
    text = open_form(page, task)
    expect(text.locator("[data-heading]")).to_have_text("Programme")
    expect(text.locator(".mention")).to_have_text("@Chiara Brambilla")
    expect(page.locator("[data-command=bold]")).to_be_visible()
    expect(page.locator("[data-command=decision]")).to_have_count(0)


def test_text_from_elsewhere_is_cleaned(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    # the page's policy stops what the browser would run while it reads the clipboard
    troubles.allow("inline event handler", "script-src-attr")
    page = person(shared_server, "coordinator.bw")
    task = make_task(page, "Paste something")
    text = open_form(page, task)
    text.click()
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData("text/html", `<p onclick="x()">good <a href="javascript:alert(1)">link</a>
            <img src=x onerror=alert(1)></p><script>alert(1)</script>
            <section data-type="decision"><p>not decided</p></section>`);
          document.querySelector(".minutes-text").dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    save(page)
    page.wait_for_url(f"**{task}")
    shown = page.locator(".task-text")
    expect(shown).to_contain_text("good link")
    expect(shown).to_contain_text("not decided")
    assert shown.locator("a, img, script, [onclick], .decision").count() == 0


def test_without_javascript_a_task_is_described_and_handed_out(
    shared_server: LiveServer, person: Person
) -> None:
    task = make_task(person(shared_server, "coordinator.bw"), "Write to the ministry")
    page = person(shared_server, "coordinator.bw", java_script_enabled=False)
    page.goto(f"{task}/edit")
    page.locator("textarea[name=description]").fill("First paragraph\n\nSecond paragraph")
    page.get_by_label("Selin Aydın").check()
    page.locator("input[name=due_on]").fill(HOLIDAY)
    save(page)
    expect(page.locator(".task-text p")).to_have_text(["First paragraph", "Second paragraph"])
    expect(page.locator(".task-facts")).to_contain_text("Selin Aydın")


def test_holidays_are_warned_of_while_one_chooses(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "secretary.catalunya", locale="ca-ES")
    task = make_task(person(shared_server, "coordinator.bw"), "Meet in December")
    page.goto(f"{task}/edit")
    warning = page.locator("[data-days-off]")
    expect(warning).to_be_empty()
    page.locator("input[name=due_on]").fill(HOLIDAY)
    page.locator("main input[type=search]").fill("rocamora")
    boxes = page.locator(".owner-choices label:visible")
    expect(boxes).to_have_count(1)
    boxes.click()
    expect(warning).to_contain_text("Catalunya")
    expect(warning).to_contain_text("Immaculada Concepció")
    page.locator("main input[type=search]").fill("nobody of that name")
    # who is chosen stays in sight
    expect(boxes).to_have_count(1)


def test_two_who_save_at_once_see_both_texts_side_by_side(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow("status of 409")
    ours, theirs = person(shared_server, "coordinator.bw"), person(shared_server, "chair.bw")
    task = make_task(ours, "Decide together")
    for page, words in ((ours, "Our words"), (theirs, "Their words")):
        open_form(page, task).click()
        page.keyboard.type(words)
    save(theirs)
    theirs.wait_for_url(f"**{task}")
    save(ours)
    rivalry = ours.locator(".rivalry")
    expect(rivalry).to_be_focused()
    expect(rivalry).to_contain_text("Jürgen Häberle")
    expect(rivalry.locator("td")).to_contain_text(["Their words", "Our words"])
    text = ours.locator("[data-rich-text] .minutes-text")
    expect(text).to_have_text("Our words")
    save(ours)
    expect(ours.locator(".task-text")).to_have_text("Our words")


def test_the_form_is_filled_in_by_keyboard(shared_server: LiveServer, person: Person) -> None:
    page = person(shared_server, "coordinator.bw")
    task = make_task(page, "By keyboard")
    open_form(page, task)
    tab_to(page, "input[name=title]")
    tab_to(page, "[data-toolbar] button")
    page.keyboard.press("Escape")
    expect(page.locator(".minutes-text")).to_be_focused()
    page.keyboard.type("Typed")
    page.keyboard.press("Alt+F10")
    page.keyboard.press("Escape")
    tab_to(page, "form[data-task-form] .btn-primary")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{task}")
    expect(page.locator(".task-text")).to_have_text("Typed")


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_pages_of_a_task_are_open_to_everybody(
    shared_server: LiveServer,
    person: Person,
    check_accessibility: Callable[[Page], None],
    color_scheme: str,
    viewport: dict[str, int],
) -> None:
    page = person(shared_server, "coordinator.bw", color_scheme=color_scheme, viewport=viewport)
    task = make_task(page, "Überprüfungsverfahrensbeschleunigungsmaßnahme", language="de")
    text = open_form(page, task)
    check_accessibility(page)
    assert find_overflow(page) == []
    text.click()
    page.keyboard.type("# Words\n")
    page.locator("input[name=due_on]").fill(HOLIDAY)
    for label in ("Catalunya", "Chiara Brambilla"):
        page.locator(".owner-choices label").filter(has_text=label).first.click()
    expect(page.locator(".days-off")).to_be_visible()
    check_accessibility(page)
    save(page)
    page.wait_for_url(f"**{task}")
    check_accessibility(page)
    assert find_overflow(page) == []
